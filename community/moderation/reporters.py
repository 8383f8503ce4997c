"""How right reporters were, kept as their reports are answered, and how many reports each may have open."""

from __future__ import annotations

from collections.abc import Sequence

from community.moderation import weighing
from community.moderation.models import Act, Ruling, Sanction
from kernel import db
from kernel.errors import TooMany
from kernel.i18n import ngettext

_MOVE = (
    "INSERT INTO reporter (person_id, heeded, dismissed) VALUES (?, ?, ?) ON CONFLICT (person_id) DO UPDATE SET "
    "heeded = reporter.heeded + excluded.heeded, dismissed = reporter.dismissed + excluded.dismissed"
)
_AGAINST = "(u.act IN ('hide', 'remove', 'edit') OR (u.act <> 'gone' AND u.measure <> 'none'))"
"""Of a ruling `u`: did it find something against the thing or its author?"""
_FOR = "(u.act IN ('none', 'restore') AND u.measure = 'none')"
LEDGER = (
    f"SELECT r.reporter_id AS person_id, sum(CASE WHEN {_AGAINST} THEN 1 ELSE 0 END) AS heeded, "
    f"sum(CASE WHEN {_FOR} THEN 1 ELSE 0 END) AS dismissed FROM report r JOIN ruling u ON u.id = r.ruling_id "
    "WHERE r.reporter_id IS NOT NULL GROUP BY r.reporter_id"
)
"""What everybody's counts fold up from."""


def verdict(ruling: Ruling) -> tuple[int, int]:
    """What a ruling adds to its reporters: heeded and dismissed; neither where the thing was gone."""
    if ruling.act == Act.GONE:
        return 0, 0
    against = ruling.act in (Act.HIDE, Act.REMOVE, Act.EDIT) or ruling.measure != Sanction.NONE
    return (1, 0) if against else (0, 1)


async def count(people: Sequence[int | None], ruling: Ruling, *, back: bool = False) -> None:
    """Their reports were answered by a ruling, or are no longer; inside its transaction."""
    sign = -1 if back else 1
    heeded, dismissed = verdict(ruling)
    if heeded or dismissed:
        rows = [(one, sign * heeded, sign * dismissed) for one in people if one]
        await db.execute_many(_MOVE, rows)


async def accuracy(person_id: int) -> tuple[float, int]:
    """How much of a person a reporter weighs, and how many open reports they may have."""
    row = await db.row("SELECT heeded, dismissed FROM reporter WHERE person_id = ?", person_id)
    heeded, dismissed = (row["heeded"], row["dismissed"]) if row else (0, 0)
    return weighing.accuracy(heeded, dismissed), weighing.may_have_open(heeded, dismissed)


async def stop_when_full(person_id: int, most: int) -> None:
    """TooMany for whoever has as many reports waiting as they may."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM report WHERE reporter_id = ? AND ruling_id IS NULL LIMIT ?) q"
    if await db.value(sql, person_id, most) >= most:
        said = ngettext(
            "You have %(count)s report waiting to be read. Send this one when it has been answered.",
            "You have %(count)s reports waiting to be read. Send this one when some have been answered.",
            most,
        )
        raise TooMany(said % {"count": most})


async def differences(*, mend: bool) -> list[str]:
    """Where the counts are not what the ledger folds up to."""
    ledger = {row["person_id"]: (int(row["heeded"]), int(row["dismissed"])) for row in await db.rows(LEDGER)}
    kept = {
        row["person_id"]: (row["heeded"], row["dismissed"])
        for row in await db.rows("SELECT person_id, heeded, dismissed FROM reporter")
    }
    wrong = [one for one in ledger.keys() | kept.keys() if ledger.get(one, (0, 0)) != kept.get(one, (0, 0))]
    if mend and wrong:
        moves = [(one, *_gap(ledger.get(one, (0, 0)), kept.get(one, (0, 0)))) for one in wrong]
        await db.execute_many(_MOVE, moves)
    return [f"reporter {one}: {kept.get(one, (0, 0))} kept, {ledger.get(one, (0, 0))} folded" for one in sorted(wrong)]


def _gap(folded: tuple[int, int], kept: tuple[int, int]) -> tuple[int, int]:
    return folded[0] - kept[0], folded[1] - kept[1]
