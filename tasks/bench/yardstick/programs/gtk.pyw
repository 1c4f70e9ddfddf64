"""A GTK 3 window drawn from a specification (JSON, in a file), which says in one line where everything on it lies.

Run by the system's own Python: `/usr/bin/python3 gtk.pyw SPEC.json`. It knows nothing of handeye."""

import json
import re
import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Pango", "1.0")
from gi.repository import Gdk, GLib, Gtk, Pango

SPEC = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
UNIT = Pango.SCALE


class Form:
    def __init__(self):
        self.known = []  # (control, widget)
        self.window = Gtk.Window()
        self.window.fullscreen()
        self.box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=SPEC["gap"], margin=SPEC["margin"])
        scroll = Gtk.ScrolledWindow()
        scroll.add(self.box)
        self.window.add(scroll)
        self.across = Gtk.Box(spacing=24)
        self.across.set_orientation(Gtk.Orientation.HORIZONTAL if SPEC["across"] else Gtk.Orientation.VERTICAL)
        self.box.pack_start(self.across, False, False, 0)
        for group in SPEC["groups"]:
            self.group(group)
        if SPEC["table"]:
            self.table()
        bar = Gtk.Box(spacing=8)
        for c in SPEC["buttons"]:
            bar.pack_start(self.make(c), False, False, 0)
        self.box.pack_start(bar, False, False, 4)

    def group(self, group):
        grid = Gtk.Grid(row_spacing=SPEC["gap"], column_spacing=14, margin=8)
        at = 0
        for c in group["controls"]:
            at = self.row(grid, c, at)
        if group["shape"] == "frame":
            holder = Gtk.Frame(label=group["title"])
            holder.add(grid)
        elif group["shape"] == "tabs":
            holder = Gtk.Notebook()
            for n, tab in enumerate(group["tabs"]):
                label = Gtk.Label(label=tab["label"])
                holder.append_page(grid if n == 0 else Gtk.Label(label=""), label)
                self.known.append((tab, label))
        else:
            holder = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
            title = Gtk.Label(xalign=0)
            title.set_markup(f"<b>{GLib.markup_escape_text(group['title'])}</b>")
            holder.pack_start(title, False, False, 0)
            holder.pack_start(grid, False, False, 0)
        holder.set_halign(Gtk.Align.START if SPEC["narrow"] else Gtk.Align.FILL)
        holder.set_valign(Gtk.Align.START)
        self.across.pack_start(holder, False, False, 0)

    def row(self, grid, c, at):
        widget = self.make(c)
        if c["form"] in ("checkbox", "radio", "button", "icon"):
            grid.attach(widget, 1, at, 1, 1)
            return at + 1
        label = Gtk.Label(label=c["label"], xalign=SPEC["label_align"])
        if SPEC["above"]:
            grid.attach(label, 1, at, 1, 1)
            grid.attach(widget, 1, at + 1, 1, 1)
            return at + 2
        grid.attach(label, 0, at, 1, 1)
        grid.attach(widget, 1, at, 1, 1)
        return at + 1

    def table(self):
        grid = Gtk.Grid(row_spacing=4, column_spacing=24)
        for y, row in enumerate(SPEC["table"]):
            for x, text in enumerate(row):
                grid.attach(Gtk.Label(label=text, xalign=0), x, y, 1, 1)
        self.box.pack_start(grid, False, False, 0)

    def make(self, c):
        widget = getattr(self, "make_" + c["form"])(c)
        widget.set_sensitive(not c["disabled"])
        widget.set_halign(Gtk.Align.START)
        self.known.append((c, widget))
        return widget

    def make_text(self, c):
        widget = Gtk.Entry(text=c["value"], width_chars=c["width"])
        widget.set_placeholder_text(c["placeholder"])
        widget.set_visibility(c["form"] != "password")
        return widget

    make_password = make_text

    def make_number(self, c):
        widget = Gtk.SpinButton.new_with_range(0, 99999, 1)
        widget.set_value(float(c["value"] or 0))
        c["value"] = widget.get_text()
        return widget

    def make_textarea(self, c):
        view = Gtk.TextView(wrap_mode=Gtk.WrapMode.WORD_CHAR, left_margin=4, top_margin=2)
        view.get_buffer().set_text(c["value"])
        frame = Gtk.Frame(width_request=320, height_request=70)
        frame.add(view)
        return frame

    def make_select(self, c):
        widget = Gtk.ComboBoxText()
        for option in c["options"]:
            widget.append_text(option)
        widget.set_active(c["options"].index(c["value"]))
        return widget

    def make_checkbox(self, c):
        widget = Gtk.CheckButton(label=c["label"], active=c["checked"] == "checked")
        widget.set_inconsistent(c["checked"] == "mixed")
        return widget

    radios = {}

    def make_radio(self, c):
        first = self.radios.get(c["name"])
        widget = Gtk.RadioButton.new_with_label_from_widget(first, c["label"])
        self.radios.setdefault(c["name"], widget)
        widget.set_active(c["checked"] == "checked")
        return widget

    def make_switch(self, c):
        return Gtk.Switch(active=c["checked"] == "checked", valign=Gtk.Align.CENTER)

    def make_slider(self, c):
        widget = Gtk.Scale.new_with_range(Gtk.Orientation.HORIZONTAL, 0, 100, 1)
        widget.set_value(float(c["value"]))
        widget.set_draw_value(False)
        widget.set_size_request(180, -1)
        return widget

    def make_button(self, c):
        widget = Gtk.Button(label=c["label"])
        if c["tone"] == "primary":
            widget.get_style_context().add_class("suggested-action")
        elif c["tone"] == "danger":
            widget.get_style_context().add_class("destructive-action")
        elif c["tone"] == "text":
            widget.set_relief(Gtk.ReliefStyle.NONE)
        return widget

    def make_icon(self, c):
        names = ("document-save-symbolic", "edit-delete-symbolic", "list-add-symbolic", "view-refresh-symbolic", "go-next-symbolic",
                 "edit-find-symbolic", "open-menu-symbolic", "document-print-symbolic", "go-home-symbolic", "folder-symbolic")  # fmt: skip
        return Gtk.Button.new_from_icon_name(names[c["width"] % len(names)], Gtk.IconSize.BUTTON)


def place(widget):
    """Its box on the screen."""
    x, y = widget.translate_coordinates(widget.get_toplevel(), 0, 0)
    return [x, y, widget.get_allocated_width(), widget.get_allocated_height()]


def outline(c, widget):
    x, y, w, h = place(widget)
    if c["form"] == "tab":
        return [x - 10, y - 4, w + 20, h + 8]
    if c["form"] in ("checkbox", "radio"):
        side = widget.style_get_property("indicator-size")
        ask = [child for child in (widget.get_child(),) if child]
        left = place(ask[0])[0] if ask else x + side
        return [x, y + (h - side) / 2, min(side, left - x), side]
    return [x, y, w, h]


def state(c, widget):
    """Of radios one is always chosen, whatever was asked for."""
    return {"checked": "checked" if widget.get_active() else "unchecked"} if c["form"] == "radio" else {}


def split(layout, x, y, words):
    text = layout.get_text()
    for found in re.finditer(r"\S+", text):
        start, end = (len(text[:at].encode()) for at in found.span())
        a, b = layout.index_to_pos(start), layout.index_to_pos(end)
        if a.y == b.y:
            words.append([found.group(), [x + a.x / UNIT, y + a.y / UNIT, (b.x - a.x) / UNIT, a.height / UNIT]])


def read(widget, words):
    if not widget.get_mapped():
        return
    if isinstance(widget, Gtk.Label) and widget.get_text():
        top = widget.get_allocation()
        own = place(widget)
        x, y = widget.get_layout_offsets()
        split(widget.get_layout(), own[0] + x - top.x, own[1] + y - top.y, words)
    elif isinstance(widget, Gtk.Entry):
        own = place(widget)
        x, y = widget.get_layout_offsets()
        split(widget.get_layout(), own[0] + x, own[1] + y, words)
    elif isinstance(widget, Gtk.TextView):
        own, buffer = place(widget), widget.get_buffer()
        text = buffer.get_text(*buffer.get_bounds(), False)
        for found in re.finditer(r"\S+", text):
            a, b = (widget.get_iter_location(buffer.get_iter_at_offset(at)) for at in found.span())
            x, y = widget.buffer_to_window_coords(Gtk.TextWindowType.WIDGET, a.x, a.y)
            if a.y == b.y:
                words.append([found.group(), [own[0] + x, own[1] + y, b.x - a.x, a.height]])
            else:  # broken over lines
                words.append([found.group(), [own[0], own[1] + y, own[2], b.y + b.height - a.y], "rough"])
    elif isinstance(widget, Gtk.CellView):
        combo = widget.get_ancestor(Gtk.ComboBoxText)
        layout = combo.create_pango_layout(combo.get_active_text())
        own, (_, tall) = place(widget), layout.get_pixel_size()
        split(layout, own[0], own[1] + (own[3] - tall) / 2, words)
    if isinstance(widget, Gtk.Container):
        widget.forall(read, words)


def tell(form):
    words = []
    read(form.window, words)
    widgets = [
        {"id": c["id"], "box": outline(c, widget), "reach": place(widget), "value": c["value"], **state(c, widget)} for c, widget in form.known
    ]
    print(json.dumps({"words": words, "widgets": widgets}), flush=True)
    return False


css = Gtk.CssProvider()
css.load_from_data(SPEC["css"].encode())
Gtk.StyleContext.add_provider_for_screen(Gdk.Screen.get_default(), css, Gtk.STYLE_PROVIDER_PRIORITY_APPLICATION)
Gtk.Settings.get_default().set_property("gtk-font-name", SPEC["font"])
Gtk.Settings.get_default().set_property("gtk-enable-animations", False)
Gtk.Settings.get_default().set_property("gtk-cursor-blink", False)
shown = Form()
shown.window.show_all()
shown.window.set_focus(None)
GLib.timeout_add(SPEC["settle_ms"], tell, shown)
Gtk.main()
