"""What becomes of somebody's perks when their account is erased."""

from __future__ import annotations

from ambassadors.perks import claims, queries
from ambassadors.perks.models import Standing, Why
from kernel import db


async def erased(person_id: int) -> None:
    """What is held goes back to the stock; names that wait are forgotten, those accepted stand without their author.

    Inside the transaction of the erasure. A code that was seen stays drawn: it may be in use.
    """
    for claim_id in await queries.ids("c.person_id = ? AND c.standing = ?", person_id, Standing.HELD.value):
        await claims.send_back(claim_id, Why.ERASED)
    sql = "UPDATE perk_claim SET words = '' WHERE person_id = ? AND standing <> ?"
    await db.execute(sql, person_id, Standing.USED.value)
