"""Aftermath: what the network and the page say of an action beside what is to be seen: lost, or led astray."""

from __future__ import annotations

from ..tools.hosts import host_of
from .network import to_allow
from .run import Run

ERROR_PAGE = "chrome-error:"
AN_ERROR = 400


def led_astray(run: Run) -> str:
    """Why the page that is open now is none the run may be on; "" where it may."""
    assert run.now is not None
    url = run.now.frame.url
    where = host_of(url)
    for refused in run.network.refused_since(run.mark):
        if where == (refused.host, refused.port) or url.startswith(ERROR_PAGE):
            if run.network.shut_off(refused.host, refused.port):
                return f"it leads to {refused.host}, where nothing goes any more: a secret was typed that is for other hosts"
            return f"it leads to {refused.host}, which is not on the list of hosts. To allow it: --allow {to_allow(refused)}"
    return ""


def is_under_way(run: Run) -> bool:
    """Whether something that may change something was sent by this action and has no answer yet."""
    return any(each.delivery == "under way" for each in run.network.sent_since(run.mark)) and bool(run.unproven)


def was_refused(run: Run) -> bool:
    """Whether what this action sent was answered with an error, all of it."""
    sent = run.network.sent_since(run.mark)
    return bool(sent) and all((each.status or 0) >= AN_ERROR for each in sent)


def was_lost(run: Run) -> str:
    """Why nobody knows whether what this action sent has arrived; "" where that is known."""
    for each in run.network.sent_since(run.mark):
        if each.delivery == "unknown" or (each.delivery == "under way" and run.unproven):
            return f"{each.method} {each.host}:{each.port} was sent, and no complete answer came; it may have been done"
    return ""
