"""A model tells once which column belongs into which field; from the second row on nobody is asked."""

from __future__ import annotations

import json

from handeye.agent.forms.brain import CostlyFormBrain
from handeye.agent.models.model import Message
from handeye.agent.models.scripted import ScriptedModel
from handeye.agent.qwen.brain import QwenBrain
from handeye.agent.qwen.roles import Roles

from .filling import Filler, filler
from .test_known_forms import BUTTON, field

__all__ = ["filler"]

FORM = field("What are you called?", "name") + field("Where do you get letters?", "mail") + field("Your town", "city") + BUTTON
PLACES = {"places": [{"column": "person", "field": "What are you called?"}, {"column": "post", "field": "Where do you get letters?"}, {"column": "where", "field": "Your town"}]}  # fmt: skip


def row(name: str, mail: str, city: str) -> dict[str, str]:
    return {"person": name, "post": mail, "where": city}


def test_one_call_for_all_columns_and_none_for_the_rows_after(filler: Filler) -> None:
    filler.begin(FORM)
    model = ScriptedModel([json.dumps(PLACES)])
    filler.mapper = QwenBrain(Roles(model))
    assert filler.filled(row("Ada", "ada@example.org", "London")) == {
        "name": ["Ada"],
        "mail": ["ada@example.org"],
        "city": ["London"],
    }
    assert len(model.asked) == 1
    assert "person" in _words(model.asked[0].messages)
    assert "Your town" in _words(model.asked[0].messages)
    for name in ("Zofia", "Ian"):
        assert filler.filled(row(name, f"{name}@example.org", "Łódź"))["name"] == [name]
    assert len(model.asked) == 1
    assert isinstance(filler.brain, CostlyFormBrain)
    assert filler.brain.cost.calls == 1


def test_only_what_changed_is_asked_for_again(filler: Filler) -> None:
    filler.begin(FORM)
    again = {"places": [{"column": "where", "field": "In which place do you live?"}]}
    model = ScriptedModel([json.dumps(PLACES), json.dumps(again)])
    filler.mapper = QwenBrain(Roles(model))
    filler.filled(row("Ada", "ada@example.org", "London"))
    filler.show(FORM.replace("Your town", "In which place do you live?"))
    assert filler.filled(row("Ian", "ian@example.org", "Kraków"))["city"] == ["Kraków"]
    asked = _words(model.asked[1].messages)
    assert '"where"' in asked
    assert '"person"' not in asked
    assert "What are you called?" not in asked
    assert any("where" in note for note in filler.notes)


def test_what_a_model_makes_up_is_told_to_it_and_not_believed(filler: Filler) -> None:
    filler.begin(FORM)
    wrong = {"places": [{"column": "person", "field": "Shoe size"}]}
    model = ScriptedModel([json.dumps(wrong), json.dumps(PLACES)])
    filler.mapper = QwenBrain(Roles(model))
    assert filler.filled(row("Ada", "ada@example.org", "London"))["name"] == ["Ada"]
    assert "Shoe size" in _words(model.asked[1].messages)


def _words(messages: tuple[Message, ...]) -> str:
    return "\n".join(part for message in messages for part in message.parts if isinstance(part, str))
