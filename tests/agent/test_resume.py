"""Where a run stands, by what was written down before it was cut off."""

from __future__ import annotations

from typing import Any

import pytest

from handeye.agent.resume import check_reply, standing
from handeye.tools.errors import BadInput

HERE = "http://127.0.0.1:8000/join"


def events(*told: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"n": n, "at": 100.0 + n, **each} for n, each in enumerate(told, 1)]


def look(url: str = HERE) -> dict[str, Any]:
    return {"event": "look", "url": url}


def plan(*goals: str) -> dict[str, Any]:
    return {"event": "plan", "goals": list(goals)}


def intent(part: int, said: str, risk: str = "", *, last: bool = True) -> dict[str, Any]:
    return {"event": "intent", "step": part + 1, "part": part, "said": said, "risk": risk, "last": last}


def verdict(part: int, said: str, status: str = "confirmed", *, commits: bool = False, url: str = HERE) -> dict[str, Any]:
    return {
        "event": "verdict", "step": part + 1, "part": part, "said": said, "status": status, "why": "so it is", "url": url,
        "commits": commits, "reached": status == "confirmed", "checked": False,
    }  # fmt: skip


def sent(delivery: str = "under way", status: int | None = None, leads_to: str = "") -> dict[str, Any]:
    return {
        "event": "request", "number": 7, "method": "POST", "host": "127.0.0.1", "port": 8000, "target": "/join",
        "decision": "sent", "delivery": delivery, "status": status, "leads_to": leads_to,
    }  # fmt: skip


BEGUN = (look(), plan("type", "click Save", "check"), intent(0, "type"), verdict(0, "type"))
SAVING = intent(1, "click Save", "save changes")


def test_before_anything_that_counts_it_begins_anew() -> None:
    for upto in range(len(BEGUN) + 1):
        stands = standing(events(*BEGUN[:upto]))
        assert (stands.at, stands.url, stands.doubt) == (0, "", "")


def test_a_click_that_sent_nothing_may_be_done_again_where_all_is_seen_that_leaves() -> None:
    assert standing(events(*BEGUN, SAVING)).doubt == ""
    assert standing(events(look("https://example.org/"), *BEGUN[1:3], SAVING)).doubt != ""


@pytest.mark.parametrize(
    "answer", [sent(), sent("unknown"), sent("answered", 200), sent("answered", 500), sent("answered", 303)]
)
def test_what_was_sent_and_not_seen_to_have_happened_is_in_doubt(answer: dict[str, Any]) -> None:
    stands = standing(events(*BEGUN, SAVING, sent(), answer))
    assert (stands.at, stands.doubtful_at) == (0, 1)
    assert "POST /join" in stands.doubt


def test_an_answer_that_leads_on_is_gone_after() -> None:
    stands = standing(events(*BEGUN, SAVING, sent(), sent("answered", 303, "/members/5?notice=x")))
    assert (stands.at, stands.url, stands.doubt) == (2, "http://127.0.0.1:8000/members/5?notice=x", "")
    elsewhere = standing(events(*BEGUN, {**SAVING, "last": False}, sent(), sent("answered", 303, "/members/5")))
    assert elsewhere.doubt, "more of this part was to come"


def test_after_a_proven_commit_it_goes_on_where_that_led() -> None:
    stands = standing(
        events(*BEGUN, SAVING, sent(), verdict(1, "click Save", commits=True, url=f"{HERE}/done"), intent(2, "c"))
    )
    assert (stands.at, stands.url, stands.doubt, stands.past) == (2, f"{HERE}/done", "", "click Save")
    assert [each["said"] for each in stands.history] == ["type", "click Save"]


def test_a_commit_that_was_not_seen_to_work_is_not_tried_again() -> None:
    assert standing(events(*BEGUN, SAVING, sent(), verdict(1, "click Save", "wrong", commits=True))).doubt


def test_when_all_was_proven_only_the_telling_is_missing() -> None:
    told = events(*BEGUN, SAVING, verdict(1, "click Save", commits=True), intent(2, "check"), verdict(2, "check"))
    assert standing(told).is_over


def test_a_second_cut_is_judged_like_the_first() -> None:
    again = {"event": "resumed", "part": 0}
    assert standing(events(*BEGUN, SAVING, again, look(), *BEGUN[2:])).doubt == ""
    assert standing(events(*BEGUN, SAVING, sent(), again, look())).doubt != ""
    looked_up = {"event": "reconciled", "status": "wrong"}
    assert standing(events(*BEGUN, SAVING, sent(), again, looked_up, look())).doubt == ""


def test_an_address_that_was_not_written_whole_is_not_opened() -> None:
    stands = standing(events(*BEGUN, SAVING, verdict(1, "click Save", commits=True, url=f"{HERE}?key=‹pin›")))
    assert stands.url == ""


def test_the_time_in_between_does_not_count() -> None:
    told = events(look(), plan("x"))
    told += [{"n": 3, "at": 9000.0, "event": "resumed"}, {"n": 4, "at": 9002.0, "event": "look", "url": HERE}]
    assert standing(told).seconds == pytest.approx(3.0)


def test_answers_are_for_questions() -> None:
    asked = standing(events(*BEGUN, {"event": "asked", "question": "Shall it?", "key": "k"}))
    with pytest.raises(BadInput, match="--yes, --no or --answer"):
        check_reply(asked, None)
    check_reply(asked, True)
    with pytest.raises(BadInput, match="asked nothing"):
        check_reply(standing(events(*BEGUN)), True)
    with pytest.raises(BadInput, match="has ended"):
        check_reply(standing(events(*BEGUN, {"event": "ended", "status": "done", "why": "w"})), None)
