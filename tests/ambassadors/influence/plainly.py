"""Whom supports are credited to, told again the slow way: every support beside every comment, one by one."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from ambassadors.influence.registry import CameBy, Heard
from community.discussion.models import Comment, Reaction, Thread
from ideas.board.models import Idea
from voting.ballots.models import Support

WINDOW = timedelta(days=30)
Way = tuple[datetime, int, int, int]
"""When, in which comment (0 for none), by whom, and about which idea."""


async def supports(came: list[CameBy]) -> list[Heard]:
    """All of them, in their order."""
    idea_of = {thread.id: thread.subject_id for thread in await Thread.filter(subject_kind="idea")}
    comments = {one.id: one for one in await Comment.all()}
    voices = sorted((one.created_at, one.id, one.author_id, idea_of[one.thread_id]) for one in comments.values())
    ideas = {idea.id: idea for idea in await Idea.all()}
    found = list[Heard]()
    for support in await Support.all().order_by("id"):
        idea, person = ideas[support.idea_id], support.person_id  # type: ignore[attr-defined]
        ways = sorted(await _ways(person, comments, idea_of, came))
        led = [one for one in _before(ways, support, idea.id) if one[2] != person]
        place = f"board:{idea.board_id}"
        heard = _before(voices, support, idea.id)
        parts = [(led[-1][2], 1.0, led[-1][1])] if led else _shared(person, idea.author_id, heard)
        for speaker, share, comment in parts:
            about = ("comment", comment) if comment else ("idea", idea.id)
            found.append(Heard(person, speaker, support.at, share, place, *about))
    return found


async def _ways(person: int, comments: dict[int, Comment], idea_of: dict[int, int], came: list[CameBy]) -> list[Way]:
    thanked = [(one.created_at, comments[one.comment_id]) for one in await Reaction.filter(person_id=person)]  # type: ignore[attr-defined]
    answered = [
        (one.created_at, comments[one.parent_id])
        for one in comments.values()
        if one.author_id == person and one.parent_id
    ]
    heard = [(at, one.id, one.author_id, idea_of[one.thread_id]) for at, one in thanked + answered]
    return [*heard, *((one.at, 0, one.by, one.idea) for one in came if one.person == person)]


def _before(ways: list[Way], support: Support, idea: int) -> list[Way]:
    return [one for one in ways if one[3] == idea and support.at - WINDOW < one[0] <= support.at]


def _shared(person: int, author: int, voices: list[Way]) -> list[tuple[int, float, int]]:
    last: dict[int, int] = {}
    for _at, comment, by, _idea in reversed(voices):
        last.setdefault(by, comment)
    some = list(islice(((by, comment) for by, comment in last.items() if by not in (person, author)), 10))
    if not some:
        return [(author, 1.0, 0)]
    rest = 1.0 if author == person else 0.5
    shared = [(by, rest / len(some), comment) for by, comment in some]
    return shared if author == person else [(author, 0.5, 0), *shared]
