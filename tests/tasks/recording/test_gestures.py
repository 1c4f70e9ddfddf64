"""Each thing that people do in a page becomes the step that does it again; what a page makes up itself becomes none."""

from __future__ import annotations

from .conftest import Hands, Recorder

STATUS = "<p role=status id=o></p>"


def test_what_is_typed_is_one_step_with_its_value_apart(recorder: Recorder) -> None:
    async def act(hands: Hands) -> None:
        await hands.type("#name", "Ada Lovelace")
        await hands.press("Tab")
        await hands.page.keyboard.type("ada@x.org")
        await hands.click("button")

    steps = recorder.record(
        "<h1>Join</h1><label>Full name * <input id=name></label><label>E-mail <input></label>"
        f"<button onclick=\"o.textContent='Welcome, '+document.getElementById('name').value\">Save</button>{STATUS}",
        act,
    )
    assert steps == [
        "type {full_name} into Full name",
        "type {e_mail} into E-mail",
        "click Save",
        "check that 'Welcome, {full_name}' is visible",
    ]
    assert "- {full_name: Ada Lovelace, e_mail: ada@x.org}" in recorder.out.read_text()


def test_a_password_is_written_nowhere_and_the_same_again_by_the_same_name(recorder: Recorder) -> None:
    async def act(hands: Hands) -> None:
        await hands.type("#a", "hunter2 & co")
        await hands.type("#b", "hunter2 & co")
        await hands.type("#c", "4711")
        await hands.click("button")

    steps = recorder.record(
        "<h1>Join</h1><label>Password <input type=password id=a></label><label>Password again <input type=password id=b>"
        f"</label><label>Code <input autocomplete=one-time-code id=c></label><button>Save</button>{STATUS}",
        act,
    )
    assert steps[:3] == ["type {password} into Password", "type {password} into Password again", "type {code} into Code"]
    said = recorder.out.read_text()
    assert "hunter2" not in said
    assert "4711" not in said
    assert "secrets: secrets.yaml" in said


def test_of_things_called_alike_the_one_is_said_by_its_row_or_heading(recorder: Recorder) -> None:
    async def act(hands: Hands) -> None:
        await hands.click("#bob")
        await hands.click("#tea")
        await hands.click("#cart")

    def button(name: str) -> str:
        return f"<button id={name} onclick=\"o.textContent='Took {name}'\">"

    steps = recorder.record(
        f"<h1>People</h1><a href='#' id=cart>Cart 3</a><table><tr><td>Ada Lovelace<td>{button('ada')}Edit</button>"
        f"<tr><td>Bob Stone<td>{button('bob')}Edit</button></table><div style='display:flex;gap:80px'>"
        f"<div><h2>Green Tea</h2>{button('tea')}Buy</button></div><div><h2>Earl Grey</h2>{button('grey')}Buy</button></div></div>"
        + STATUS,
        act,
    )
    assert steps == [
        "click Edit in the row of Bob Stone",
        "check that 'Took bob' is visible",
        "click Buy below 'Green Tea'",
        "check that 'Took tea' is visible",
        "click Cart",
    ]


def test_choices_are_said_by_what_is_chosen(recorder: Recorder) -> None:
    async def act(hands: Hands) -> None:
        await hands.page.locator("#colour").focus()
        await hands.page.keyboard.type("gr")
        await hands.click("text=Express")
        await hands.click("text=I accept")
        await hands.click("#news")
        await hands.click("#many option >> nth=1")
        await hands.click("#many option >> nth=2", modifiers=["Control"])
        await hands.click("[role=combobox]")
        await hands.click("text=Portugal")

    steps = recorder.record(
        "<h1>Choose</h1><label>Colour <select id=colour><option>Red<option>Green</select></label>"
        "<p><label><input type=radio name=r> Standard</label> <label><input type=radio name=r> Express</label></p>"
        "<p><label><input type=checkbox> I accept the terms, all of them</label></p>"
        "<p><label><input type=checkbox role=switch id=news checked> Newsletter</label></p>"
        "<label>Tags <select multiple id=many><option>One<option>Two<option>Three</select></label>"
        '<p id=l>Country</p><div role=combobox tabindex=0 aria-labelledby=l style="border:1px solid;width:160px" id=c '
        'onclick="lb.hidden=!lb.hidden">Choose…</div><div role=listbox id=lb hidden>'
        + "".join(
            f"<div role=option onclick=\"c.textContent='{name}';lb.hidden=true\">{name}</div>"
            for name in ("Poland", "Portugal")
        )
        + "</div>",
        act,
    )
    assert steps == [
        "select Green from Colour",
        "choose Express",
        "tick 'I accept the terms, all of them'",
        "switch Newsletter off",
        "select 'Two' and 'Three' from Tags",
        "select Portugal from Country",
    ]


def test_the_pointer_and_keys_count_where_the_page_answers_them(recorder: Recorder) -> None:
    async def act(hands: Hands) -> None:
        await hands.click("text=report.txt", click_count=2)
        await hands.click("text=Right here", button="right")
        await hands.click("text=Rename")
        await hands.page.locator("text=Buy milk").drag_to(hands.page.locator("text=Finished"))
        await hands.rest()
        await hands.click("h1")
        await hands.press("k")
        await hands.press("q")
        await hands.press("Escape")

    said = "o.textContent='{}'"
    steps = recorder.record(
        f"<h1>Mouse</h1><p ondblclick=\"{said.format('Opened it')}\" style='cursor:pointer;width:120px'>report.txt</p>"
        "<p oncontextmenu='event.preventDefault(); m.hidden=false' style='width:150px'>Right here</p>"
        f'<ul id=m hidden role=menu><li role=menuitem tabindex=0 onclick="m.hidden=true;{said.format("Renamed it")}">Rename</li>'
        "</ul><p draggable=true ondragstart=\"event.dataTransfer.setData('text','x')\" style='width:200px'>Buy milk</p>"
        f'<p ondragover="event.preventDefault()" ondrop="event.preventDefault();{said.format("Dropped it")}" '
        f"style='width:200px'>Finished</p>{STATUS}"
        f"<script>onkeydown = event => {{ if (event.key == 'k') {{ event.preventDefault(); {said.format('Key taken')} }} }}</script>",
        act,
    )
    assert steps == [
        "double-click report.txt",
        "check that 'Opened it' is visible",
        "right-click Right here",
        "click Rename",
        "check that 'Renamed it' is visible",
        "drag Buy milk to Finished",
        "check that 'Dropped it' is visible",
        "press the k key",
        "check that 'Key taken' is visible",
        "press the Escape key",
    ]


def test_a_menu_under_the_pointer_and_a_field_that_opens_a_list_are_said_where_they_are_needed(recorder: Recorder) -> None:
    async def act(hands: Hands) -> None:
        await hands.click("#day")
        await hands.click("text=Monday")
        await hands.click("#plain")
        await hands.hover("text=Products")
        await hands.click("text=Phones")

    steps = recorder.record(
        "<h1>Shop</h1><ul><li class=menu><a href='#'>Products</a><ul class=sub><li><a href='/phones'>Phones</a></li></ul></li></ul>"
        "<label>Day <input id=day readonly onclick='p.hidden=false'></label><label>Plain <input id=plain></label>"
        "<div id=p hidden><button onclick=\"day.value='Monday';p.hidden=true\">Monday</button></div>",
        act,
        phones="<h1>All our phones</h1>",
    )
    assert steps == [
        "click Day",
        "click Monday",
        "hover over Products",
        "click Phones",
        "check that 'All our phones' is visible",
    ]


def test_dialogs_of_the_browser_are_answered(recorder: Recorder) -> None:
    async def act(hands: Hands) -> None:
        answers = iter([("accept", None), ("dismiss", None), ("accept", "Ada")])

        async def answer(dialog: object) -> None:
            how, text = next(answers)
            await (dialog.dismiss() if how == "dismiss" else dialog.accept(text or ""))  # type: ignore[attr-defined]

        hands.page.on("dialog", answer)
        for button in ("#delete", "#delete", "#ask"):
            await hands.click(button)

    steps = recorder.record(
        "<h1>Dialogs</h1><button id=delete onclick=\"o.textContent=confirm('Sure?')?'Deleted it':'Kept it'\">Delete</button>"
        f"<button id=ask onclick=\"o.textContent='Hello '+prompt('Who?')\">Ask</button>{STATUS}",
        act,
    )
    assert steps == [
        "click Delete",
        "accept the dialog",
        "check that 'Deleted it' is visible",
        "click Delete",
        "dismiss the dialog",
        "check that 'Kept it' is visible",
        "click Ask",
        'accept the dialog with "Ada"',
        "check that 'Hello Ada' is visible",
    ]


def test_frames_shadows_and_other_tabs_belong_to_it(recorder: Recorder) -> None:
    async def act(hands: Hands) -> None:
        frame = hands.page.frame_locator("iframe")
        await frame.locator("input").click()
        await hands.page.keyboard.type("4242")
        await frame.locator("button").click()
        await hands.type("#nick", "ada")
        async with hands.page.context.expect_page() as opened:
            await hands.click("text=Elsewhere")
        await (await opened.value).wait_for_load_state()
        await hands.rest()  # a person sees a page before anything is pressed on it
        await hands.click("text=Follow")

    steps = recorder.record(
        '<h1>Frames</h1><iframe width=400 height=120 srcdoc="<label>Card <input></label><button>Pay</button>"></iframe>'
        "<x-b></x-b><a target=_blank href='/other'>Elsewhere</a><script>customElements.define('x-b', class extends HTMLElement {"
        "connectedCallback() { this.attachShadow({mode: 'open'}).innerHTML = '<label>Nick <input id=nick></label>' } })</script>",
        act,
        other="<h1>Another tab</h1><button>Follow</button>",
    )
    assert steps == [
        "type {card} into Card",
        "click Pay",
        "type {nick} into Nick",
        "click Elsewhere",
        "check that 'Another tab' is visible",
        "click Follow",
    ]


def test_going_back_and_to_an_address_is_said_but_not_what_a_click_leads_to(recorder: Recorder) -> None:
    async def act(hands: Hands) -> None:
        await hands.click("text=Next")
        await hands.page.go_back()
        await hands.rest()
        await hands.page.goto(f"{recorder.pages.url}/next?a=b")
        await hands.rest()

    steps = recorder.record("<h1>The first</h1><a href='/next'>Next</a>", act, next="<h1>The second</h1>")
    assert steps == [
        "click Next",
        "check that 'The second' is visible",
        "go back",
        "check that 'The first' is visible",
        f"open {recorder.pages.url}/next?a=b",
        "check that 'The second' is visible",
    ]


def test_a_page_cannot_make_up_steps_nor_reach_what_watches_it(recorder: Recorder) -> None:
    async def act(hands: Hands) -> None:
        await hands.click("#real")
        assert await hands.page.evaluate("typeof handeyeTell + typeof recording") == "undefinedundefined"

    steps = recorder.record(
        "<h1>Fakes</h1><button id=fake>Fake</button><input id=f><button id=real onclick='"
        'for (const type of ["pointerdown", "pointerup", "click"]) fake.dispatchEvent(new MouseEvent(type, {bubbles: true}));'
        'fake.click(); f.value = "x"; f.dispatchEvent(new Event("input", {bubbles: true}))\'>Real</button>',
        act,
    )
    assert steps == ["click Real"]


def test_what_no_words_name_is_said_to_be_missing(recorder: Recorder) -> None:
    async def act(hands: Hands) -> None:
        await hands.click("canvas", position={"x": 30, "y": 40})

    steps = recorder.record("<canvas width=300 height=200 style='cursor:pointer;background:#dde'></canvas>", act)
    assert steps == ["# a click at 50,60 px is missing here: no words name that place alone"]
    assert "      # a click at" in recorder.out.read_text()


def test_what_a_person_points_at_is_checked_and_the_page_does_not_feel_it(recorder: Recorder) -> None:
    async def act(hands: Hands) -> None:
        for what in ("h1", "a", "#total", "#order", "#field", "#box", "#away"):
            await hands.click(what, modifiers=["Alt"])
        await hands.hover("#later")
        await hands.press("F8")
        assert await hands.page.evaluate("[felt, location.pathname]") == [0, "/"]

    steps = recorder.record(
        "<script>felt = 0; for (const type of ['pointerdown', 'mousedown', 'click', 'keydown'])"
        " addEventListener(type, event => { felt += event.key !== 'Alt' }, true)</script>"
        "<h1>Your order</h1><a href='/elsewhere'>Go on</a><dl><dt>Total</dt><dd id=total>18.00</dd>"
        "<dt>Order number</dt><dd id=order>A-10493</dd></dl><label>City <input id=field value=London></label>"
        "<label><input type=checkbox id=box checked> Express</label><p id=away>It left at 12:30 today</p><p id=later>Thank you</p>",
        act,
    )
    assert steps == [
        "check that 'Your order' is visible",
        "check that Go on is visible",
        "check that Total shows '18.00'",
        "check that 'Order number' is visible",
        "check that City shows 'London'",
        "check that Express is checked",
        "check that 'It left at' is visible",
        "check that 'Thank you' is visible",
    ]
