"""What is known of somebody as sentences: a part's rows as pairs of a word and what stands there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from community.inbox.registry import kind_of
from community.people.owndata import WITH_ACCOUNT, OwnData, Source
from community.privacy.columns import INTERNAL, NAMES
from community.privacy.values import COLUMNS, VALUES
from kernel import i18n
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.i18n import mark

SOURCES: dict[Source, tuple[str, str, str]] = {
    Source.GIVEN: (mark("Given"), mark("By you, in writing it or doing it"), "pencil-simple"),
    Source.OBSERVED: (mark("Observed"), mark("What happened here, noted as it did"), "eye"),
    Source.IMPORTED: (mark("Imported"), mark("From files that the team brought in"), "arrow-down"),
    Source.INFERRED: (mark("Inferred"), mark("Concluded by arithmetic that is explained"), "tag"),
}
LONGEST = 2000
DEEPEST = 20
INSIDE = " › "
_OURS = re.compile(r"[a-z][a-z0-9_]*")
"""What a name of ours looks like; a label that somebody wrote is told as they wrote it."""
_MONEY = ("amount", "price")
_BRACKETS = {"[": 1, "{": 1, "]": -1, "}": -1}
Pair = tuple[str, str]


@dataclass(frozen=True)
class Part:
    """One part of what is known: its words, and its lines."""

    name: str
    source: Source
    label: str
    explained: str
    kept: str
    mend: str
    lines: list[list[Pair]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.lines)


def registered() -> list[OwnData]:
    found: list[OwnData] = the_house().registered("own-data")
    return found


def kinds() -> list[tuple[str, str, str, list[tuple[str, str, str]]]]:
    """By source its name, meaning and icon, and what it brings: label, purpose, and for how long unless with the account."""
    named: dict[Source, list[tuple[str, str, str]]] = {source: [] for source in SOURCES}
    for entry in registered():
        kept = "" if entry.kept == WITH_ACCOUNT else _(entry.kept)
        named[entry.source].append((_(entry.label), _(entry.explained), kept))
    return [(_(name), _(meant), icon, sorted(named[source])) for source, (name, meant, icon) in SOURCES.items()]


def part(entry: OwnData, known: Any, *, handle: str) -> Part:
    """A part with what was found, in the language spoken."""
    return Part(
        entry.name,
        entry.source,
        _(entry.label) if entry.label else word(entry.name),
        _(entry.explained) if entry.explained else "",
        _(entry.kept),
        entry.mend.replace("{handle}", handle),
        lines(known),
    )


def lines(known: Any) -> list[list[Pair]]:
    """Rows as lists of pairs; what holds nothing is left out."""
    rows = known if isinstance(known, list) else [known]
    return [found for row in rows if (found := list(_pairs(_understood(row))))]


def _understood(row: Any) -> Any:
    """A row without the numbers that only the house uses, unless it holds nothing else."""
    if not isinstance(row, dict):
        return row
    return {key: value for key, value in _priced(row).items() if key not in INTERNAL and value is not None} or row


def _priced(row: dict[str, Any]) -> dict[str, Any]:
    """A row that names its currency, with its amounts as money instead of in cents."""
    if not row.get("currency"):
        return row
    told = {key: i18n.format_money(row[key], row["currency"], 2) for key in _MONEY if row.get(key) is not None}
    return {**{key: value for key, value in row.items() if key != "currency"}, **told} if told else row


def _pairs(row: Any, before: str = "") -> Iterator[Pair]:
    if isinstance(row, dict):
        for key, value in row.items():
            if key in COLUMNS and isinstance(value, str):
                value = meant(value)
            yield from _pairs(value, word(str(key)) if not before else f"{before}{INSIDE}{word(str(key))}")
    elif isinstance(row, str) and row[:1] in "[{" and (inside := _decoded(row)) is not None:
        yield from _pairs(inside, before)
    elif isinstance(row, list) and any(isinstance(one, dict) for one in row):
        for one in row:
            yield from _pairs(one, before)
    elif row not in (None, "", [], {}):
        yield before, said(row)


def _decoded(text: str) -> Any:
    """What a row of ours is written as; text that somebody wrote in many brackets stays text."""
    deep = max(accumulate((_BRACKETS.get(sign, 0) for sign in text), initial=0))
    try:
        found = json.loads(text) if deep <= DEEPEST else None
    except ValueError:
        return None
    return found if isinstance(found, (dict, list)) else None


def word(key: str) -> str:
    """What a column is called."""
    if key in NAMES:
        return _(NAMES[key])
    return key.replace("_", " ").capitalize() if _OURS.fullmatch(key) else key


def meant(value: str) -> str:
    """What a word means that stands in a column of such words; of a notice what kind it is."""
    return _(VALUES[value]) if value in VALUES else _notice(value)


def _notice(value: str) -> str:
    kind = kind_of(value) if "." in value else None
    return _(kind.label) if kind else value


def said(value: Any) -> str:
    """A value as somebody would write it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return i18n.format_datetime(value)
    if isinstance(value, date):
        return i18n.format_date(value)
    if isinstance(value, (int, float)):
        return i18n.format_number(value)
    if isinstance(value, list):
        return ", ".join(said(one) for one in value)
    text = str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
