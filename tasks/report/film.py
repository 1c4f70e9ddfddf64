"""Film: the scenes of a run, made of its events one by one; what a record does not say stays empty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from .scene import Aim, Asked, Proof, Scene, Status
from .told import Event, box, boxes, mapping, number, points, seconds, several, text

VERDICTS = frozenset({"confirmed", "no_effect", "wrong", "unsure"})
YES = (True, "yes")
NO = (False, "no")


def film_of(events: Iterable[Event]) -> tuple[Scene, ...]:
    film = Film()
    for event in events:
        film.take(event)
    return film.ended()


class Film:
    def __init__(self) -> None:
        self.scenes: list[Scene] = []
        self._on: int | None = None
        """Which scene is on."""
        self._picture = self._url = ""
        self._began_s: float | None = None
        self._last_s: float | None = None
        """When the last event was written, since the run began."""
        self._loose: tuple[Asked, ...] = ()
        """Requests that came before any scene."""

    def take(self, event: Event) -> None:
        now_s = self._since_began(event)
        match event.get("event"):
            case "look":
                self._picture = text(event.get("frame")) or self._picture
                self._url = text(event.get("url"))
            case "intent":
                self._intend(event, now_s)
            case "delivered":
                self._go_on(status="sent", requests=tuple(map(text, several(event.get("requests")))))
                self._took("do", event.get("seconds"), now_s)
            case "not delivered":
                self._go_on(status="not_sent", why=text(event.get("why")))
            case "uncertain":
                self._go_on(status="uncertain", why=text(event.get("why")))
            case "verdict":
                self._judge(event, now_s)
            case "answer":
                self._stand(event, "read", now_s, why=text(event.get("answer")))
            case "no way":
                self._stand(event, "no_way", now_s)
            case "forbidden":
                self._stand(event, "refused", now_s)
            case "risky" | "asked":
                self._ask(event, now_s)
            case "answered":
                self._answered(event, now_s)
            case "request":
                self._guard(event)
            case "resumed":
                self._stand(event, "went_on", now_s, said="The run went on")
            case _:
                pass
        self._last_s = now_s if now_s is not None else self._last_s

    def ended(self) -> tuple[Scene, ...]:
        if not self.scenes and self._picture:
            self.scenes.append(Scene(anchor="look", said="The first look", status="seen", after=self._picture, url=self._url))
        if self.scenes:
            self.scenes[0] = replace(self.scenes[0], guarded=(*self._loose, *self.scenes[0].guarded))
        return tuple(self.scenes)

    def _intend(self, event: Event, now_s: float | None) -> None:
        number_said = text(event.get("step")) or str(sum(1 for scene in self.scenes if scene.number) + 1)
        action = mapping(event.get("action"))
        scene = Scene(
            anchor=self._anchor(f"step-{_slug(number_said)}"),
            number=number_said,
            said=text(event.get("said")),
            status="unknown",
            before=text(event.get("frame")) or self._picture,
            url=self._url,
            began_s=now_s,
            action=action,
            points=points(action),
            aim=_aim(mapping(event.get("target"))),
            hope=text(event.get("hope")),
            risk=text(event.get("risk")),
            part=_part(event),
        )
        self.scenes.append(scene)
        self._on = len(self.scenes) - 1
        self._took("act", None, now_s)

    def _judge(self, event: Event, now_s: float | None) -> None:
        after, said = text(event.get("frame")), text(event.get("said"))
        step = self._step_of(event)
        if step is None:
            self._stand(event, "seen", now_s)
        else:
            self._on = step
            self._took("verify", None, now_s)
        known = self.scenes[-1 if self._on is None else self._on]
        status = text(event.get("status"))
        sent = tuple(map(text, several(event.get("sent"))))
        self._go_on(
            said=known.said or said,
            status=cast("Status", status) if status in VERDICTS and known.status != "not_sent" else known.status,
            why=text(event.get("why")) or known.why,
            requests=sent or known.requests,
            after=after,
            proofs=tuple(_proof(mapping(each), after) for each in several(event.get("evidence"))),
            changed=boxes(event["changed"]) if isinstance(event.get("changed"), list) else None,
            seconds=seconds(event.get("seconds")) or known.seconds,
        )
        self._picture = after or self._picture
        # The last look was before it, and it may have led elsewhere.
        self._url = text(event.get("url"))

    def _step_of(self, event: Event) -> int | None:
        """The scene of the step that a verdict is about; None where it is about no step but the whole task."""
        wanted = text(event.get("step"))
        steps = [at for at, scene in enumerate(self.scenes) if scene.number and wanted in ("", scene.number)]
        if steps and (wanted or not self.scenes[steps[-1]].after):
            return steps[-1]
        return None

    def _ask(self, event: Event, now_s: float | None) -> None:
        question = text(event.get("question"))
        last = self.scenes[-1] if self.scenes else None
        if last is not None and last.status == "waiting" and last.why == question:
            # The guard says that it is risky, then the loop asks the same.
            return
        self._stand(event, "waiting", now_s, said=text(event.get("said")) or "A person is asked", why=question)

    def _answered(self, event: Event, now_s: float | None) -> None:
        reply = event.get("reply")
        status: Status = "refused" if reply in NO else "agreed"
        said = "the answer was yes" if reply in YES else "the answer was no" if reply in NO else f"the answer: {text(reply)}"
        if not self.scenes or self.scenes[-1].status not in ("waiting", "went_on"):
            self._stand(event, status, now_s, said="A person answered", why=said)
            return
        at = max((n for n, scene in enumerate(self.scenes) if scene.status == "waiting"), default=len(self.scenes) - 1)
        asked = self.scenes[at]
        self.scenes[at] = replace(asked, status=status, why=" — ".join(filter(None, (asked.why, said))))

    def _guard(self, event: Event) -> None:
        host, port = text(event.get("host")), text(event.get("port"))
        where, delivery = f"{host}:{port}" if port else host, text(event.get("delivery"))
        asked = Asked(
            what=" ".join(filter(None, (text(event.get("method")), where + text(event.get("target"))))),
            decision=text(event.get("decision")),
            number=text(event.get("number")),
            answer=text(event.get("status")) or ("" if delivery in ("none", "answered") else delivery),
            why=text(event.get("why")),
        )
        if self._on is None:
            self._loose = _with(self._loose, asked)
            return
        told = [
            at
            for at, scene in enumerate(self.scenes)
            if asked.number and any(each.number == asked.number for each in scene.guarded)
        ]
        at = told[-1] if told else self._on
        self.scenes[at] = replace(self.scenes[at], guarded=_with(self.scenes[at].guarded, asked))

    def _stand(self, event: Event, status: Status, now_s: float | None, *, said: str = "", why: str = "") -> None:
        """A scene in which nothing is done on the screen."""
        scene = Scene(
            anchor=self._anchor(f"at-{_slug(text(event.get('n')) or str(len(self.scenes) + 1))}"),
            said=said or text(event.get("said")) or "The run stopped",
            status=status,
            why=why or text(event.get("why")),
            after=self._picture,
            url=self._url,
            began_s=now_s,
        )
        self.scenes.append(scene)
        self._on = len(self.scenes) - 1

    def _go_on(self, **more: object) -> None:
        """Adds to the scene that is on."""
        if self._on is not None:
            self.scenes[self._on] = replace(self.scenes[self._on], **more)  # type: ignore[arg-type]

    def _took(self, phase: str, told: object, now_s: float | None) -> None:
        """What a phase took: as it was told, else by when the events were written."""
        spent = number(told)
        if spent is None and now_s is not None and self._last_s is not None:
            spent = now_s - self._last_s
        if spent is not None and spent >= 0 and self._on is not None:
            self._go_on(seconds={**self.scenes[self._on].seconds, phase: spent})

    def _since_began(self, event: Event) -> float | None:
        at_s = number(event.get("at"))
        if at_s is None:
            return None
        if self._began_s is None:
            self._began_s = at_s
        return at_s - self._began_s

    def _anchor(self, wanted: str) -> str:
        """A step that was taken again after a crash gets a link of its own."""
        taken = sum(1 for scene in self.scenes if scene.anchor == wanted or scene.anchor.startswith(f"{wanted}-again"))
        return f"{wanted}-again-{taken}" if taken else wanted


def _with(guarded: tuple[Asked, ...], asked: Asked) -> tuple[Asked, ...]:
    """What is known of one request is told more than once; the last is true."""
    others = tuple(each for each in guarded if not asked.number or each.number != asked.number)
    return (*others, asked)


def _part(event: Event) -> int | None:
    said = number(event.get("part"))
    return None if said is None else int(said)


def _slug(said: str) -> str:
    return "".join(char for char in said if char.isascii() and char.isalnum())[:12] or "x"


def _aim(target: Event) -> Aim | None:
    if not target:
        return None
    words, kind, relation, source = (text(target.get(name)) for name in ("words", "kind", "relation", "source"))
    return Aim(words, kind, relation, source, box(target.get("box")))


def _proof(told: Event, after: str) -> Proof:
    return Proof(text(told.get("what")), box(told.get("box")), text(told.get("frame")) or after)
