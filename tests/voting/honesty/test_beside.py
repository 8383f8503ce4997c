"""Beside a count stands what is marked and what is set aside: on the roadmap, in the team's table, for programs."""

from __future__ import annotations

from tests import cast
from tests.browsing import Browser
from tests.voting.ballots.test_support import idea
from tests.voting.honesty.test_actions import found
from voting.demand import reckon
from voting.honesty import actions
from voting.roadmap import actions as roadmap


async def test_on_the_roadmap_in_the_team_s_table_and_for_programs_it_stands_beside_the_count(browser: Browser) -> None:
    marked, aside = await idea(), await idea()
    ada, ben, eve = await cast.member("ada"), await cast.member("ben"), await cast.member("eve")
    await found(marked, [ada, ben])
    await actions.quarantine(await cast.manager(), await found(aside, [ada, ben, eve]), why="One place, ten minutes")
    sol = await cast.editor()
    for one in (marked, aside):
        await roadmap.place(sol, one.id, horizon="now")
    await reckon.store(await reckon.reckon())
    team = await cast.browser_as(browser, "editor")
    for page in ("/roadmap", "/team/roadmap", "/team/roadmap/lanes"):
        told = (await team.get(page)).text
        assert (told.count("2 votes doubtful"), told.count("3 set aside")) == (1, 1), page
    for one, counts in ((marked, (2, 2, 2)), (aside, (0, 3, 0))):
        out = (await browser.get(f"/api/v1/ideas/{one.id}")).json()
        assert (out["supporters"], out["raw_votes"], out["doubtful_votes"]) == counts
