"""What a club's home costs, whoever looks, while nothing goes on there and while everything does."""

from __future__ import annotations

import pytest

from community.clubs import queries, topics
from community.clubs.queries import ClubCard
from kernel import cache, clock, site
from kernel.viewer import EVERYONE
from tests import cast, clubs
from tests import polls as made
from tests.browsing import Browser
from tests.community.meetings import gatherings
from tests.ideas.board import things
from tests.ideas.board.test_queries import statements
from tests.voting.demand.test_clubs import supported
from tests.voting.wishes import lists
from voting.ballots.poll_queries import PollCard
from voting.roadmap import actions as roadmap

MOST = 12
WHO = ("stranger", "ada", "ben", "editor")


async def measured(browser: Browser, monkeypatch: pytest.MonkeyPatch, *paths: str) -> str:
    """Each home within its limit for whoever it is there for; what the last of them reads."""
    page = ""
    for who in WHO:
        theirs = browser if who == "stranger" else await cast.browser_as(browser, who)
        await theirs.get("/rules-that-are-not-there")
        for path in paths if who in ("ada", "ben") else paths[:1]:
            cache.bump(light=True)
            with statements(monkeypatch) as seen:
                reply = await theirs.get(path)
            assert reply.status_code == 200
            assert 0 < len(seen) <= MOST, (
                who,
                path,
                "\n".join(f"{n} {s[:90]} ... {s[-60:]}" for n, s in enumerate(seen)),
            )
            page = reply.text
        await theirs.get(paths[0])
        with statements(monkeypatch) as again:
            await theirs.get(paths[0])
        assert len(again) == (0 if who == "stranger" else 1), (who, again)
    return page


async def lived_in(slug: str, *, is_private: bool = False) -> tuple[ClubCard, PollCard]:
    """A club with a meeting, a signed wish list, ideas on the roadmap, a topic and an open ballot."""
    club = await clubs.found(slug, host="ada", members=["ben"], is_private=is_private)
    ada = await cast.viewer("ada")
    audience = club.named if is_private else EVERYONE
    await gatherings.plan(club, f"Meeting of {slug}", audience=audience)
    wanted = await things.idea(f"Wider toes for {slug}")
    await supported(wanted.id, "ada", "ben")
    await roadmap.place(await cast.editor(), wanted.id, horizon="next", target="2027")
    await lists.delivered(club, signed=("ada", "ben"), items=[("Wider toes", wanted.id), ("Longer laces", None)])
    await topics.open_one(ada, await queries.find(ada, club.slug), title=f"Topic of {slug}", body="Winter.")
    return club, await made.opened("schulze", by=ada, club_id=club.id, audience=club.named, quorum=2)


async def test_a_bare_home_takes_few_statements(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    await site.change(name="Halage", ready=True)
    await clubs.found(host="ada", members=["ben"])
    await clubs.found("quiet", host="ada", members=["ben"], is_private=True)
    await measured(browser, monkeypatch, "/clubs/runners", "/clubs/quiet")


async def test_a_lived_in_home_takes_no_more(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a ballot that is open, and once it is counted."""
    await site.change(name="Halage", ready=True)
    with made.before(), clock.at(clock.now()):
        open_ones = [await lived_in("runners"), await lived_in("quiet", is_private=True)]
    with made.while_open():
        page = await measured(browser, monkeypatch, "/clubs/runners", "/clubs/quiet")
        assert all(word in page for word in ("Open ballot", "Next meeting", "Wider toes", "A ballot opened"))
    for _club, ballot in open_ones:
        await made.closed(ballot)
    with made.after():
        page = await measured(browser, monkeypatch, "/clubs/runners", "/clubs/quiet")
        assert all(word in page for word in ("Decided: Which last first?", "Next meeting", "Wider toes"))
