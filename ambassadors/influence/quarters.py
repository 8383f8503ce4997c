"""The quarters kept: crossed anew after each reckoning of scores or of worth, so that segments made of them follow."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ambassadors.influence import plot
from ambassadors.influence.models import Quartered, Quartering
from ambassadors.influence.plot import Point
from kernel import clock, db, events, lists
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.features import Job, Reaction
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.lists import Listing
from kernel.viewer import Viewer
from voting.demand import jobs as demand
from voting.value import groups, unweighed
from voting.value import rules as value

JOB, KIND = "influence.quarters", "quarter"
PER_PAGE = 30
NAMES = {
    "pillars": mark("Pillars"),
    "voices": mark("Voices"),
    "quiet": mark("Quiet customers"),
    "neighbours": mark("Neighbours"),
}
MEANINGS = {
    "pillars": mark("Worth much, and others follow them. Ask them first, and thank them."),
    "voices": mark("Worth little, and others follow them. What they say reaches further than what they buy."),
    "quiet": mark("Worth much, and hardly heard here. Nobody else will tell you what they need: ask."),
    "neighbours": mark("Worth little and hardly heard, so far. Everybody begins here."),
}
_CROSSED = (
    "SELECT l.customer_id, w.amount, p.id AS person_id, s.percentile, s.low, s.high, s.walks FROM customer_link l "
    "JOIN person p ON p.id = l.person_id JOIN worth w ON w.customer_id = l.customer_id AND w.run_id = ? "
    "LEFT JOIN influence_score s ON s.person_id = p.id AND s.run_id = ? "
    "LEFT JOIN influence_choice c ON c.person_id = p.id WHERE p.is_claimed = ? AND c.left_at IS NULL "
    f"AND NOT {unweighed.of('p.id')} "
    "ORDER BY l.customer_id, CASE WHEN s.walks IS NULL THEN 0 ELSE s.walks END DESC, p.id"
)


async def cross() -> None:
    """Cross the newest worth with the newest scores; segments of a quarter hold its customers from now on."""
    await db.execute("UPDATE job SET key = NULL WHERE key = ?", JOB)
    run = await db.value("SELECT MAX(id) AS id FROM influence_run WHERE topic = ''")
    worth = await db.value("SELECT MAX(id) AS id FROM worth_run")
    best: dict[int, db.Row] = {}
    if run and worth:
        for row in await db.rows(_CROSSED, worth, run, True):
            best.setdefault(row["customer_id"], row)
    async with db.transaction():
        await Quartered.all().delete()
        await Quartering.all().delete()
        if best and run and worth:
            await _keep(list(best.values()), int(run), int(worth))
        await _follow(int(run or 0), int(worth or 0))


async def _keep(rows: list[db.Row], run: int, worth: int) -> None:
    by = plot.cut([row["amount"] for row in rows])
    lines = []
    for row in rows:
        reached = row["percentile"] is not None
        point = Point(row["amount"], row["percentile"], row["low"] or 0.0, row["high"] or 0.0)
        told = plot.placed(point, by)
        kept = (row["customer_id"], row["person_id"], told.quarter, row["amount"], row["percentile"])
        lines.append((*kept, row["walks"] if reached else 0, told.is_unsure, told.across, told.up))
    await db.execute_many(
        "INSERT INTO influence_quartered (customer_id, person_id, quarter, amount, percentile, walks, is_unsure, across, up) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        lines,
    )
    await Quartering.create(
        run_id=run,
        worth_run_id=worth,
        cut=by.worth,
        least=by.least,
        most=by.most,
        customers=len(rows),
        at=clock.now(),
    )


async def _follow(run: int, worth: int) -> None:
    """Segments of a quarter name what they were made from, so that whoever remembers their customers sees the change."""
    rows = await db.rows("SELECT id, rule FROM segment WHERE kind = ?", KIND)
    for row in rows:
        rule = {**json.loads(row["rule"]), "run": run, "worth": worth}
        await db.execute("UPDATE segment SET rule = ? WHERE id = ?", json.dumps(rule), row["id"])
    if rows:
        await events.wake(demand.KIND, after=demand.SHORTEST)


def where(rule: dict[str, Any]) -> tuple[str, list[Any]]:
    """The customers of a quarter, as a condition on `customer c`."""
    return "c.id IN (SELECT q.customer_id FROM influence_quartered q WHERE q.quarter = ?)", [rule["value"]]


async def make_segment(viewer: Viewer, quarter: str) -> str:
    """A segment that holds whoever is in a quarter, now and after each reckoning; says its name."""
    require(value.may_change_customers(viewer))
    if quarter not in NAMES:
        raise Missing()
    name = _("Worth and influence: %(quarter)s") % {"quarter": _(NAMES[quarter])}
    async with db.transaction():
        if await segments_of(quarter):
            raise Conflict(_("There is a segment of this quarter already."))
        made_of = await made()
        rule = {
            "value": quarter,
            "run": made_of.run_id if made_of else 0,
            "worth": made_of.worth_run_id if made_of else 0,
        }
        await groups.create(viewer, name=name, kind=KIND, rule=rule, called=f"influence {quarter}")
        await events.wake(demand.KIND, after=demand.SHORTEST)
        await record("segment.made", actor=viewer.id, subject=("segment", 0), quarter=quarter)
    return name


async def segments_of(quarter: str) -> list[groups.SegmentCard]:
    return [card for card in await groups.every() if card.kind == KIND and card.rule.get("value") == quarter]


@dataclass(frozen=True)
class Made:
    """By what the quarters that stand were made."""

    run_id: int
    worth_run_id: int
    cut: float
    least: float
    most: float
    customers: int
    at: datetime
    currency: str


async def made() -> Made | None:
    row = await db.row(
        "SELECT q.run_id, q.worth_run_id, q.cut, q.least, q.most, q.customers, q.at, w.currency "
        "FROM influence_quartering q JOIN worth_run w ON w.id = q.worth_run_id ORDER BY q.id DESC LIMIT 1"
    )
    return Made(**row) if row else None


async def cells() -> list[db.Row]:
    """How many customers each cell of the drawing holds."""
    return await db.rows(
        "SELECT across, up, quarter, COUNT(*) AS customers FROM influence_quartered GROUP BY across, up, quarter "
        "ORDER BY up, across"
    )


async def listing(quarter: str, after: str | None) -> Listing[db.Row]:
    """The customers of a quarter, or of all, who carry farthest first."""
    place = lists.place(after, int, int)
    conditions, values = ["c.left_at IS NULL"], list[Any]()
    if quarter in NAMES:
        conditions.append("q.quarter = ?")
        values.append(quarter)
    if place:
        conditions.append("(q.walks < ? OR (q.walks = ? AND q.customer_id > ?))")
        values += [place[0], place[0], place[1]]
    rows = await db.rows(
        "SELECT q.customer_id, q.person_id, q.quarter, q.amount, q.percentile, q.walks, q.is_unsure, k.reference, "
        "k.name AS customer, s.band, s.low, s.high, p.handle, p.name FROM influence_quartered q "
        "JOIN customer k ON k.id = q.customer_id JOIN person p ON p.id = q.person_id "
        "LEFT JOIN influence_choice c ON c.person_id = p.id "
        "LEFT JOIN influence_score s ON s.person_id = p.id AND s.run_id = (SELECT MAX(run_id) FROM influence_quartering) "
        f"WHERE {' AND '.join(conditions)} ORDER BY q.walks DESC, q.customer_id LIMIT ?",
        *values,
        PER_PAGE + 1,
    )
    return lists.page_of(rows, PER_PAGE, lambda row: (row["walks"], row["customer_id"]))


async def erased(person_id: int) -> None:
    """An account is erased: nothing says any more in which quarter it stood."""
    await Quartered.filter(person_id=person_id).delete()


jobs = [Job(JOB, cross, tries=3, label=mark("Crossing worth with influence"))]
CHANGES = ("influence.reckoned", "influence.left", "worth.reckoned")
reactions = [Reaction(JOB, CHANGES, wakes=JOB, after=timedelta(seconds=2))]
kinds = [groups.SegmentKind(KIND, mark("worth and influence"), where)]
