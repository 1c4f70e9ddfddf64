"""What an action set off is awaited: until it was answered, and no longer."""

from __future__ import annotations

import threading
import time

import pytest

from handeye.tools.action import Click

from ..conftest import Live
from ..site import Answer

NEVER_S = 60.0
BEGINS_S = 1.0


def calm(live: Live, begins_s: float = BEGINS_S) -> float:
    """How long it took."""
    began_s = time.monotonic()
    live.run(live.browser.calm(begins_s, NEVER_S))
    return time.monotonic() - began_s


def press(live: Live, button: str = "button") -> None:
    live.do(Click(live.place(button).center))


def pressed(live: Live, path: str) -> threading.Event:
    """The button is pressed; what leads to this path is answered only a while after, which the event tells."""
    answered = threading.Event()
    live.site.answers[path] = Answer(b"<h1>Arrived</h1>", held_until=answered)
    press(live)
    threading.Timer(0.5, answered.set).start()
    return answered


@pytest.mark.parametrize("asked", ["/late", "/moved"], ids=["at once", "led on"])
def test_it_is_over_once_the_page_that_was_asked_for_is_there(live: Live, asked: str) -> None:
    live.site.answers["/moved"] = Answer(status=303, headers={"Location": "/late"})
    live.show(f"<form action={asked}><button>Go</button></form>")
    answered = pressed(live, "/late")
    calm(live)
    assert answered.is_set()
    live.becomes("document.body?.innerText", "Arrived")


def test_what_a_script_asks_for_is_awaited_as_well(live: Live) -> None:
    live.show(
        "<button onclick=\"fetch('/said').then(said => said.text()).then(text => { here.innerHTML = text })\">Go</button><p id=here>"
    )
    answered = pressed(live, "/said")
    calm(live)
    assert answered.is_set()
    live.becomes("here.innerText", "Arrived")


def test_where_nothing_is_asked_for_it_is_over_soon(live: Live) -> None:
    live.show("<button onclick='this.innerText = 1'>Go</button>")
    press(live)
    assert calm(live, 0.2) < NEVER_S / 2


def test_a_dialog_ends_it(live: Live) -> None:
    there = threading.Event()
    live.site.answers["/said"] = Answer(b"", held_until=there)
    live.show("<button onclick=\"fetch('/said'); alert('Wait')\">Go</button>")
    press(live)
    assert calm(live) < NEVER_S / 2
    assert live.look().dialog is not None
    there.set()
