"""Every form at a club's doors and in its talk, filled with what nobody would type."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from community.clubs import bans, charters, joining, queries, topics
from community.clubs.models import Entry
from kernel import db, security
from tests import cast, clubs
from tests.browsing import Browser
from tests.journeys.papers import Paper, papers_of
from tests.journeys.test_hostile_forms import Sender, hostile

RUNNERS = "/clubs/runners"
PLACES = {
    "ada": [
        f"{RUNNERS}/{room}" for room in ("requests", "invitations", "bans", "topics/new", "topics/1", "topics/1/edit")
    ],
    "fay": [f"{RUNNERS}/join", "/clubs/asking/join"],
    "dan": ["/bans/1"],
    "mo": ["/moderation/appeals/2"],
    "sol": [f"{RUNNERS}/rule"],
}


async def world() -> None:
    """An open club with a charter, a topic, two who were shut out, one of whom appealed; another by request, asked once."""
    club = await clubs.found(members=["ben", "dan", "eve"])
    asking = await clubs.found("asking", host="ada", entry=Entry.REQUEST, question="Why?")
    ada = await cast.viewer("ada")
    async with db.transaction():
        await charters.write(club.id, int(ada.id or 0), "Be kind.")
    await topics.open_one(ada, club, title="Wet feet", body="Winter.")
    for handle in ("dan", "eve"):
        await bans.ban(ada, club, (await cast.person(handle)).id, reason="Rude.")
    await bans.appeal(await cast.viewer("eve"), 2, words="Not I.")
    gus = await cast.viewer("gus")
    await joining.ask(gus, await queries.find(gus, asking.slug), answer="Please.", charter=0)


async def test_no_form_of_a_club_breaks_writes_a_half_or_loses_a_word(browser: Browser) -> None:
    await world()
    wrong: list[str] = []
    sent = 0
    for handle, places in PLACES.items():
        sender = Sender(browser, handle)
        await sender.enter()
        for place, paper in await forms_on(sender.theirs, places):
            for one in paper.fields:
                for why, value in hostile(one).items():
                    security.forget_limits()
                    fields = {**paper.filled(), "csrf": await sender.token(place), one.name: value}
                    await sender.send(f"{why} as {one.name}", paper, fields)
        wrong += sender.wrong
        sent += sender.sent
    assert not wrong, "\n".join(wrong)
    assert sent > 150


async def forms_on(theirs: Browser, places: list[str]) -> list[tuple[str, Paper]]:
    found: dict[str, tuple[str, Paper]] = {}
    for place in places:
        page = await theirs.get(place)
        assert page.status_code == 200, place
        for paper in papers_of(page.text):
            paper.action = urlsplit(urljoin(str(page.url), paper.action or str(page.url))).path
            found.setdefault(re.sub(r"\d+", "{n}", paper.action), (place, paper))
    return list(found.values())
