"""A challenge with a jury and two entries, as tests begin with it."""

from __future__ import annotations

from typing import Any

from ideas.challenges import queries as challenges
from ideas.challenges.queries import ChallengeCard, EntryLine
from kernel import clock
from kernel.viewer import Viewer
from tests import cast
from tests.ideas.challenges import called
from voting.ballots import score_queries, scores
from voting.contests import actions, queries

LOOKS = [("Answers the brief", 3), ("Can be made", 1)]


async def challenge(jurors: tuple[str, ...] = ("vera", "yann"), **values: Any) -> tuple[ChallengeCard, list[EntryLine]]:
    """Designs of Ada and Ben are entered; the jury looks."""
    made = await called.announced(**values)
    people = [(await cast.person(handle)).id for handle in jurors]
    await actions.empanel(await cast.manager(), made, LOOKS, people)
    made = await called.at(made, "submissions")
    numbers = [await called.entered(made, await cast.member(who), title=f"By {who}") for who in ("ada", "ben")]
    return made, [await challenges.entry(made.id, number) for number in numbers]


async def score(line: EntryLine, **given: int) -> None:
    """Scores by handle, given while scoring is open."""
    for handle, value in given.items():
        with clock.at(called.IN["scoring"]):
            viewer = await cast.member(handle)
            await scores.give(viewer, await score_queries.find(viewer, line.design_id), value)


async def wish(line: EntryLine, *handles: str) -> None:
    for handle in handles:
        with clock.at(called.IN["scoring"]):
            viewer = await cast.member(handle)
            await scores.wish(viewer, await score_queries.find(viewer, line.design_id))


async def marked(made: ChallengeCard, lines: list[EntryLine], handle: str, *rows: tuple[int, int]) -> Viewer:
    """A juror's marks, handed in."""
    viewer = await cast.member(handle)
    looks = await queries.criteria(made.id)
    with clock.at(called.IN["jury"]):
        for line, row in zip(lines, rows, strict=True):
            await actions.mark(viewer, made, line, {look.id: value for look, value in zip(looks, row, strict=True)})
        await actions.hand_in(viewer, made)
    return viewer
