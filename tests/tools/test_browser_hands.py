"""What hands can do in a real browser, told by the page itself."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from handeye.tools.action import Back, Click, Drag, Goto, Move, Press, Scroll, Tab, Type, Upload, bind
from handeye.tools.errors import BadInput, PageError, Refused, StaleFrame
from handeye.tools.geometry import Box, Point
from handeye.tools.motion import difference

from .conftest import Live

MIXED = "Zażółć gęślą jaźń · 你好，世界 · naïve “quotes” · 100 €"

LOG = """<script>window.log = []; const say = e => log.push([e.type, e.target.id, e.button ?? null, e.detail ?? null,
 [e.ctrlKey && 'ctrl', e.shiftKey && 'shift', e.altKey && 'alt', e.metaKey && 'meta'].filter(Boolean).join('+')]);
 for (const type of ['click', 'dblclick', 'contextmenu', 'auxclick']) document.addEventListener(type, say);</script>"""


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_types_into_a_page_exactly(live: Live) -> None:
    live.show("<label>Name <input id=n></label>")
    live.click("Name")
    live.do(Type(MIXED))
    assert live.js("n.value") == MIXED


def test_types_lines_tabs_and_long_texts(live: Live) -> None:
    live.show("<label>Notes <textarea id=a></textarea></label><label>Next <input id=b></label>")
    live.click("Notes")
    text = "\n".join(f"{n}: {MIXED}" for n in range(30))
    live.do(Type(text + "\tbeside"))
    assert live.js("a.value") == text
    assert live.js("b.value") == "beside"


@pytest.mark.parametrize("bad", ["bell\a", "half \ud800 a pair"])
def test_text_on_no_keyboard_is_refused_before_a_key(live: Live, bad: str) -> None:
    live.show("<input id=n autofocus>")
    with pytest.raises(BadInput, match="on no keyboard"):
        live.do(Type("good then " + bad))
    assert live.js("n.value") == ""


def test_buttons_counts_and_held_keys(live: Live) -> None:
    live.show(LOG + "<button id=b>Press</button>")
    live.js("document.addEventListener('contextmenu', e => e.preventDefault())")
    live.click("Press", count=2)
    live.click("Press", button="right")
    live.click("Press", button="middle")
    live.click("Press", held=("ctrl", "shift"))
    assert live.js("log") == [
        ["click", "b", 0, 1, ""],
        ["click", "b", 0, 2, ""],
        ["dblclick", "b", 0, 2, ""],
        ["contextmenu", "b", 2, 0, ""],
        ["auxclick", "b", 2, 1, ""],
        ["auxclick", "b", 1, 1, ""],
        ["click", "b", 0, 1, "ctrl+shift"],
    ]
    live.js("log.length = 0")
    live.click("Press")
    assert live.js("log") == [["click", "b", 0, 1, ""]], "a held key was let go of"


def test_a_long_press_is_long(live: Live) -> None:
    live.show("<button id=b onpointerdown='t=performance.now()' onpointerup='held=performance.now()-t'>Hold me</button>")
    live.click("Hold me", hold_s=0.6)
    assert live.js("held") >= 590


def test_chords_and_keys(live: Live) -> None:
    live.show(
        "<input id=n autofocus value='some words'>"
        "<script>keys=[]; onkeydown = e => { keys.push([e.key, e.ctrlKey, e.shiftKey]); if (e.key == 's') e.preventDefault() }</script>"
    )
    live.do(Press(("ctrl", "a")))
    live.do(Type("new"))
    live.do(Press(("ctrl", "shift", "s")))
    live.do(Press(("home",)))
    live.do(Press(("delete",)))
    assert live.js("n.value") == "ew"
    assert ["S", True, True] in live.js("keys") or ["s", True, True] in live.js("keys")


def test_every_named_key_can_be_pressed(live: Live) -> None:
    from handeye.tools.keys import KEYS

    live.show("<input autofocus><script>seen=[]; onkeydown = e => { seen.push(e.key); e.preventDefault() }</script>")
    for key in KEYS.values():
        live.do(Press((key.name,)))
    assert live.js("seen") == [key.playwright for key in KEYS.values()]


def test_hover_opens_a_menu(live: Live) -> None:
    live.show(
        "<style>#menu{display:none} #top:hover #menu{display:block}</style>"
        "<div id=top style='width:200px'><button>File</button><div id=menu><button onclick='did=1'>Open it</button></div></div>"
    )
    live.do(Move(live.hint("File").box.center))
    live.settle()
    live.click("Open it")
    assert live.js("did") == 1


def test_drags_by_pointer_along_its_path(live: Live) -> None:
    live.show(
        "<canvas id=c width=400 height=300 style='background:#eee'></canvas><script>path=[];"
        "c.onpointerdown=e=>{c.setPointerCapture(e.pointerId);path.push([e.offsetX,e.offsetY])};"
        "c.onpointermove=e=>{if(e.buttons)path.push([e.offsetX,e.offsetY])};c.onpointerup=e=>{ended=[e.offsetX,e.offsetY]}</script>"
    )
    box = live.place("#c")
    live.do(Drag(tuple(Point(box.x + x, box.y + y) for x, y in [(20, 20), (200, 40), (300, 250)])))
    path = live.js("path")
    assert path[0] == [20, 20]
    assert [200, 40] in path, "the corner of the path was passed"
    assert len(path) > 20, "a program sees the pointer on its way"
    assert live.js("ended") == [300, 250]


def test_drags_a_thing_onto_another(live: Live) -> None:
    live.show(
        "<div id=a draggable=true style='width:80px;height:40px;background:#9cf'>Thing</div><br>"
        "<div id=b style='width:200px;height:100px;background:#fc9'>Basket</div>"
        "<script>a.ondragstart=e=>e.dataTransfer.setData('text/plain','the thing');b.ondragover=e=>e.preventDefault();"
        "b.ondrop=e=>{e.preventDefault();b.textContent='has '+e.dataTransfer.getData('text/plain')}</script>"
    )
    live.do(Drag((live.place("#a").center, live.place("#b").center)))
    live.becomes("b.textContent", "has the thing")


def test_scrolls_the_pane_under_the_pointer(live: Live) -> None:
    live.show(
        "<div id=p style='width:300px;height:200px;overflow:auto'><div style='height:2000px;width:900px'>inside</div></div>"
        "<div style='height:3000px'>below</div>"
    )
    live.do(Scroll(live.place("#p").center, dy=300, dx=120))
    live.becomes("[p.scrollTop, p.scrollLeft, scrollY]", [300, 120, 0])
    live.settle()
    live.do(Scroll(Point(600, 500), dy=450))
    live.becomes("[p.scrollTop, scrollY]", [300, 450])
    live.settle()
    live.do(Scroll(Point(600, 500), dy=-450))
    live.becomes("scrollY", 0)


def open_list(live: Live, name: str) -> Box:
    """Opens a select; where the picture shows its list."""
    before, box = live.look(), live.hint(name).box
    live.click(name)
    shown = live.until(lambda: [region for region in difference(before, live.settle()) if region.bottom > box.bottom + 30])
    return Box(shown[0].x, box.bottom, shown[0].w, shown[0].bottom - box.bottom)


COLOURS = ["red", "green", "blue", "pink", "black"]


@pytest.mark.parametrize(("first", "chosen"), [(0, 4), (4, 0), (1, 2), (2, 2), (0, 1)])
def test_a_select_popup_is_seen_and_its_options_are_clicked(live: Live, first: int, chosen: int) -> None:
    options = "".join(f"<option{' selected' * (n == first)}>{colour}" for n, colour in enumerate(COLOURS))
    live.show(f"<p>Colour <select id=s aria-label=Colour onchange='changes++'>{options}</select><script>changes = 0</script>")
    rows = open_list(live, "Colour")
    live.click(Point(rows.center.x, rows.y + rows.h * (chosen + 0.5) / len(COLOURS)))
    assert live.js("s.value") == COLOURS[chosen]
    assert live.js("changes") == (first != chosen)
    live.becomes("s.matches(':open')", False)


def test_a_click_beside_an_open_list_closes_it_and_one_on_a_disabled_row_chooses_nothing(live: Live) -> None:
    live.show("<select id=s aria-label=Colour><option>red<option disabled>green<option>blue</select>")
    rows = open_list(live, "Colour")
    live.click(Point(rows.center.x, rows.y + rows.h / 2))
    assert live.js("s.value") == "red"
    live.click(Point(900, 500))
    assert live.js("s.value") == "red"
    live.becomes("s.matches(':open')", False)


def test_a_select_takes_type_ahead(live: Live) -> None:
    live.show("<select id=s aria-label=Colour><option>red<option>green<option>blue</select>")
    live.click("Colour")
    live.do(Type("green"))
    live.do(Press(("enter",)))
    live.becomes("s.value", "green")


def test_uploads_to_the_chooser_that_a_click_opened(live: Live, tmp_path: Path) -> None:
    live.show("<label>Papers <input type=file id=f multiple></label>")
    files = [tmp_path / "one.txt", tmp_path / "zwei ü.txt"]
    for file in files:
        file.write_text("x")
    live.click("Papers")
    live.told(lambda effect: effect.file_chooser)
    live.do(Upload(tuple(str(file) for file in files)))
    assert live.js("[...f.files].map(x => x.name)") == ["one.txt", "zwei ü.txt"]
    assert live.hint("Papers").value == "one.txt; zwei ü.txt"


def test_uploads_are_checked_first(live: Live, tmp_path: Path) -> None:
    live.show("<label>Paper <input type=file id=f></label>")
    there = tmp_path / "there.txt"
    there.write_text("x")
    with pytest.raises(BadInput, match="no file chooser is open"):
        live.do(Upload((str(there),)))
    live.click("Paper")
    with pytest.raises(BadInput, match=r"there is no file .*missing\.txt"):
        live.do(Upload((str(tmp_path / "missing.txt"),)))
    with pytest.raises(BadInput, match="one file is asked for"):
        live.do(Upload((str(there), str(there))))
    assert live.js("f.files.length") == 0


def test_a_button_that_moved_since_the_look_is_not_clicked(live: Live) -> None:
    live.show("<button id=b style='position:absolute;left:50px;top:50px' onclick='hits++'>Pay</button><script>hits=0</script>")
    frame = live.look()
    action = bind(Click(live.hint("Pay").box.center), frame, live.hint("Pay").box)
    live.js("b.style.left = '300px'")
    with pytest.raises(StaleFrame, match="nothing was sent"):
        live.do(action)
    assert live.js("hits") == 0


def test_a_lookalike_that_swapped_places_is_not_clicked(live: Live) -> None:
    """The picture is the same to the pixel; the hint under it is not."""
    live.show("<button id=b onclick='hits++' aria-label='Save draft'>OK</button><script>hits=0</script>")
    hint = live.hint("Save draft")
    action = bind(Click(hint.box.center), live.look(), hint.box, hint)
    live.js("b.setAttribute('aria-label', 'Delete everything')")
    with pytest.raises(StaleFrame, match="Delete everything"):
        live.do(action)
    assert live.js("hits") == 0


def test_a_batch_decided_on_one_frame_stays_legal(live: Live) -> None:
    live.show("".join(f"<p><label>Field {n} <input id=f{n}></label></p>" for n in range(6)))
    frame, hints = live.look(), {hint.name: hint for hint in live.hints()}
    for n in range(6):
        hint = hints[f"Field {n}"]
        live.do(bind(Click(hint.box.center), frame, hint.box, hint))
        live.do(Type(f"value {n}"))
    assert live.js("[0,1,2,3,4,5].map(n => document.getElementById('f' + n).value)") == [f"value {n}" for n in range(6)]


def test_an_unbound_click_and_a_point_outside_are_refused(live: Live) -> None:
    live.show("<button id=b onclick='hits++'>B</button><script>hits=0</script>")
    with pytest.raises(BadInput, match="not bound to a look"):
        live.run(live.browser.do(Click(Point(10, 10))))
    with pytest.raises(BadInput, match="outside the picture of 1280x720"):
        bind(Click(Point(1280, 10)), live.look())
    assert live.js("hits") == 0


def test_iframes_and_a_closed_shadow_root_are_reached_by_position(live: Live) -> None:
    live.site.page("<label>Deep <input id=deep></label>", "/deep")
    inner = f"<button id=i onclick='this.textContent=1'>Inner</button><iframe src='{live.site.elsewhere}/deep' width=300 height=80></iframe>"
    live.site.page(inner, "/inner")
    live.show(
        "<iframe src=/inner width=500 height=200 style='border:7px solid;padding:5px;margin:11px'></iframe><div id=h></div><script>"
        "window.closed_hits = 0; const root = h.attachShadow({mode: 'closed'});"
        "root.innerHTML = '<button style=\"width:120px;height:40px\">Hidden inside</button>'; root.firstChild.onclick = () => closed_hits++</script>"
    )
    live.click("Inner")
    assert live.js("frames[0].document.getElementById('i').textContent") == "1"
    live.click("Deep")
    live.do(Type("three frames down"))
    assert live.hint("Deep").value == "three frames down"
    box = live.place("#h")
    live.click(Point(box.x + 60, box.y + 20))
    assert live.js("closed_hits") == 1


def test_keys_follow_a_click_into_another_frame_and_out_again(live: Live) -> None:
    live.site.page("<input style='position:fixed;inset:0'>", "/field")
    frames = "".join(f"<iframe src='{live.site.elsewhere}/field' width=200 height=40></iframe>" for _ in range(2))
    live.show(f"<input style='width:200px;height:40px'>{frames}")
    boxes = [hint.box for hint in live.hints()]
    for n in range(30):
        live.do(Click(boxes[n % 3].center))
        live.do(Type(str(n % 10)))
    assert [hint.value for hint in live.hints()] == ["".join(str(n % 10) for n in range(at, 30, 3)) for at in range(3)]


def test_follows_new_tabs_and_comes_back(live: Live) -> None:
    live.site.page("<h1>Second</h1><button onclick='window.close()'>Close me</button>", "/second")
    live.show("<a href=/second target=_blank>Open second</a>")
    live.click("Open second")
    live.until(lambda: live.look().url.endswith("/second"))
    assert len(live.run(live.browser.effect()).tabs_opened) == 1
    live.settle()
    live.click("Close me")
    live.until(lambda: live.look().url == live.site.root + "/")
    assert len(live.run(live.browser.effect()).tabs_closed) == 1
    live.do(Tab("new"))
    live.do(Goto(live.site.root + "/second"))
    live.do(Tab(1))
    assert live.look().url == live.site.root + "/"
    live.do(Tab("second"))
    assert live.look().url.endswith("/second")
    live.do(Tab("previous"))
    live.js("document.title = 'The FIRST one'")
    live.do(Tab("next"))
    live.do(Tab("first one"))
    assert live.look().url == live.site.root + "/"
    with pytest.raises(BadInput, match='no open tab with "third"'):
        live.do(Tab("third"))
    live.do(Tab(-1))
    assert live.look().url.endswith("/second")
    with pytest.raises(BadInput, match="there is no tab 7; 2 are open"):
        live.do(Tab(7))
    live.do(Tab("close"))
    live.settle()
    assert live.look().url == live.site.root + "/"


def test_opens_addresses_and_goes_back(live: Live) -> None:
    live.show("<a href=/two>Two</a>", "/one")
    live.site.page("<p>two", "/two")
    live.click("Two")
    assert live.told(lambda effect: effect.navigations).navigations == (live.site.root + "/two",)
    live.do(Back())
    live.until(lambda: live.look().url.endswith("/one"))
    with pytest.raises(PageError, match="nothing answers there; is the server running"):
        live.do(Goto(f"http://127.0.0.1:{unused_port()}"))
    with pytest.raises(Refused, match="only http and https"):
        live.do(Goto("file:///etc/passwd"))
    with pytest.raises(BadInput, match="is not an address"):
        live.do(Goto("http://"))


def test_reports_the_requests_an_action_sent(live: Live) -> None:
    live.site.page("stored", "/save")
    live.show(
        "<button onclick=\"fetch('/save',{method:'POST',body:'x'});fetch('/nowhere')\">Save</button>"
        "<form method=post action=/save><button>Send</button></form>"
    )
    live.click("Save")
    effect = live.told(lambda effect: len([each for each in effect.requests if each.status]) == 2)
    assert {(r.method, r.url.removeprefix(live.site.root), r.status) for r in effect.requests} == {
        ("POST", "/save", 200),
        ("GET", "/nowhere", 404),
    }
    live.click("Send")
    effect = live.told(lambda effect: effect.navigations)
    assert [(r.method, r.status) for r in effect.requests if r.url.endswith("/save")] == [("POST", 200)]
    assert effect.navigations == (live.site.root + "/save",)
