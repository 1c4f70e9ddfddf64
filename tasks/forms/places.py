"""Places: `{column}` in the words of a job, filled in for one row; whatever a cell says, it never becomes a step of its own.

places = Places({"email": "ada@example.org", "tag": "A-7"}, secrets=["password"])
places.in_steps('click Edit in the row of "{tag}"')                 # click Edit in the row of "A-7"
places.in_steps("type {email} into E-mail, type {password} into Password")
places.in_address("localhost:8000/members?q={email}")               # localhost:8000/members?q=ada%40example.org
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from ...agent.reader.parse import parse_steps
from ...agent.reader.quotes import Piece, set_aside
from ...agent.reader.saying import QUOTES
from ...agent.secret import Secret
from ...tools.errors import BadInput
from .job import PLACE, Job
from .row import Cell

WHOLE = ":/?#[]@!$&'()*+,;=%~"
"""What an address is made of, and stays as it is where a cell holds all of one."""
_NAME = re.compile(r"\w[\w .-]*")
"""Other words in braces are a place only where a column is called so: `{Name: Ada}` is none."""
_COUNT = re.compile(r"\d*,?\d*")
"""`{4}` and `{2,}` in a pattern say how often."""
_NUMBERED = "\ue000"
_MARKED = re.compile(rf"\{{(?:{_NUMBERED}(\d+)|([^{{}}]+))\}}")
_HELD = re.compile("\x00(\\d+)\x00")

Spell = Callable[[str], str]


@dataclass(frozen=True)
class Places:
    cells: Mapping[str, Cell]
    """By their columns, those that are not for the form as well."""
    secrets: Collection[str] = ()
    """Names, of which only the names are ever filled in."""

    def in_steps(self, words: str) -> str:
        """Standing alone a value is put in quotes; in quotes, braces and addresses it is a part of them. For claims too."""
        names = [found[1] for found in PLACE.finditer(words) if self._knows(found[1])]
        count = iter(range(len(names)))
        # A blank or a quote in a column's name would part the words around it.
        marked = PLACE.sub(lambda at: f"{{{_NUMBERED}{next(count)}}}" if self._knows(at[1]) else at[0], words)
        return self._in_steps(marked, names)

    def in_address(self, address: str) -> str:
        """A value is a part of it, whatever signs it holds; at the very beginning it is an address itself."""

        def put(found: re.Match[str]) -> str:
            if found[1] in self.secrets:
                raise BadInput(f"{found[0]} is a secret, and these are typed into fields alone")
            return quote(self.value(found[1]), safe="" if found.start() else WHOLE)

        return PLACE.sub(lambda found: put(found) if self._is_place(found[1]) else found[0], address)

    def in_text(self, text: str) -> str:
        """As it stands, for what is no sentence."""
        return self._put(text, str)

    def in_words_to_see(self, words: str) -> str:
        """Words, or /a pattern/, in which a value stands for itself alone."""
        if not is_pattern(words):
            return self.in_text(words)
        return PLACE.sub(lambda at: at[0] if _COUNT.fullmatch(at[1]) else re.escape(self.value(at[1])), words)

    def value(self, name: str) -> str:
        if name in self.cells and name in self.secrets:
            raise BadInput(f'"{name}" is a column and a secret; call the secret otherwise')
        if name in self.secrets:
            return Secret(name, "").said
        if name in self.cells:
            cell = self.cells[name]
            return cell if isinstance(cell, str) else "; ".join(cell)
        known = [*self.cells, *self.secrets]
        raise BadInput(f'no column or secret is called "{name}".{meant(name, known)} There are: {", ".join(known) or "none"}')

    def _knows(self, name: str) -> bool:
        return name in self.cells or name in self.secrets

    def _is_place(self, name: str) -> bool:
        return self._knows(name) or _NAME.fullmatch(name) is not None

    def _put(self, text: str, spell: Spell) -> str:
        return PLACE.sub(lambda found: spell(self.value(found[1])) if self._is_place(found[1]) else found[0], text)

    def _in_steps(self, words: str, names: list[str]) -> str:
        masked, pieces = set_aside(words)
        return _HELD.sub(lambda held: self._piece(pieces.all[int(held[1])], names), masked)

    def _piece(self, piece: Piece, names: list[str]) -> str:
        def put(text: str, spell: Spell = str) -> str:
            # In one go: what a cell says is not looked through for places again.
            return _MARKED.sub(lambda at: spell(self.value(name)) if (name := self._named(at, names)) else at[0], text)

        match piece.kind:
            case "quote":
                filled = put(piece.inner)
                return piece.written if filled == piece.inner else _quoted(filled)
            case "address":
                # A full stop at its end would be taken for that of the sentence.
                return re.sub(r"\.$", "%2E", put(piece.written, lambda value: quote(value, safe="")))
            case "braces" if (at := _MARKED.fullmatch(piece.written)) and self._named(at, names):
                return _quoted(put(piece.written))
            case "braces":
                return f"{{{self._in_steps(piece.inner, names)}}}"

    def _named(self, at: re.Match[str], names: list[str]) -> str:
        """Which value is meant; none where the braces are of another kind."""
        if at[1]:
            return names[int(at[1])]
        return at[2] if _NAME.fullmatch(at[2]) else ""


def is_pattern(words: str) -> bool:
    return len(words) > 1 and words.startswith("/") and words.endswith("/")


def places_in(job: Job) -> frozenset[str]:
    """What it says in braces, wherever."""
    texts = [job.start, job.before, job.next, job.submit, job.done_when, *job.capture.values()]
    texts += [said.value for said in job.fields.values()]
    texts += [job.reconcile.open, job.reconcile.seen] if job.reconcile is not None else []
    return frozenset(name for text in texts for name in PLACE.findall(text))


def check_places(job: Job, columns: Collection[str], secrets: Collection[str] = ()) -> None:
    """BadInput where the job speaks of a column that the table lacks."""
    for found in PLACE.finditer(job.login):
        if found[1] in columns and found[1] not in secrets:
            raise BadInput(f"login: it is done once for all rows, so that {found[0]} of one row cannot stand in it")
        if found[1] not in secrets and (slip := meant(found[1], secrets)):
            raise BadInput(f'login: no column or secret is called "{found[1]}".{slip}')
    for what, fill in _fillings(job, Places(dict.fromkeys(columns, "x"), secrets)):
        try:
            fill()
        except BadInput as error:
            raise BadInput(f"{what}: {error}") from None


def _fillings(job: Job, row: Places) -> Iterator[tuple[str, Callable[[], object]]]:
    if job.login.strip():
        # What is neither a secret nor a column is a code that a person is asked for.
        codes = dict.fromkeys((name for name in PLACE.findall(job.login) if name not in row.secrets), "x")
        yield "login", lambda: parse_steps(Places(codes, row.secrets).in_steps(job.login))
    yield "start", lambda: row.in_address(job.start)
    if job.before.strip():
        yield "before", lambda: parse_steps(row.in_steps(job.before))
    yield "next", lambda: row.in_text(job.next)
    yield "submit", lambda: row.in_text(job.submit)
    yield "done_when", lambda: row.in_words_to_see(job.done_when)
    for name, words in job.capture.items():
        yield f"capture: {name}", lambda words=words: row.in_text(words)
    for name, said in job.fields.items():
        yield f"fields: {name}", lambda said=said: row.in_text(said.value)
    if (found := job.reconcile) is not None:
        yield "reconcile: open", lambda: row.in_address(found.open)
        yield "reconcile: seen", lambda: row.in_words_to_see(found.seen)


def _quoted(value: str) -> str:
    """In quotes that the value does not itself hold, nor a backslash undoes; BadInput where it holds every kind."""
    pairs = QUOTES[1:] if "\\" in value else QUOTES
    around = next((pair for pair in pairs if not set(pair) & set(value)), None)
    if around is None:
        raise BadInput(f"a value that holds every kind of quotes cannot stand in a step: {value}")
    return f"{around[0]}{value}{around[1]}"


def meant(name: str, known: Collection[str]) -> str:
    """` Did you mean "…"?`, as it is written there."""
    folded = {each.casefold(): each for each in known}
    close = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return f' Did you mean "{folded[close[0]]}"?' if close else ""
