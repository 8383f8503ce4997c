"""Ballots as the index holds them, and those that a viewer may see of what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from community.clubs.queries import audience_of
from community.clubs.search import with_club
from kernel import db, i18n
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.search.registry import Document, Searchable, Shown, numbered
from kernel.viewer import EVERYONE, MEMBERS, Viewer
from voting.ballots import poll_queries
from voting.ballots.models import BallotState
from voting.ballots.poll_queries import PollCard


async def _documents(tail: str, *values: object) -> list[Document]:
    """With what may be chosen."""
    gathered = "group_concat(o.title, ', ')" if db.on_sqlite() else "string_agg(o.title, ', ')"
    found = await db.rows(
        "SELECT b.id, b.title, b.body, b.audience, b.club_id, k.is_private, "
        f"(SELECT {gathered} FROM ballot_option o WHERE o.ballot_id = b.id AND o.withdrawn_at IS NULL) AS options "
        "FROM ballot b LEFT JOIN club k ON k.id = b.club_id "
        f"WHERE b.state <> 'draft' AND b.hidden_at IS NULL AND {tail}",
        *values,
    )
    return [
        Document(
            "ballot",
            row["id"],
            row["title"],
            f"{row['body']}\n{row['options'] or ''}",
            facets={"sight": (_sight(row),)},
        )
        for row in found
    ]


def _sight(row: db.Row) -> str:
    """Everybody reads those of open clubs and those where members vote."""
    if row["is_private"]:
        return audience_of(row["club_id"])
    return EVERYONE if row["club_id"] or row["audience"] in (EVERYONE, MEMBERS) else str(row["audience"])


async def show(viewer: Viewer, numbers: Sequence[int]) -> Mapping[int, Shown]:
    """Those that the viewer may see, with until when they are open."""
    found = await poll_queries.cards(viewer, numbers)
    return {
        one.id: Shown(one.title, one.url, one.body, _until(one))
        for one in found.values()
        if one.state != BallotState.DRAFT
    }


def _until(ballot: PollCard) -> str:
    if ballot.state == BallotState.CANCELLED:
        return _("Called off")
    day = {"day": i18n.format_date(ballot.closes_at)}
    return (_("Closed on %(day)s") if ballot.state == BallotState.CLOSED else _("Open until %(day)s")) % day


EVENTS = ("ballot.announced", "ballot.cancelled", "ballot.hidden", "ballot.restored", "club.changed")
searchable = Searchable("ballot", mark("Ballots"), *numbered("b.id", _documents), show, EVENTS, with_club("ballot"))
