"""Keys go only into the field they are meant for, or nowhere."""

from __future__ import annotations

import re

import pytest

from handeye.tools.action import Dialog, Press, Type, bind_keys
from handeye.tools.errors import StaleFrame

from ..conftest import Live

TWO = "<label>Name <input id=a></label> <label>Mail <input id=b></label>"


def refused(live: Live, action: Type | Press, why: str) -> None:
    with pytest.raises(StaleFrame, match=f"{re.escape(why)}, so nothing was sent"):
        live.do(action)


def test_keys_go_into_the_field_they_are_meant_for(live: Live) -> None:
    live.show(TWO)
    live.click("Name")
    live.do(bind_keys(Type("Ada"), live.hint("Name")))
    live.do(bind_keys(Press(("backspace",)), live.hint("Name")))
    assert live.js("[a.value, b.value]") == ["Ad", ""]


def test_keys_meant_for_another_field_go_nowhere(live: Live) -> None:
    live.show(TWO + "<script>seen = 0; onkeydown = () => seen++</script>")
    live.click("Name")
    mail = live.hint("Mail")
    refused(live, bind_keys(Type("ada@example.org"), mail), 'type: meant for textbox "Mail", but textbox "Name" has the focus')
    refused(live, bind_keys(Press(("enter",)), mail), 'press: meant for textbox "Mail", but textbox "Name" has the focus')
    assert live.js("[a.value, b.value, seen]") == ["", "", 0]


def test_a_page_that_takes_the_focus_away_gets_no_keys(live: Live) -> None:
    live.show(TWO)
    live.click("Name")
    name = live.hint("Name")
    live.js("b.focus()")
    refused(live, bind_keys(Type("Ada"), name), 'but textbox "Mail" has the focus')
    live.js("b.blur()")
    refused(live, bind_keys(Type("Ada"), name), "but nothing has the focus")


def test_fields_of_one_name_are_told_apart_wherever_they_are_scrolled_to(live: Live) -> None:
    rows = "".join(f"<p><label>Amount <input id=f{n}></label></p>" for n in range(3))
    live.show(f"<div style='height:300px'></div>{rows}<div style='height:3000px'></div>")
    first, second, third = (hint for hint in live.hints() if hint.name == "Amount")
    live.click(second.box.center)
    live.js("scrollTo(0, 200)")
    live.do(bind_keys(Type("2"), second))
    live.js("scrollTo(0, 2000)")
    live.do(bind_keys(Press(("end",)), second))
    for other in (first, third):
        refused(live, bind_keys(Type("1"), other), "but another one of that name has the focus")
    assert live.js("[f0.value, f1.value, f2.value]") == ["", "2", ""]


def test_a_field_that_was_taken_away_does_not_hand_its_keys_to_its_neighbour(live: Live) -> None:
    live.show("".join(f"<p id=p{n}><label>Amount <input id=f{n}></label></p>" for n in range(3)))
    second = [hint for hint in live.hints() if hint.name == "Amount"][1]
    live.js("p1.remove(), f2.focus()")
    refused(live, bind_keys(Type("2"), second), "but another one of that name has the focus")


def test_a_field_that_was_drawn_anew_is_still_the_one_of_its_name(live: Live) -> None:
    live.show("<form id=f><label>Name <input id=a></label></form>")
    name = live.hint("Name")
    live.js("f.innerHTML = f.innerHTML, a.focus()")
    live.do(bind_keys(Type("Ada"), name))
    assert live.js("a.value") == "Ada"


def test_an_element_that_was_given_another_name_is_another_field(live: Live) -> None:
    live.show("<label><span id=s>Name</span> <input id=a></label>")
    live.click("Name")
    name = live.hint("Name")
    live.js("s.textContent = 'Mail'")
    refused(live, bind_keys(Type("Ada"), name), 'but textbox "Mail" has the focus')


def test_frames_and_shadow_roots_are_looked_into(live: Live) -> None:
    live.site.page("<label>Name <input id=deep></label>", "/deep")
    live.show(
        f"<iframe src='{live.site.elsewhere}/deep' width=300 height=60></iframe><iframe src=/deep width=300 height=60></iframe>"
        "<div id=h></div><script>h.attachShadow({mode: 'open'}).innerHTML = '<label>Name <input></label>'</script>"
    )
    names = [hint for hint in live.hints() if hint.name == "Name"]
    assert len(names) == 3
    for name in names:
        live.click(name.box.center)
        for other in names:
            if other is name:
                live.do(bind_keys(Type("x"), name))
            else:
                refused(live, bind_keys(Type("y"), other), "but another one of that name has the focus")
    assert [hint.value for hint in live.hints()] == ["x", "x", "x"]


def test_the_inner_element_of_a_field_counts_as_the_field(live: Live) -> None:
    live.show(
        "<div role=combobox aria-label=Country tabindex=-1 onfocus='i.focus()' style='width:300px;padding:9px'>"
        "Choose <input id=i style='width:9px'></div><div role=list onclick=1><input id=j aria-label=Other></div>"
    )
    country = next(hint for hint in live.hints() if hint.name == "Country")
    live.js("i.focus()")
    live.do(bind_keys(Type("No"), country))
    live.js("j.focus()")
    refused(live, bind_keys(Type("No"), country), 'but textbox "Other" has the focus')
    assert live.js("[i.value, j.value]") == ["No", ""]


def test_an_editable_text_a_list_and_a_box_can_be_meant(live: Live) -> None:
    live.show(
        "<div contenteditable title=Story id=e style='width:300px;height:40px'></div>"
        "<select id=s aria-label=Colour><option>red<option>green</select><label><input type=checkbox id=c>Agree</label>"
    )
    live.click("Story")
    live.do(bind_keys(Type("Once"), live.hint("Story")))
    live.js("s.focus()")
    live.do(bind_keys(Type("green"), live.hint("Colour")))
    live.js("c.focus()")
    live.do(bind_keys(Press(("space",)), live.hint("Agree")))
    refused(live, bind_keys(Type("x"), live.hint("Story")), 'but checkbox "Agree" has the focus')
    assert live.js("[e.innerText, s.value, c.checked]") == ["Once", "green", True]


def test_a_dialog_takes_no_keys_that_were_meant_for_the_page(live: Live) -> None:
    live.show(TWO)
    live.click("Name")
    name = live.hint("Name")
    live.js("void setTimeout(() => { asked = prompt('Who?') })")
    live.until(lambda: live.look().dialog)
    refused(live, bind_keys(Press(("enter",)), name), 'but textbox "Who?" has the focus')
    refused(live, bind_keys(Type("Ada"), name), 'but textbox "Who?" has the focus')
    live.do(bind_keys(Type("Bob"), live.hint("Who?")))
    live.do(Dialog(True))
    live.becomes("globalThis.asked", "Bob")
    live.js("void setTimeout(() => { sure = confirm('Sure?') })")
    live.until(lambda: live.look().dialog)
    refused(live, bind_keys(Press(("enter",)), live.hint("Cancel")), 'but button "OK" has the focus')
    live.do(bind_keys(Press(("enter",)), live.hint("OK")))
    live.becomes("globalThis.sure", True)


def test_a_hint_without_a_key_will_do_where_its_name_is_the_only_one(live: Live) -> None:
    from dataclasses import replace

    live.show(TWO)
    live.click("Name")
    name = replace(live.hint("Name"), key="")
    live.do(bind_keys(Type("Ada"), name))
    live.js("document.body.insertAdjacentHTML('beforeend', '<label>Name <input></label>')")
    refused(live, bind_keys(Type("Ada"), name), "but another one of that name has the focus")
