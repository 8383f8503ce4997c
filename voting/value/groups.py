"""Segments: named groups of customers, by the imported column, by RFM, or by a rule."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel import audit, cache, clock, db, text
from kernel.errors import Missing, require
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import Viewer
from voting.value import rules

RFM_NAMES = {
    "champions": mark("Champions"),
    "loyal": mark("Loyal"),
    "promising": mark("Promising"),
    "new": mark("New"),
    "at_risk": mark("At risk"),
    "dormant": mark("Dormant"),
}
KEPT = ("column", "rfm")
"""Kinds that come again by themselves, so that one that was removed is remembered."""
MOST = 200
"""Segments made by themselves from the imported column; a column with more values is no segment."""


@dataclass(frozen=True)
class SegmentKind:
    """A kind of segment that an upper wing knows, under "segment.kinds": which customers `c` a rule holds, and by what."""

    kind: str
    made_by: str
    where: Callable[[dict[str, Any]], tuple[str, list[Any]]]


def kind_of(name: str) -> SegmentKind | None:
    """The kind of this name that some wing registered."""
    found: list[SegmentKind] = the_house().registered("segment.kinds")
    return next((one for one in found if one.kind == name), None)


@dataclass(frozen=True)
class SegmentCard:
    """A segment and what it asks of a customer."""

    id: int
    slug: str
    name: str
    kind: str
    rule: dict[str, Any]

    @property
    def audience(self) -> str:
        return f"segment:{self.slug}"

    @property
    def label(self) -> str:
        return _(self.name) if self.kind == "rfm" else self.name

    @property
    def made_by(self) -> str:
        """By what, where an upper wing knows it."""
        registered = kind_of(self.kind)
        return _(registered.made_by) if registered else ""

    def where(self) -> tuple[str, list[Any]]:
        """Its customers as a condition on `customer c` and `worth w` of the newest run."""
        if self.kind == "column":
            return "c.segment = ?", [self.rule["value"]]
        if self.kind == "rfm":
            return "w.rfm = ?", [self.rule["value"]]
        if registered := kind_of(self.kind):
            return registered.where(self.rule)
        parts, values = ["c.id > 0"], []
        for name, condition in _CONDITIONS.items():
            if self.rule.get(name):
                parts.append(condition)
                found = self.rule[name]
                values.append(date.fromisoformat(found) if name.startswith("since") else found)
        return " AND ".join(parts), values


_CONDITIONS = {
    "country": "c.country = ?",
    "kind": "c.kind = ?",
    "since_from": "c.since >= ?",
    "since_until": "c.since <= ?",
}


_kept: cache.Store[list[SegmentCard]] = cache.Store(1, steady=True)


async def every() -> list[SegmentCard]:
    """All segments by name."""
    return await (_read() if db.inside() else _kept.through("segments", _read))


async def _read() -> list[SegmentCard]:
    return await _cards("removed_at IS NULL")


async def removed() -> list[SegmentCard]:
    """Segments of the file or of RFM that staff removed: they stay away until staff bring them back."""
    return await _cards("removed_at IS NOT NULL")


async def _cards(condition: str) -> list[SegmentCard]:
    rows = await db.rows(f"SELECT id, slug, name, kind, rule FROM segment WHERE {condition} ORDER BY kind, name, id")
    return [SegmentCard(**{**row, "rule": json.loads(row["rule"])}) for row in rows]


async def audience_choices() -> list[tuple[str, str]]:
    """Customers and each segment, as groups that a board's doors may name."""
    segments = [(card.audience, _("Customers: %(segment)s") % {"segment": card.label}) for card in await every()]
    return [("customers", _("Customers")), *segments]


async def members_of(segment: SegmentCard, run_id: int | None) -> list[int]:
    """Customers of a segment, by id."""
    condition, values = segment.where()
    rows = await db.rows(
        "SELECT c.id FROM customer c LEFT JOIN worth w ON w.customer_id = c.id AND w.run_id = ? "
        f"WHERE {condition} ORDER BY c.id",
        run_id or 0,
        *values,
    )
    return [row["id"] for row in rows]


async def sizes(cards: Sequence[SegmentCard], run_id: int) -> dict[int, int]:
    """How many customers each segment holds, in one query."""
    counts, values = [], []
    for card in cards:
        condition, more = card.where()
        counts.append(f"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END) AS s{card.id}")
        values += more
    if not counts:
        return {}
    row = await db.row(
        f"SELECT {', '.join(counts)} FROM customer c LEFT JOIN worth w ON w.customer_id = c.id AND w.run_id = ?",
        *values,
        run_id,
    )
    return {card.id: int((row or {}).get(f"s{card.id}") or 0) for card in cards}


async def of_column() -> None:
    """Every value of the imported column has its segment, but for those that staff removed."""
    values = await db.rows(
        "SELECT DISTINCT c.segment FROM customer c WHERE c.segment <> '' ORDER BY c.segment LIMIT ?", MOST + 1
    )
    if 0 < len(values) <= MOST:
        async with db.transaction():
            held = {(card.kind, card.rule.get("value")) for card in [*await every(), *await removed()]}
            new = [row["segment"] for row in values if ("column", row["segment"]) not in held]
            await _insert([(name, "column", {"value": name}) for name in new])


async def first_ones() -> None:
    """Where nobody has named a segment yet, those of RFM are there."""
    if await db.value("SELECT COUNT(*) AS n FROM segment") == 0:
        await _insert([(RFM_NAMES[name], "rfm", {"value": name}) for name in RFM_NAMES])


async def create(viewer: Viewer, *, name: str, kind: str, rule: dict[str, Any], called: str = "") -> None:
    """Name a group of customers; files and addresses know it by its name, or as `called` in every language."""
    require(rules.may_change_customers(viewer))
    async with db.transaction():
        await _insert([(name, kind, {key: value for key, value in rule.items() if value})], called=called)
        await audit.note(viewer, "segment.create", subject=("segment", None), name=name, kind=kind)


async def remove(viewer: Viewer, segment_id: int) -> None:
    """Forget a group; its customers stay. One that would come again by itself is remembered as removed."""
    require(rules.may_change_customers(viewer))
    async with db.transaction():
        card = next((card for card in await every() if card.id == segment_id), None)
        if card is None:
            raise Missing()
        if card.kind not in KEPT:
            await db.execute("DELETE FROM segment WHERE id = ?", segment_id)
        else:
            await db.execute("UPDATE segment SET removed_at = ? WHERE id = ?", clock.now(), segment_id)
        await audit.note(viewer, "segment.remove", subject=("segment", segment_id), name=card.name)


async def restore(viewer: Viewer, segment_id: int) -> str:
    """Bring back a group that was removed, under its old address; says its name."""
    require(rules.may_change_customers(viewer))
    async with db.transaction():
        card = next((card for card in await removed() if card.id == segment_id), None)
        if card is None:
            raise Missing()
        await db.execute("UPDATE segment SET removed_at = NULL WHERE id = ?", segment_id)
        await audit.note(viewer, "segment.restore", subject=("segment", segment_id), name=card.name)
    return card.label


async def add_rfm(viewer: Viewer) -> None:
    """The six segments of RFM: those that are not there, and those that were removed."""
    require(rules.may_change_customers(viewer))
    async with db.transaction():
        held = {card.rule.get("value") for card in [*await every(), *await removed()] if card.kind == "rfm"}
        await db.execute("UPDATE segment SET removed_at = NULL WHERE kind = 'rfm'")
        await _insert([(RFM_NAMES[name], "rfm", {"value": name}) for name in RFM_NAMES if name not in held])
        await audit.note(viewer, "segment.create", subject=("segment", None), kind="rfm")


async def _insert(rows: Sequence[tuple[str, str, dict[str, Any]]], *, called: str = "") -> None:
    taken = {row["slug"] for row in await db.rows("SELECT slug FROM segment")}
    lines = []
    for name, kind, rule in rows:
        slug = _free(text.slug(called or name, 50), taken)
        taken.add(slug)
        lines.append((slug, name, kind, json.dumps(rule), clock.now()))
    await db.execute_many("INSERT INTO segment (slug, name, kind, rule, created_at) VALUES (?, ?, ?, ?, ?)", lines)


def _free(base: str, taken: set[str]) -> str:
    base = base if base != "-" else "segment"
    return next(slug for n in range(1, 100_000) if (slug := base if n == 1 else f"{base}-{n}") not in taken)
