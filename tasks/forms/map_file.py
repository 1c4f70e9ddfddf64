"""Map file: which column goes into which field and what that field is known by, as YAML beside the job that people may edit.

pages:
- fields:
  - column: email
    words: E-mail                  # what it is called; changed by hand, the field of the new words is looked for
    kind: field
    place: [250, 180, 316, 30]
    named: [textbox E-mail]        # what the browser calls it
    looks: members.map/3f9a….png   # its label, as it looks
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ...agent.forms.form import Form
from ...agent.forms.known import Known, Looks, Named
from ...tools.errors import BadInput
from ...tools.frame import decode_picture, encode_png
from ...tools.geometry import Box
from ...tools.whole import write_whole
from ..yaml_text import load

HEAD = """\
# How "{job}" is filled in: found out once, and again only where the form changes. You may change it:
# other words under "words" have the field of these words looked for; a field taken out is worked out anew.
"""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldKept(_Strict):
    column: str
    also: tuple[str, ...] = ()
    """More columns that go into the same field."""
    words: str
    kind: str = "field"
    how: str = ""
    asks: str = ""
    group: str = ""
    place: tuple[float, float, float, float] | None = None
    view: str = ""
    """What was in view together has one name."""
    named: tuple[str, ...] = ()
    looks: str = ""
    beside: tuple[float, float] | None = None
    """Where what it looks like begins, from the field's corner."""


class PageKept(_Strict):
    fields: tuple[FieldKept, ...] = ()
    others: Mapping[str, str] = Field(default_factory=dict)
    leads_on: bool | None = None


class MapKept(_Strict):
    form: str = ""
    pages: tuple[PageKept, ...] = ()


def write_map(path: Path, form: Form, job: str, start: str, columns: Mapping[str, str]) -> None:
    """With the looks of its labels in a folder beside it. `columns`: from what a field is called to its column."""
    pages = [
        {
            "leads_on": page.leads_on,
            "fields": [_field(known, path, columns) for known in page.known.values()],
            "others": page.others,
        }
        for page in form.pages
    ]
    told = yaml.safe_dump({"form": start, "pages": pages}, sort_keys=False, allow_unicode=True, width=110)
    write_whole(path, (HEAD.format(job=job) + told).encode())


def _field(known: Known, path: Path, columns: Mapping[str, str]) -> dict[str, object]:
    column, *also = (columns.get(key, key) for key in known.keys)
    box = known.box
    kept: dict[str, object] = {
        "column": column,
        "also": also,
        "words": known.words,
        "kind": known.kind,
        "how": known.how,
        "asks": known.asks,
        "group": known.group,
        "place": [round(float(side), 1) for side in (box.x, box.y, box.w, box.h)],
        "view": known.view,
        "named": [_said(each) for each in known.named],
    }
    if known.looks is not None:
        kept["looks"] = _kept(known.looks, path)
        kept["beside"] = [round(known.looks.dx, 2), round(known.looks.dy, 2)]
    return {name: value for name, value in kept.items() if value}


def _said(named: Named) -> str:
    return f"{named.role} {named.name}" + (f" #{named.nth + 1}" if named.nth else "")


def _named(said: str) -> Named:
    role, _, name = said.partition(" ")
    name, mark, nth = name.rpartition(" #") if " #" in name and name.rpartition(" #")[2].isdigit() else (name, "", "")
    return Named(role, name, int(nth) - 1 if mark else 0)


def _kept(looks: Looks, path: Path) -> str:
    data = encode_png(looks.pixels)
    folder = path.with_suffix("")
    file = folder / f"{hashlib.sha256(data).hexdigest()[:16]}.png"
    if not file.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        write_whole(file, data)
    return f"{folder.name}/{file.name}"


def read_map(path: Path, labels: Mapping[str, str]) -> Form:
    """An empty one where there is none yet. `labels`: from a column to what the job calls it on the form."""
    if not path.exists():
        return Form()
    try:
        kept = MapKept.model_validate(load(path.read_text(encoding="utf-8")) or {})
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"the map in {path} cannot be read: {error}") from None
    except yaml.YAMLError:
        raise BadInput(f"{path} is not YAML any more; mend it, or take it away: it will be worked out again") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInput(
            f"{path}: {place}: {first['msg'].lower()}; mend it, or take it away: it will be worked out again"
        ) from None
    form = Form()
    words: dict[str, str] = {}
    for at, page in enumerate(kept.pages):
        form.page(at).others = dict(page.others)
        known = list(_known_of(page, path, labels))
        for each in known:
            form.page(at).known[(*each.keys, each.how)] = each
            if len(each.keys) == 1 and not each.how:
                words[each.keys[0]] = each.words
        form.page(at).leads_on = page.leads_on if all(each.looks is not None for each in known) else None
    form.labels = words
    return form


def _known_of(page: PageKept, path: Path, labels: Mapping[str, str]) -> Iterator[Known]:
    for each in page.fields:
        keys = tuple(labels[column] for column in (each.column, *each.also) if column in labels)
        if len(keys) != 1 + len(each.also):
            continue  # the table has other columns now
        named = tuple(_named(said) for said in each.named)
        is_as_named = each.group or not named or named[0].name.strip(" *:") == each.words.strip(" *:")
        looks = _looks(each, path) if is_as_named else None
        box = Box(*(each.place or (0.0, 0.0, 1.0, 1.0)))
        named = named if is_as_named else ()
        yield Known(keys, each.words, each.kind, box, named, looks, each.how, each.asks, each.view, each.group)


def _looks(kept: FieldKept, path: Path) -> Looks | None:
    file = path.parent / kept.looks
    if (
        not kept.looks
        or kept.beside is None
        or not file.is_file()
        or path.with_suffix("").resolve() not in file.resolve().parents
    ):
        return None
    return Looks(*kept.beside, cast("Any", decode_picture(file.read_bytes())))


def lines_of(form: Form, columns: Mapping[str, str]) -> Iterator[str]:
    """For people: column → words (kind, page)."""
    for number, page in enumerate(form.pages, start=1):
        for known in page.known.values():
            where = f", page {number}" if len(form.pages) > 1 else ""
            how = f", {known.how}" if known.how else ""
            asks = f", as {known.asks}" if known.asks else ""
            yield f"{' + '.join(columns.get(key, key) for key in known.keys)} → {known.words} ({known.kind}{where}{how}{asks})"
