"""A Tk window drawn from a specification (JSON, in a file), which says in one line where everything on it lies.

Run by the system's own Python: `/usr/bin/python3 tk.pyw SPEC.json`. It knows nothing of handeye."""

import json
import re
import sys
import tkinter as tk
from pathlib import Path
from tkinter import font as fonts
from tkinter import ttk

SPEC = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))


class Form:
    def __init__(self):
        self.known, self.labels, self.kept = [], [], []
        self.root = tk.Tk()
        self.root.attributes("-fullscreen", True)
        family, size = SPEC["family"], SPEC["size_px"]
        for name in ("TkDefaultFont", "TkTextFont", "TkMenuFont", "TkHeadingFont"):
            fonts.nametofont(name).configure(family=family, size=-size)
        self.font = fonts.nametofont("TkDefaultFont")
        self.bold = fonts.Font(family=family, size=-size, weight="bold")
        self.style = ttk.Style()
        self.themed = SPEC["theme"] != "classic-tk"
        if self.themed:
            self.style.theme_use(SPEC["theme"])
        paper, ink = SPEC["paper"], SPEC["ink"]
        self.paper, self.ink = (
            (paper, ink) if not self.themed else (self.style.lookup("TFrame", "background") or "#d9d9d9", "#000000")
        )
        self.root.configure(bg=self.paper)
        self.box = tk.Frame(self.root, bg=self.paper)
        self.box.pack(anchor="nw", padx=SPEC["margin"], pady=SPEC["margin"])
        across = tk.Frame(self.box, bg=self.paper)
        across.pack(anchor="w")
        for group in SPEC["groups"]:
            column = tk.Frame(across, bg=self.paper)
            column.pack(side="left" if SPEC["across"] else "top", anchor="nw", padx=(0, 30))
            self.group(group, column)
        if SPEC["table"]:
            self.table()
        bar = tk.Frame(self.box, bg=self.paper)
        bar.pack(anchor="w", pady=6)
        for c in SPEC["buttons"]:
            self.make(c, bar).pack(side="left", padx=4)

    def words(self, parent, text, font=None):
        label = tk.Label(
            parent, text=text, bg=self.paper, fg=self.ink, padx=0, pady=0, bd=0, anchor="w", font=font or self.font
        )
        self.labels.append(label)
        return label

    def group(self, group, parent):
        if group["shape"] == "tabs" and self.themed:
            book = ttk.Notebook(parent)
            book.pack(anchor="w", pady=SPEC["gap"])
            holder = tk.Frame(book, bg=self.paper)
            for n, tab in enumerate(group["tabs"]):
                book.add(holder if n == 0 else tk.Frame(book), text=tab["label"])
                self.known.append((tab, (book, n)))
        else:
            self.words(parent, group["title"], self.bold).pack(anchor="w")
            framed = group["shape"] == "frame"
            holder = tk.Frame(parent, bg=self.paper, bd=1 if framed else 0, relief="groove")
            holder.pack(anchor="w", pady=SPEC["gap"])
        at = 0
        for c in group["controls"]:
            at = self.row(holder, c, at)

    def row(self, holder, c, at):
        if c["form"] in ("checkbox", "radio"):
            line = tk.Frame(holder, bg=self.paper)
            widget = self.make(c, line)
            widget.pack(side="left")
            words = self.words(line, c["label"])
            words.pack(side="left")
            words.bind("<Button-1>", lambda _: widget.invoke())
            line.grid(row=at, column=1, sticky="w", pady=SPEC["gap"] // 2)
            self.known[-1] = (c, widget, words)
            return at + 1
        if c["form"] == "button":
            self.make(c, holder).grid(row=at, column=1, sticky="w", pady=SPEC["gap"] // 2)
            return at + 1
        label, widget = self.words(holder, c["label"]), self.make(c, holder)
        if SPEC["above"]:
            label.grid(row=at, column=1, sticky="w")
            widget.grid(row=at + 1, column=1, sticky="w", pady=SPEC["gap"] // 2)
            return at + 2
        label.grid(row=at, column=0, sticky="e" if SPEC["label_align"] else "w", padx=10)
        widget.grid(row=at, column=1, sticky="w", pady=SPEC["gap"] // 2)
        return at + 1

    def table(self):
        grid = tk.Frame(self.box, bg=self.paper)
        grid.pack(anchor="w")
        for y, row in enumerate(SPEC["table"]):
            for x, text in enumerate(row):
                self.words(grid, text).grid(row=y, column=x, sticky="w", padx=10, pady=2)

    def make(self, c, parent):
        widget = getattr(self, "make_" + c["form"])(c, parent)
        if c["disabled"]:
            widget.configure(state="disabled")
        self.known.append((c, widget))
        return widget

    def make_text(self, c, parent):
        shape = {"width": c["width"], "font": self.font, "show": "\u2022" if c["form"] == "password" else ""}
        widget = ttk.Entry(parent, **shape) if self.themed else tk.Entry(parent, **shape)
        widget.insert(0, c["value"])
        return widget

    make_password = make_text

    def make_number(self, c, parent):
        widget = (ttk if self.themed else tk).Spinbox(parent, from_=0, to=99999, width=8, font=self.font)
        widget.delete(0, "end")
        widget.insert(0, c["value"])
        return widget

    def make_textarea(self, c, parent):
        widget = tk.Text(parent, width=36, height=3, font=self.font, wrap="word")
        widget.insert("1.0", c["value"])
        return widget

    def make_select(self, c, parent):
        widget = ttk.Combobox(parent, values=c["options"], font=self.font, width=16)
        widget.set(c["value"])
        widget.configure(state="readonly")
        return widget

    def make_checkbox(self, c, parent):
        value = tk.IntVar(value=1 if c["checked"] == "checked" else 0)
        self.kept.append(value)
        if self.themed:
            return ttk.Checkbutton(parent, variable=value)
        return tk.Checkbutton(parent, variable=value, bg=self.paper, highlightthickness=0, padx=0, pady=0, bd=0)

    groups = {}

    def make_radio(self, c, parent):
        # Empty, it would mean that none of them is known, and all would be drawn as neither chosen nor free.
        value = self.groups.setdefault(c["name"], tk.StringVar(value="none"))
        if c["checked"] == "checked":
            value.set(c["id"])
        if self.themed:
            return ttk.Radiobutton(parent, variable=value, value=c["id"])
        return tk.Radiobutton(parent, variable=value, value=c["id"], bg=self.paper, highlightthickness=0, padx=0, pady=0, bd=0)

    def make_slider(self, c, parent):
        if self.themed:
            return ttk.Scale(parent, from_=0, to=100, value=float(c["value"]), length=180)
        widget = tk.Scale(parent, from_=0, to=100, orient="horizontal", showvalue=False, length=180)
        widget.set(float(c["value"]))
        return widget

    def make_button(self, c, parent):
        if self.themed:
            return ttk.Button(parent, text=c["label"])
        return tk.Button(parent, text=c["label"], font=self.font)


def place(widget):
    return [widget.winfo_rootx(), widget.winfo_rooty(), widget.winfo_width(), widget.winfo_height()]


def split(font, text, x, y, words):
    for found in re.finditer(r"\S+", text):
        left, right = (font.measure(text[:at]) for at in found.span())
        words.append([found.group(), [x + left, y, right - left, font.metrics("linespace")]])


def typed(widget, text, words):
    """Entries and texts say themselves where their letters stand."""
    x, y = widget.winfo_rootx(), widget.winfo_rooty()
    for found in re.finditer(r"\S+", text):
        at = (lambda n: n) if not isinstance(widget, tk.Text) else (lambda n: f"1.0 + {n} chars")
        a, b = widget.bbox(at(found.start())), widget.bbox(at(found.end() - 1))
        if a and b and a[1] == b[1] and b[0] + b[2] <= widget.winfo_width():
            words.append([found.group(), [x + a[0], y + a[1], b[0] + b[2] - a[0], a[3]]])
        elif a:  # broken over lines, or cut
            end = b[1] + b[3] if b else widget.winfo_height()
            words.append([found.group(), [x, y + a[1], widget.winfo_width(), end - a[1]], "rough"])


def tell(shown):
    words, widgets = [], []
    for label in shown.labels:
        if not label.winfo_viewable():
            continue
        if is_squeezed(label):
            words.append(["", place(label), "rough"])
            continue
        x, y, _, h = place(label)
        font = shown.bold if str(label.cget("font")) == str(shown.bold) else shown.font
        split(font, label.cget("text"), x, y + (h - font.metrics("linespace")) / 2, words)
    for c, widget, *more in shown.known:
        if c["form"] == "tab":
            book, n = widget
            xs = [x for x in range(book.winfo_width()) for y in (12,) if tab_at(book, x, y) == n]
            ys = [y for y in range(80) if xs and tab_at(book, (xs[0] + xs[-1]) // 2, y) == n]
            box = [book.winfo_rootx() + xs[0], book.winfo_rooty() + ys[0], len(xs), len(ys)]
            wide = shown.font.measure(c["label"])
            split(
                shown.font,
                c["label"],
                box[0] + (box[2] - wide) / 2,
                box[1] + (box[3] - shown.font.metrics("linespace")) / 2,
                words,
            )
            widgets.append({"id": c["id"], "box": box, "reach": box, "value": ""})
            continue
        if not widget.winfo_viewable():
            continue  # what no longer fits is not even placed
        box = place(widget)
        form = c["form"]
        if is_squeezed(widget):
            words.append(["", box, "rough"])
        elif form in ("text", "password", "number", "select"):
            typed(widget, "\u2022" * len(c["value"]) if form == "password" else c["value"], words)
        elif form == "textarea":
            typed(widget, c["value"], words)
        elif form == "button":
            wide = shown.font.measure(c["label"])
            split(
                shown.font,
                c["label"],
                box[0] + (box[2] - wide) / 2,
                box[1] + (box[3] - shown.font.metrics("linespace")) / 2,
                words,
            )
        reach = place(more[0].master) if more else box
        widgets.append({"id": c["id"], "box": box, "reach": reach, "value": c["value"], "loose": bool(more), "squeezed": is_squeezed(widget)})
    print(json.dumps({"words": words, "widgets": widgets}), flush=True)


def is_squeezed(widget):
    """What hardly fits is drawn with less height than it needs: nobody can read it."""
    return widget.winfo_height() < 0.9 * widget.winfo_reqheight()


def tab_at(book, x, y):
    try:
        return book.index(f"@{x},{y}")
    except tk.TclError:
        return -1


shown = Form()
shown.root.update()
shown.root.after(SPEC["settle_ms"], tell, shown)
shown.root.mainloop()
