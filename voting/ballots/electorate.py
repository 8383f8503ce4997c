"""Who may answer a ballot: people of an audience as it stands, or those who came to a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kernel import db
from kernel.i18n import mark
from kernel.viewer import CLUB, MEMBERS
from voting.ballots.plans import PRESENT
from voting.value import groups, queries
from voting.value.links import SHOWN

CUSTOMERS = "customers"
VERIFIED = mark("Verified customers: their address is confirmed, a provider vouches for them, or the team knows them")
_CLAIMED = "p.is_claimed IS TRUE"


async def people(audience: str, meeting_id: int | None) -> tuple[str, list[Any]]:
    """A query that gives the `id` of each; nobody for an audience that is there no more."""
    if audience == PRESENT:
        return _those(
            "JOIN meeting_reply r ON r.person_id = p.id", "r.meeting_id = ? AND r.arrived_at IS NOT NULL", [meeting_id]
        )
    if audience == MEMBERS:
        return _those("", _CLAIMED, [])
    if audience.startswith(CLUB):
        belongs = "JOIN membership m ON m.person_id = p.id AND m.stands IS TRUE"
        return _those(belongs, "m.club_id = ?", [int(audience.removeprefix(CLUB))])
    return await _customers(audience)


async def among(audience: str, meeting_id: int | None, persons: Sequence[int]) -> set[int]:
    """Those of some people who are of the audience now."""
    sql, values = await people(audience, meeting_id)
    found = await db.rows(f"SELECT q.id FROM ({sql}) q WHERE q.id IN ({db.marks(persons)})", *values, *persons)
    return {row["id"] for row in found}


async def size(audience: str, meeting_id: int | None) -> int:
    sql, values = await people(audience, meeting_id)
    return int(await db.value(f"SELECT count(*) AS n FROM ({sql}) q", *values) or 0)


async def _customers(audience: str) -> tuple[str, list[Any]]:
    """An address that is not confirmed gives no vote."""
    linked = f"JOIN customer_link l ON l.person_id = p.id AND l.source IN ({db.marks(SHOWN)})"
    if audience == CUSTOMERS:
        return _those(linked, _CLAIMED, [*SHOWN])
    card = next((card for card in await groups.every() if card.audience == audience), None)
    if card is None:
        return _those("", "p.id < 0", [])
    condition, values = card.where()
    customer = "JOIN customer c ON c.id = l.customer_id LEFT JOIN worth w ON w.customer_id = c.id AND w.run_id = ?"
    return _those(f"{linked} {customer}", condition, [*SHOWN, await queries.latest_run_id(), *values])


def _those(joined: str, condition: str, values: list[Any]) -> tuple[str, list[Any]]:
    return f"SELECT p.id FROM person p {joined} WHERE {_CLAIMED} AND {condition}", values
