"""Ideas on the agendas of meetings, and the boards that what was asked for there is taken to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from community.clubs import queries as clubs
from community.meetings.agenda import IDEA, AgendaKind, Subject
from community.meetings.minutes import Desk
from ideas.board import actions, boards, club_boards, queries
from kernel.errors import Missing
from kernel.viewer import Viewer


async def _resolve(viewer: Viewer, ids: Sequence[int]) -> dict[int, Subject]:
    hidden = await queries.unseen(queries.impersonal(viewer), ids)
    found = await queries.card([number for number in ids if number not in hidden])
    return {one.id: Subject(one.title, one.url, one.status) for one in found.values()}


async def _offered(viewer: Viewer, club_id: int | None) -> list[tuple[str, str]]:
    """The brand's boards, and the club's own for its members."""
    found = [(board.slug, board.name) for board in await boards.open_to(viewer)]
    if club_id in viewer.clubs:
        own = club_boards.offered(await clubs.by_id(viewer, club_id or 0))
        found.append((own.slug, own.name))
    return found


async def _propose(viewer: Viewer, slug: str, *, club_id: int | None, title: str, body: str) -> int:
    """In the club whose meeting asked for it, where its host belongs to it."""
    club = await clubs.by_id(viewer, club_id) if club_id is not None and club_id in viewer.clubs else None
    if club and slug == club_boards.slug_of(club.id):
        board = await club_boards.opened(club)
    else:
        open_boards = {one.slug: one for one in await boards.open_to(viewer)}
        if slug not in open_boards:
            raise Missing()
        board = open_boards[slug]
    idea = await actions.propose(viewer, board, title=title, body=body, club_id=club.id if club else None)
    return idea.id


kind = AgendaKind(IDEA, re.compile(r"/ideas/([0-9]{1,9})(?![0-9])"), _resolve)
desk = Desk(_offered, _propose)
