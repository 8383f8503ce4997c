"""What a club's home tells of what is new there, and to whom."""

from __future__ import annotations

from dataclasses import replace

from community.clubs import newest, queries, topics
from community.clubs.models import Topic
from community.clubs.queries import ClubCard
from kernel import clock
from kernel.features import House
from kernel.viewer import EVERYONE, MEMBERS
from tests import cast, clubs
from tests.community.meetings import gatherings
from tests.voting.wishes import lists


async def told(club: ClubCard) -> list[str]:
    return [sentence for sentence, _url, _at in await newest.told(club, most=20)]


async def test_a_meeting_is_told_to_whom_it_is_for(home: House) -> None:
    club = await clubs.found(members=["ben"])
    for title, audience in (("Open day", EVERYONE), ("With an account", MEMBERS), ("Between us", club.named)):
        await gatherings.plan(club, title, audience=audience)
    outside = replace(club, role=None)
    planned = {f"A meeting is planned: {title}" for title in ("Open day", "With an account", "Between us")}
    assert planned <= set(await told(club))
    assert planned & set(await told(outside)) == {"A meeting is planned: Open day"}
    assert await told(replace(outside, is_private=True)) == []


async def test_a_series_is_told_once(home: House) -> None:
    club = await clubs.found()
    await gatherings.plan(club, "Every week", rule="FREQ=WEEKLY;COUNT=5", audience=EVERYONE)
    assert (await told(club)).count("A meeting is planned: Every week") == 1


async def test_a_list_is_told_at_each_of_its_steps_but_not_as_a_draft(home: House) -> None:
    club = await clubs.found()
    await lists.drafted(club)
    assert not any("What we ask for" in sentence for sentence in await told(club))
    wishes = await lists.delivered(club)
    steps = [one for one in await newest.told(club, most=20) if "What we ask for" in one[0]]
    assert {sentence for sentence, _url, _at in steps} == {
        "Signing of a wish list began: What we ask for",
        "A wish list was delivered: What we ask for",
    }
    assert {url for _sentence, url, _at in steps} == {f"{club.url}/wishes/{wishes.id}"}


async def test_the_latest_two_topics_are_told_and_hidden_ones_are_not(home: House) -> None:
    club = await clubs.found()
    ada = await cast.viewer("ada")
    club = await queries.find(ada, club.slug)
    for title in ("First", "Second", "Third"):
        last = await topics.open_one(ada, club, title=title, body="Winter.")
    opened = [sentence for sentence in await told(club) if "topic" in sentence]
    assert opened == ["A topic was opened: Third", "A topic was opened: Second"]
    assert (await newest.told(club))[0][1] == f"{club.url}/topics/{last}"
    await Topic.filter(id=last).update(hidden_at=clock.now())
    assert "A topic was opened: Third" not in await told(club)
