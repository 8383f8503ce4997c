"""Somebody's points month by month: what they began with, each line, what they ended with, and what fell short."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from ambassadors.points import calendar
from ambassadors.points.registry import Named, earnings, spendings
from kernel import db, i18n
from kernel.features import the_house
from kernel.viewer import Viewer

MOST = 24
"""Months that may be turned to by a link; others by their address."""


@dataclass(frozen=True)
class Line:
    """One entry as its owner reads it: the change of what is free and of what is put aside, and what was free after it."""

    at: datetime
    act: str
    kind: str
    cause: tuple[str, int]
    points: int
    aside: int
    owed: int
    free: int
    reason: str
    label: str = ""
    title: str = ""
    url: str = ""


@dataclass(frozen=True)
class Shortfall:
    """A cause for which less was given than the rule says."""

    at: datetime
    label: str
    due: int
    amount: int
    short: str


@dataclass(frozen=True)
class Statement:
    """One month."""

    opening: int
    lines: list[Line]
    shortfalls: list[Shortfall]

    @property
    def closing(self) -> int:
        return self.opening + sum(line.points for line in self.lines)


async def months(person_id: int) -> list[date]:
    """The months since something first happened, the newest first, at most two years of them."""
    first = await db.value(
        "SELECT min(a.at) AS at FROM (SELECT min(at) AS at FROM point_entry WHERE person_id = ? UNION ALL "
        "SELECT min(at) FROM point_award WHERE person_id = ?) a",
        person_id,
        person_id,
    )
    if first is None:
        return []
    zone = i18n.timezone(the_house().settings.zone)
    this, begun = calendar.this_month(), first.astimezone(zone).date().replace(day=1)
    return [day for number in range(MOST) if (day := calendar.later(this, -number)) >= begun]


async def statement(viewer: Viewer, first: date) -> Statement:
    """A month of the viewer's own points."""
    begins, ends = calendar.begins(first), calendar.begins(calendar.later(first, 1))
    opening = await db.value(
        "SELECT coalesce(sum(p.amount), 0) FROM point_entry e JOIN point_posting p ON p.entry_id = e.id "
        "WHERE e.person_id = ? AND e.at < ? AND p.account = 'free'",
        *(viewer.id, begins),
    )
    rows = await db.rows(
        "SELECT e.id, e.at, e.act, e.kind, e.cause_kind, e.cause_id, e.reason, "
        "sum(CASE WHEN p.account = 'free' THEN p.amount ELSE 0 END) AS points, "
        "sum(CASE WHEN p.account = 'held' THEN p.amount ELSE 0 END) AS aside, "
        "sum(CASE WHEN p.account = 'owed' THEN -p.amount ELSE 0 END) AS owed FROM point_entry e "
        "JOIN point_posting p ON p.entry_id = e.id WHERE e.person_id = ? AND e.at >= ? AND e.at < ? "
        "GROUP BY e.id, e.at, e.act, e.kind, e.cause_kind, e.cause_id, e.reason ORDER BY e.at, e.id",
        *(viewer.id, begins, ends),
    )
    short = await _shortfalls(viewer, begins, ends)
    return Statement(int(opening), await named(viewer, _lines(int(opening), rows)), short)


def _lines(held: int, rows: Sequence[db.Row]) -> list[Line]:
    lines = []
    for row in rows:
        held += int(row["points"])
        points, aside, owed = int(row["points"]), int(row["aside"]), int(row["owed"])
        cause = (row["cause_kind"], row["cause_id"])
        lines.append(Line(row["at"], row["act"], row["kind"], cause, points, aside, owed, held, row["reason"]))
    return lines


async def _shortfalls(viewer: Viewer, begins: datetime, ends: datetime) -> list[Shortfall]:
    labels = {one.kind: one.label for one in earnings()}
    rows = await db.rows(
        "SELECT at, kind, due, amount, short FROM point_award WHERE person_id = ? AND at >= ? AND at < ? "
        "AND short <> 'none' ORDER BY at, id",
        *(viewer.id, begins, ends),
    )
    return [Shortfall(label=labels.get(row.pop("kind"), ""), **row) for row in rows]


async def named(viewer: Viewer, lines: Sequence[Line]) -> list[Line]:
    """With the label of each line's kind, and the title of its cause where the viewer may see it; one look for each kind."""
    labels = {one.kind: (one.label, one.names) for one in earnings()}
    spent = {one.cause_kind: (one.label, one.names) for one in spendings()}
    about = [labels.get(line.kind) if line.kind else spent.get(line.cause[0]) for line in lines]
    asked: dict[Callable[[Viewer, Sequence[int]], Awaitable[Named]], set[int]] = {}
    for line, found in zip(lines, about, strict=True):
        if found and found[1]:
            asked.setdefault(found[1], set()).add(line.cause[1])
    told = {names: await names(viewer, sorted(numbers)) for names, numbers in asked.items()}
    made = []
    for line, found in zip(lines, about, strict=True):
        label, names = found or ("", None)
        title, url = told[names].get(line.cause[1], ("", "")) if names else ("", "")
        made.append(replace(line, label=label, title=title, url=url))
    return made
