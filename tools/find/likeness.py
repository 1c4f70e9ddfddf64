"""Likeness: how surely two texts are the same words, 0..1, with one slip of an eye or a finger forgiven."""

from __future__ import annotations

from functools import lru_cache

from .synonyms import Meaning, known_words, synonyms_of
from .wording import Wording, tokens_of

SURE = 0.75
"""From here on two texts are taken to mean the same."""

OTHER_LANGUAGE = 0.85

_ALIKE = ("il1|!tj", "o0qc", "s5", "b8h6", "z2", "g9qy", "uvyw", "mnrh", "ft", "eca", "oae", "kx", "pq")
_SURELY_ALIKE = ("il1|!tj", "o0qc", "s5", "b8h6", "z2", "g9qy", "uvyw", "mnrh", "ft", "eca", "oae", "kx", "pq")
_ALIKE_PAIRS = frozenset((one, other) for group in _ALIKE for one in group for other in group)
_SKELETON = str.maketrans({char: group[0] for group in _SURELY_ALIKE for char in group})
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ii", "u"), ("nn", "m"))


@lru_cache(maxsize=65536)
def likeness(wanted: str, name: str) -> float:
    """How surely a thing of this name is the one that was asked for by these words."""
    a, b = Wording.of(wanted), Wording.of(name)
    if not a.text or not b.text:
        return 0.0
    for score, same in (
        (1.0, a.text == b.text),
        (0.995, a.bare == b.bare),
        (0.99, a.text.casefold() == b.text.casefold() or a.bare.casefold() == b.bare.casefold()),
    ):
        if same:
            return score
    if not a.tokens or not b.tokens:
        return 0.0
    return max(_same_words(a, b), _slip(a, b), _slip_in_synonym(a, b))


def _same_words(a: Wording, b: Wording) -> float:
    for score, same in (
        (0.98, a.tokens == b.tokens),
        (0.97, a.joined == b.joined),
        (0.96, a.latin == b.latin or "".join(a.latin) == "".join(b.latin)),
        (0.95, a.core == b.core),
        (0.93, len(a.core) > 1 and sorted(a.core) == sorted(b.core)),
        (0.925, len(a.core) > 1 and sorted(tokens_of(a.text)) == sorted(tokens_of(b.text))),
    ):
        if same:
            return score
    return _same_meaning(a, b)


def _same_meaning(a: Wording, b: Wording) -> float:
    if not a.meanings or len(a.meanings) != len(b.meanings):
        return 0.0
    if score := min(_one_meaning(one, other) for one, other in zip(a.meanings, b.meanings, strict=True)):
        return score
    mine, theirs = sorted(a.meanings, key=str), sorted(b.meanings, key=str)
    if len(mine) < 2 or mine == list(a.meanings) == theirs:
        return 0.0
    score = min(_one_meaning(one, other) for one, other in zip(mine, theirs, strict=True))
    return max(0.0, score - 0.02)


def _one_meaning(a: tuple[Meaning, ...] | str, b: tuple[Meaning, ...] | str) -> float:
    if isinstance(a, str) or isinstance(b, str):
        return 0.94 if a == b else 0.0
    if set(a) & set(b):
        return 0.92
    return OTHER_LANGUAGE if {number for number, _ in a} & {number for number, _ in b} else 0.0


def _slip(a: Wording, b: Wording) -> float:
    """The same letters but for one slip: look-alikes cost little, another letter a lot, another word everything."""
    if abs(len(a.joined) - len(b.joined)) > 3:
        return 0.0
    same_count = len(a.latin) == len(b.latin)
    cost = 0.0
    for mine, theirs in zip(a.latin, b.latin, strict=True) if same_count else (("".join(a.latin), "".join(b.latin)),):
        cost += _cost(mine, theirs)
        if cost > 2.0:
            return 0.0
    letters = min(sum(map(len, a.latin)), sum(map(len, b.latin)))
    if cost > _forgiven(letters):
        return 0.0
    return (0.92 if same_count else 0.9) - 0.1 * cost


def _slip_in_synonym(a: Wording, b: Wording) -> float:
    """A synonym with a slip in it: "Emial" for "E-mail address"."""
    if len(b.meanings) != 1 or isinstance(b.meanings[0], str) or "".join(a.latin) in known_words():
        return 0.0
    words = (Wording.of(word) for meaning in b.meanings[0] for word in synonyms_of(meaning))
    return max((_slip(a, word) for word in words if abs(len(word.joined) - len(a.joined)) <= 1), default=0.0) * 0.96


def _forgiven(letters: int) -> float:
    """What a text of so many letters may differ by; in a short one each letter is half the meaning."""
    if letters < 3:
        return 0.15
    if letters < 5:
        return 0.55
    return 1.05 if letters < 12 else 1.4


@lru_cache(maxsize=65536)
def _cost(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if a.isdigit() or b.isdigit():
        return 0.3 if _skeleton(a) == _skeleton(b) and not (a.isdigit() and b.isdigit()) else 9.0
    if _skeleton(a) == _skeleton(b):
        return 0.1
    if abs(len(a) - len(b)) > 2 or _strange(a, b) > 3 or (a in known_words() and b in known_words()):
        return 9.0
    return min(_edits(a, b), _edits(_skeleton(a), _skeleton(b)) + 0.1)


def _strange(a: str, b: str) -> int:
    """How many letters of one are not in the other: a quick way to see that words are not alike."""
    return max(len(set(a) - set(b)), len(set(b) - set(a)))


@lru_cache(maxsize=16384)
def _skeleton(text: str) -> str:
    """What is left when letters that look the same are the same."""
    for pair, one in _PAIRS:
        text = text.replace(pair, one)
    return text.translate(_SKELETON)


def _swap(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if a.isdigit() and b.isdigit():
        return 9.0
    return 0.5 if (a, b) in _ALIKE_PAIRS else 1.0


def _edits(a: str, b: str) -> float:
    """Edit distance; letters that touch may have changed places."""
    before: list[float] = []
    row = [float(at) for at in range(len(b) + 1)]
    for i, mine in enumerate(a, 1):
        last, row = row, [float(i)]
        for j, theirs in enumerate(b, 1):
            best = min(last[j] + 1.0, row[j - 1] + 1.0, last[j - 1] + _swap(mine, theirs))
            if i > 1 and j > 1 and mine == b[j - 2] and theirs == a[i - 2] and mine != theirs:
                best = min(best, before[j - 2] + 0.9)
            row.append(best)
        before = last
    return row[-1]


@lru_cache(maxsize=65536)
def part_likeness(wanted: str, name: str) -> tuple[float, bool]:
    """How much of a longer name was said, 0..1, and whether it begins with it; (0, False) where it is not a part."""
    a, b = Wording.of(wanted), Wording.of(name)
    if not a.core or not b.tokens or len(a.core) > len(b.core):
        return 0.0, False
    for mine, theirs in ((a.core, b.core), (a.latin, b.latin)):
        for at in range(len(theirs) - len(mine) + 1):
            part = theirs[at : at + len(mine)]
            if part == mine or likeness(" ".join(mine), " ".join(part)) >= 0.86:
                return min(1.0, sum(map(len, mine)) / sum(map(len, theirs))), at == 0
    return 0.0, False
