"""How many of those who took part in a ballot were in doubt, told so that it points at nobody and says nothing of answers."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from kernel import db
from kernel.features import the_house
from voting.ballots import counter, filing
from voting.ballots.filing import Filed

NAME = "doubtful"
"""As the file calls it."""
FEWEST, FROM = 10, 3
"""Of fewer voters nothing is told, and a number only from three on."""
NONE, SOME = "0", "1 or 2"


async def doubted(ballot: int) -> set[int]:
    """Who of those who took part is in doubt, as those know who look at votes; nobody is written down."""
    return {person for ask in the_house().registered("ballot.doubted") for person in await ask(ballot)}


def told(cast: int, many: int) -> str:
    """What everybody may know: nothing of a few voters, of one or two in doubt that there are some, else how many."""
    if cast < FEWEST:
        return ""
    return str(many) if many >= FROM else SOME if many else NONE


def filed(in_doubt: str) -> dict[str, str]:
    """Its line in the ballot file; none where it is not told, as in files from before it was."""
    return {NAME: in_doubt} if in_doubt else {}


async def winners_without(ballot: int, found: Filed, doubted: AbstractSet[int]) -> list[str]:
    """Who would have won an open ballot without them, by their keys; of a secret one nobody knows.

    Winners alone: the totals without them would be, name by name, what those in doubt answered.
    """
    told_of = (found.about or {}).get(NAME, "")
    if told_of in ("", NONE, SOME):
        return []
    held = f"holder IN ({db.marks(sorted(doubted))})"
    rows = await db.rows(
        f"SELECT a.receipt FROM ballot_answer a JOIN ballot b ON b.id = a.ballot_id WHERE a.ballot_id = ? "
        f"AND b.is_secret IS NOT TRUE AND {held}",
        ballot,
        *map(str, sorted(doubted)),
    )
    out = {row["receipt"] for row in rows}
    sheets = tuple(sheet for sheet in found.sheets if sheet.receipt not in out)
    if not out or len(sheets) < FROM:
        return []
    picks = tuple(pick for pick in found.picks if pick[0] not in out)
    counted = await counter.counted(filing.own(replace(found, sheets=sheets, picks=picks)))
    return [str(key) for key in counted["winners"]]
