"""Scoring a design, wishing for it and taking either back: row, ledger and the design's counts in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kernel import clock, db
from kernel.errors import Forbidden, require
from kernel.events import record, record_all
from kernel.i18n import gettext as _
from kernel.together import Together
from kernel.viewer import Viewer
from voting.ballots import rules, tallies, traces
from voting.ballots.ledger import NOTHING, Given, turned
from voting.ballots.models import ScoreKind
from voting.ballots.rules import Scorable
from voting.ballots.tallies import Change, Pair, Row
from voting.ballots.traces import Trace

EVENTS = {
    ScoreKind.SCORED: "score.cast",
    ScoreKind.UNSCORED: "score.withdrawn",
    ScoreKind.WISHED: "wish.given",
    ScoreKind.UNWISHED: "wish.withdrawn",
}
GIVING = (ScoreKind.SCORED, ScoreKind.WISHED)
AT_ONCE = 500


@dataclass(frozen=True)
class Act:
    """What somebody does about a design; `trace` is where from."""

    design: int
    person: int
    kind: ScoreKind
    value: int | None = None
    trace: Trace | None = None

    @property
    def pair(self) -> Pair:
        return self.design, self.person


async def give(viewer: Viewer, design: Scorable, value: int, *, trace: Trace | None = None) -> bool:
    """Score a design from 0 to 5, or change the score; untrue when it was so already."""
    _require(viewer, design)
    return await _traced(Act(design.id, int(viewer.id or 0), ScoreKind.SCORED, value, trace))


async def take_back(viewer: Viewer, design: Scorable) -> bool:
    """Leave a design without one's score; untrue when there was none."""
    require(rules.may_withdraw(viewer))
    return await _box(Act(design.id, int(viewer.id or 0), ScoreKind.UNSCORED))


async def wish(viewer: Viewer, design: Scorable, *, trace: Trace | None = None) -> bool:
    """Say that one would buy it; untrue when it was said already."""
    _require(viewer, design)
    return await _traced(Act(design.id, int(viewer.id or 0), ScoreKind.WISHED, trace=trace))


async def unwish(viewer: Viewer, design: Scorable) -> bool:
    """Say so no longer; untrue when it was not said."""
    require(rules.may_withdraw(viewer))
    return await _box(Act(design.id, int(viewer.id or 0), ScoreKind.UNWISHED))


async def all_back(person_id: int) -> None:
    """Leave every design without somebody's score and wish, inside a transaction that is under way."""
    rows = await db.rows(
        "SELECT design_id FROM score WHERE person_id = ? AND (value IS NOT NULL OR wishes) ORDER BY design_id",
        person_id,
    )
    for start in range(0, len(rows), AT_ONCE):
        designs = [row["design_id"] for row in rows[start : start + AT_ONCE]]
        kinds = (ScoreKind.UNSCORED, ScoreKind.UNWISHED)
        await _write([Act(design, person_id, kind) for design in designs for kind in kinds])


async def gather(given: Mapping[Pair, tuple[Given, datetime]]) -> int:
    """Write down at once what was given at past moments, where nothing stands yet; says how many are new."""
    added: dict[Pair, tuple[Given, datetime]] = {}
    pairs = sorted(given)
    async with db.transaction():
        for start in range(0, len(pairs), AT_ONCE):
            new = await tallies.add({pair: given[pair] for pair in pairs[start : start + AT_ONCE]})
            added.update({pair: given[pair] for pair in new})
        changes: dict[int, Change] = {}
        for (design, _person), (what, _at) in added.items():
            changes.setdefault(design, Change()).turn(NOTHING, what, is_valid=True)
        await tallies.write([line for pair, (what, at) in sorted(added.items()) for line in _lines(pair, what, at)])
        await tallies.count(changes)
        if added:
            await record("scores.gathered", actor=None, subject=("design", min(changes)), created=len(added))
    return len(added)


def _lines(pair: Pair, given: Given, at: datetime) -> list[tallies.Line]:
    scored = [] if given.value is None else [(*pair, ScoreKind.SCORED, given.value, at)]
    return scored + ([(*pair, ScoreKind.WISHED, None, at)] if given.wishes else [])


async def _traced(act: Act) -> bool:
    done = await _box(act)
    if done:
        traces.kept(act.trace)
    return done


def _require(viewer: Viewer, design: Scorable) -> None:
    if viewer.id == design.author_id:
        raise Forbidden(_("This design is yours: the others score it."))
    if design.is_same_account:
        raise Forbidden(_("This design comes from your own account: the others score it."))
    require(rules.may_score(viewer, design) and design.takes_scores, _("This design takes no scores now."))


async def _write(acts: Sequence[Act]) -> list[bool]:
    """Do the acts in their order; says of each whether it changed anything."""
    alone: dict[Pair, Given] = {}
    for act in acts:
        alone[act.pair] = turned(alone.get(act.pair, NOTHING), act.kind, act.value)
    giving = {act.pair for act in acts if act.kind in GIVING}
    begun = clock.now()
    fresh = await tallies.add({pair: (alone[pair], begun) for pair in giving})
    held = await tallies.held(alone.keys() - fresh)
    changed, standing, changes = _turned(acts, held)
    done = [act for act, is_changed in zip(acts, changed, strict=True) if is_changed]
    if done:
        now = clock.now()  # the insert may have waited for others
        moved = {act.pair for act in done} & held.keys()
        await tallies.put({pair: standing[pair] for pair in moved}, now)
        await tallies.write([(*act.pair, act.kind, act.value, now) for act in done])
        for kind, event in EVENTS.items():
            if happened := [(act.person, ("design", act.design)) for act in done if act.kind == kind]:
                await record_all(event, happened)
        await traces.write([act.trace for act in done if act.kind in GIVING])
        await tallies.count(changes)
    return changed


def _turned(acts: Sequence[Act], held: Mapping[Pair, Row]) -> tuple[list[bool], dict[Pair, Given], dict[int, Change]]:
    """Which acts change anything, what stands after all of them, and what that adds to the counts."""
    standing, changes = {pair: row.given for pair, row in held.items()}, dict[int, Change]()
    changed = []
    for act in acts:
        before = standing.get(act.pair, NOTHING)
        after = standing[act.pair] = turned(before, act.kind, act.value)
        changed.append(after != before)
        if after != before:
            is_valid = held[act.pair].is_valid if act.pair in held else True
            changes.setdefault(act.design, Change()).turn(before, after, is_valid=is_valid)
    return changed, standing, changes


_box = Together(_write)
"""Scores that come in together are written together."""
