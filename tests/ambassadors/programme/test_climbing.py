"""Tiers follow each reckoning: up, a notice, a grace, down; and the rule that invites."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from ambassadors.influence import choices
from ambassadors.programme import applying, climbing, inviting
from ambassadors.programme.models import Candidate, Enrolment, Nomination, TierMove
from kernel import clock, db
from kernel.features import House
from tests import cast
from tests.ambassadors.influence import told


async def reach(percentile: float, *handles: str) -> None:
    """A new reckoning in which these people have this place."""
    made = await told.run()
    for handle in handles:
        await told.score(made, (await cast.person(handle)).id, 400, percentile=percentile)


async def of(handle: str = "ben") -> Enrolment:
    return await Enrolment.get(current_for=(await cast.person(handle)).id)


async def hows() -> list[str]:
    return [move.how for move in await TierMove.all().order_by("id")]


async def test_a_tier_is_reckoned_after_each_run(home: House) -> None:
    await cast.person("ben")
    await reach(80, "ben")
    await climbing.climb()
    assert (await of()).tier == "relay"
    await climbing.climb()
    assert await hows() == ["in", "up"]


async def test_down_comes_with_a_notice_and_a_grace(home: House) -> None:
    await cast.person("ben")
    await reach(80, "ben")
    await climbing.climb()
    await reach(30, "ben")
    await climbing.climb()
    ben = await of()
    assert (ben.tier, ben.falls_to) == ("relay", "voice")
    with clock.at(clock.now() + timedelta(days=29)):
        await climbing.climb()
        assert (await of()).tier == "relay"
    with clock.at(clock.now() + timedelta(days=31)):
        await climbing.climb()
        assert ((await of()).tier, (await of()).falls_at) == ("voice", None)
    assert await hows() == ["in", "up", "warn", "down"]


async def test_a_tier_that_fits_again_is_kept(home: House) -> None:
    await cast.person("ben")
    for percentile in (80, 30, 81):
        await reach(percentile, "ben")
        await climbing.climb()
    assert ((await of()).tier, (await of()).falls_to) == ("relay", "")
    assert await hows() == ["in", "up", "warn", "spare"]


async def test_a_suspended_account_is_not_in_good_standing(home: House) -> None:
    ben = await cast.person("ben")
    await reach(99, "ben")
    await climbing.climb()
    assert (await of()).tier == "workshop"
    await db.execute("UPDATE person SET suspended_until = ? WHERE id = ?", clock.now() + timedelta(days=9), ben.id)
    await climbing.climb()
    assert (await of()).falls_to == "voice"


async def test_who_is_not_scored_by_choice_keeps_their_tier(home: House) -> None:
    ben = await cast.member("ben")
    await reach(80, "ben")
    await climbing.climb()
    await choices.leave(ben)
    await told.run()
    await climbing.climb()
    assert ((await of()).tier, (await of()).falls_to) == ("relay", "")


async def test_worth_and_points_are_no_criterion(home: House) -> None:
    """The ladder is given a place and whether standing is good; there is no third thing to give it."""
    await cast.person("ben")
    await reach(60, "ben")
    await climbing.climb()
    assert (await of()).tier == "guide"


async def over(handle: str = "ada", *, ideas: int = 1) -> None:
    """Somebody with some ideas taken up, at the ninetieth place."""
    from tests.ideas.board import things

    for number in range(ideas):
        idea = await things.idea(f"Idea {number}", by=await cast.viewer(handle))
        await db.execute("UPDATE idea SET status = 'planned' WHERE id = ?", idea.id)
    await reach(90, handle)


async def test_the_rule_asks_after_sixty_days_without_a_break(home: House) -> None:
    await over()
    await climbing.climb()
    assert await Candidate.all().count() == 1
    with clock.at(clock.now() + timedelta(days=59)):
        await climbing.climb()
        assert await Nomination.all().count() == 0
    with clock.at(clock.now() + timedelta(days=60, minutes=1)):
        await climbing.climb()
        await climbing.climb()
        asked = await Nomination.get()
        assert (asked.percentile, asked.bar, asked.accepted) == (90, 80, 1)
        found = await applying.apply(await cast.member("ada"), motivation="")
        assert found.nomination_id == asked.id
        assert (await Nomination.get()).answer == "yes"


async def test_a_break_begins_the_sixty_days_anew(home: House) -> None:
    await over()
    await climbing.climb()
    await told.run()
    await climbing.climb()
    assert await Candidate.all().count() == 0
    await reach(90, "ada")
    with clock.at(clock.now() + timedelta(days=61)):
        await climbing.climb()
        assert await Nomination.all().count() == 0


async def test_reach_without_standing_is_not_asked_nor_are_ambassadors_and_the_team(home: House) -> None:
    await reach(95, "ada", "ben", "mo")
    await climbing.climb()
    assert await Candidate.all().count() == 0


async def test_who_says_no_is_not_asked_again_for_a_year(home: House) -> None:
    await over()
    await climbing.climb()
    with clock.at(clock.now() + timedelta(days=61)):
        await climbing.climb()
        await inviting.decline(await cast.member("ada"))
    for days, asked in ((120, 1), (61 + 366, 2)):
        with clock.at(clock.now() + timedelta(days=days)):
            await climbing.climb()
            assert await Nomination.all().count() == asked


async def test_two_workers_at_once_ask_once_and_move_once(home: House) -> None:
    await cast.person("ben")
    await over()
    await climbing.climb()
    await reach(90, "ada", "ben")
    with clock.at(clock.now() + timedelta(days=61)):
        await asyncio.gather(climbing.climb(), climbing.climb())
    assert await Nomination.all().count() == 1
    assert await hows() == ["in", "up"]
