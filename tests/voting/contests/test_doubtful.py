"""Beside the scores that a contest is decided by stands what was given, and what of it is marked as doubtful."""

from __future__ import annotations

from kernel import clock, db
from tests import cast
from tests.browsing import Browser
from tests.ideas.challenges import called
from tests.voting.contests import judged
from voting.ballots import doubts
from voting.ballots.doubt_models import Voted
from voting.ballots.doubts import Held
from voting.ballots.states import State
from voting.contests.result import faults


async def test_a_result_says_which_scores_were_in_doubt_and_which_do_not_count(browser: Browser) -> None:
    made, lines = await judged.challenge()
    await called.at(made, "scoring")
    await judged.score(lines[0], cleo=5, dana=4, emma=5, fynn=1)
    await judged.score(lines[1], cleo=3)
    held = {"cleo": Held(State.DOUBTFUL, "together made"), "fynn": Held(State.QUARANTINED, "burst", 1)}
    async with db.transaction():
        turns = {(lines[0].design_id, int((await cast.member(who)).id or 0)): one for who, one in held.items()}
        await doubts.write(Voted.SCORE, turns, by=None)
    made = await called.at(made, "jury")
    await judged.marked(made, lines, "vera", (5, 4), (2, 2))
    await called.at(made, "result")
    with clock.at(called.IN["result"]):
        told = (await browser.get("/challenges/autumn/result.json")).json()
        page = (await browser.get("/challenges/autumn/result")).text
    first, second = sorted(told["entries"], key=lambda entry: entry["design"] != lines[0].design_id)
    assert (first["scores"], first["given"], first["doubtful"]) == ([0, 0, 0, 0, 1, 2], 4, 1)
    assert (second["scores"], second["given"], second["doubtful"]) == ([0, 0, 0, 1, 0, 0], 1, 0)
    assert faults(told) == []
    assert (page.count("1 of them is marked as doubtful"), page.count("1 more does not count.")) == (1, 1)
