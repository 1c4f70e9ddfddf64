"""A Qt window drawn from a specification (JSON, in a file), which says in one line where everything on it lies.

Run by the system's own Python: `/usr/bin/python3 qt.pyw SPEC.json`. It knows nothing of handeye."""

import json
import re
import sys
from pathlib import Path

from PyQt5.QtCore import QPoint, QRect, Qt, QTimer
from PyQt5.QtGui import QColor, QFont, QPalette, QTextCursor
from PyQt5.QtWidgets import (
    QApplication, QButtonGroup, QCheckBox, QComboBox, QGridLayout, QGroupBox, QHBoxLayout, QLabel, QLineEdit, QPushButton,
    QRadioButton, QSlider, QSpinBox, QStyle, QStyleOptionButton, QStyleOptionComboBox, QStyleOptionFrame, QStyleOptionSpinBox,
    QTabWidget, QTextEdit, QToolButton, QVBoxLayout, QWidget,
)  # fmt: skip

SPEC = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
LEFT = Qt.AlignLeft | Qt.AlignVCenter


class Form(QWidget):
    def __init__(self):
        super().__init__()
        self.known, self.labels, self.groups = [], [], {}
        page = QVBoxLayout(self)
        page.setContentsMargins(*[SPEC["margin"]] * 4)
        page.setSpacing(SPEC["gap"])
        across = QHBoxLayout() if SPEC["across"] else QVBoxLayout()
        page.addLayout(across)
        for group in SPEC["groups"]:
            across.addWidget(self.group(group), 0, (Qt.AlignLeft if SPEC["narrow"] else Qt.Alignment()) | Qt.AlignTop)
        if SPEC["table"]:
            page.addWidget(self.table())
        bar = QHBoxLayout()
        for c in SPEC["buttons"]:
            bar.addWidget(self.make(c))
        bar.addStretch(1)
        page.addLayout(bar)
        page.addStretch(1)

    def group(self, group):
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setVerticalSpacing(SPEC["gap"])
        at = 0
        for c in group["controls"]:
            at = self.row(grid, c, at)
        grid.setColumnStretch(2, 1)
        if group["shape"] == "tabs":
            holder = QTabWidget()
            for n, tab in enumerate(group["tabs"]):
                holder.addTab(inner if n == 0 else QWidget(), tab["label"])
                self.known.append((tab, (holder, n)))
            return holder
        holder = QGroupBox(group["title"]) if group["shape"] == "frame" else QWidget()
        lines = QVBoxLayout(holder)
        if group["shape"] != "frame":
            title = self.words(group["title"])
            font = title.font()
            font.setBold(True)
            title.setFont(font)
            lines.addWidget(title)
        lines.addWidget(inner)
        return holder

    def words(self, text):
        label = QLabel(text)
        label.setTextFormat(Qt.PlainText)
        label.setAlignment(LEFT)
        self.labels.append(label)
        return label

    def row(self, grid, c, at):
        widget = self.make(c)
        if c["form"] in ("checkbox", "radio", "button", "icon"):
            grid.addWidget(widget, at, 1, Qt.AlignLeft)
            return at + 1
        if SPEC["above"]:
            grid.addWidget(self.words(c["label"]), at, 1)
            grid.addWidget(widget, at + 1, 1, Qt.AlignLeft)
            return at + 2
        grid.addWidget(self.words(c["label"]), at, 0, Qt.AlignRight if SPEC["label_align"] else Qt.AlignLeft)
        grid.addWidget(widget, at, 1, Qt.AlignLeft)
        return at + 1

    def table(self):
        holder = QWidget()
        grid = QGridLayout(holder)
        for y, row in enumerate(SPEC["table"]):
            for x, text in enumerate(row):
                grid.addWidget(self.words(text), y, x)
        return holder

    def make(self, c):
        widget = getattr(self, "make_" + c["form"])(c)
        widget.setEnabled(not c["disabled"])
        self.known.append((c, widget))
        return widget

    def make_text(self, c):
        widget = QLineEdit(c["value"])
        widget.setPlaceholderText(c["placeholder"])
        widget.setMinimumWidth(c["width"] * 9)
        if c["form"] == "password":
            widget.setEchoMode(QLineEdit.Password)
        return widget

    make_password = make_text

    def make_number(self, c):
        widget = QSpinBox()
        widget.setMaximum(99999)
        widget.setValue(int(float(c["value"] or 0)))
        c["value"] = widget.text()
        return widget

    def make_textarea(self, c):
        widget = QTextEdit()
        widget.setPlainText(c["value"])
        widget.setFixedSize(340, 84)
        return widget

    def make_select(self, c):
        widget = QComboBox()
        widget.addItems(c["options"])
        widget.setCurrentText(c["value"])
        return widget

    def make_checkbox(self, c):
        widget = QCheckBox(c["label"])
        states = {"checked": Qt.Checked, "mixed": Qt.PartiallyChecked}
        widget.setTristate(c["checked"] == "mixed")
        widget.setCheckState(states.get(c["checked"], Qt.Unchecked))
        return widget

    def make_radio(self, c):
        widget = QRadioButton(c["label"])
        self.groups.setdefault(c["name"], QButtonGroup(self)).addButton(widget)
        widget.setChecked(c["checked"] == "checked")
        return widget

    def make_slider(self, c):
        widget = QSlider(Qt.Horizontal)
        widget.setRange(0, 100)
        widget.setValue(int(c["value"]))
        widget.setMinimumWidth(180)
        return widget

    def make_button(self, c):
        widget = QPushButton(c["label"])
        widget.setFlat(c["tone"] == "text")
        widget.setDefault(c["tone"] == "primary")
        return widget

    def make_icon(self, c):
        names = (QStyle.SP_DialogSaveButton, QStyle.SP_TrashIcon, QStyle.SP_BrowserReload, QStyle.SP_ArrowForward, QStyle.SP_DirHomeIcon,
                 QStyle.SP_DialogOpenButton, QStyle.SP_MediaPlay, QStyle.SP_FileIcon, QStyle.SP_DialogHelpButton)  # fmt: skip
        widget = QToolButton()
        widget.setIcon(widget.style().standardIcon(names[c["width"] % len(names)]))
        return widget


def place(widget, rect=None):
    rect = rect or widget.rect()
    corner = widget.mapToGlobal(QPoint(rect.x(), rect.y()))
    return [corner.x(), corner.y(), rect.width(), rect.height()]


def split(widget, rect, text, words, centred=False):
    """Words drawn in one line of a rectangle of a widget."""
    metrics = widget.fontMetrics()
    x, y, w, h = place(widget, rect)
    x += (w - metrics.horizontalAdvance(text)) / 2 if centred else 0
    for found in re.finditer(r"\S+", text):
        left, right = (metrics.horizontalAdvance(text[:at]) for at in found.span())
        if x + right <= place(widget)[0] + place(widget)[2]:
            words.append([found.group(), [x + left, y + (h - metrics.height()) / 2, right - left, metrics.height()]])


def outline(c, widget, words):
    style = widget.style()
    match c["form"]:
        case "checkbox" | "radio":
            option = QStyleOptionButton()
            widget.initStyleOption(option)
            kind = ("CheckBox", "RadioButton")[c["form"] == "radio"]
            mark = style.subElementRect(getattr(QStyle, f"SE_{kind}Indicator"), option, widget)
            split(widget, style.subElementRect(getattr(QStyle, f"SE_{kind}Contents"), option, widget), c["label"], words)
            return place(widget, mark)
        case "text" | "password":
            option = QStyleOptionFrame()
            widget.initStyleOption(option)
            inner = style.subElementRect(QStyle.SE_LineEditContents, option, widget).adjusted(2, 0, -2, 0)
            shown = widget.displayText() or c["placeholder"]
            if widget.fontMetrics().horizontalAdvance(shown) < inner.width():
                split(widget, inner, shown, words)
        case "number":
            option = QStyleOptionSpinBox()
            widget.initStyleOption(option)
            inner = style.subControlRect(QStyle.CC_SpinBox, option, QStyle.SC_SpinBoxEditField, widget)
            split(widget, inner.adjusted(2, 0, 0, 0), widget.text(), words)
        case "select":
            option = QStyleOptionComboBox()
            widget.initStyleOption(option)
            inner = style.subControlRect(QStyle.CC_ComboBox, option, QStyle.SC_ComboBoxEditField, widget)
            split(widget, inner.adjusted(1, 0, 0, 0), widget.currentText(), words)
        case "button":
            split(widget, widget.rect(), c["label"], words, centred=True)
        case "textarea":
            written(widget, words)
    return place(widget)


def written(widget, words):
    text, view = widget.toPlainText(), widget.viewport()
    for found in re.finditer(r"\S+", text):
        ends = []
        for at in found.span():
            cursor = QTextCursor(widget.document())
            cursor.setPosition(at)
            ends.append(widget.cursorRect(cursor))
        a, b = ends
        if a.y() == b.y() and b.bottom() < view.height():
            words.append([found.group(), place(view, QRect(a.x(), a.y(), b.x() - a.x(), a.height()))])
        elif a.y() < view.height():  # broken over lines, or cut
            words.append([found.group(), place(view, QRect(0, a.y(), view.width(), b.bottom() - a.y())), "rough"])


def tell(form):
    words, widgets = [], []
    for label in form.labels:
        split(label, label.contentsRect(), label.text(), words)
    for box in form.findChildren(QGroupBox):
        x, y, _, _ = place(box)
        metrics = box.fontMetrics()
        for found in re.finditer(r"\S+", box.title()):
            left, right = (metrics.horizontalAdvance(box.title()[:at]) for at in found.span())
            words.append([found.group(), [x + left - 1, y, right - left + 14, metrics.height() + 3], "rough"])
    for c, widget in form.known:
        if c["form"] == "tab":
            holder, n = widget
            bar = holder.tabBar()
            box = place(bar, bar.tabRect(n))
            split(bar, bar.tabRect(n), c["label"], words, centred=True)
            widgets.append({"id": c["id"], "box": box, "reach": box, "value": ""})
        else:
            widgets.append({"id": c["id"], "box": outline(c, widget, words), "reach": place(widget), "value": c["value"]})
    print(json.dumps({"words": words, "widgets": widgets}), flush=True)


def dress(app):
    app.setStyle(SPEC["theme"])
    font = QFont(SPEC["family"])
    font.setPixelSize(SPEC["size_px"])
    app.setFont(font)
    if SPEC["is_dark"]:
        palette = QPalette()
        for role, colour in (("Window", "#2b2b2b"), ("Base", "#1e1e1e"), ("Button", "#3a3a3a"), ("WindowText", "#eee"), ("Text", "#eee"),
                             ("ButtonText", "#eee"), ("Highlight", "#2a82da"), ("AlternateBase", "#333")):  # fmt: skip
            palette.setColor(getattr(QPalette, role), QColor(colour))
        app.setPalette(palette)
    app.setCursorFlashTime(0)


application = QApplication(sys.argv[:1])
dress(application)
shown = Form()
shown.showFullScreen()
shown.setFocus()
QTimer.singleShot(SPEC["settle_ms"], lambda: tell(shown))
sys.exit(application.exec_())
