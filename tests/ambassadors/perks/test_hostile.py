"""Every form of perks, filled with what nobody would type, by a member and by the team."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest

from ambassadors.perks import claims
from ambassadors.perks.models import Gives
from kernel import site
from tests import cast
from tests.ambassadors.perks import shelf
from tests.browsing import Browser
from tests.community.meetings import gatherings
from tests.journeys.papers import papers_of
from tests.journeys.test_hostile_forms import Sender, differences, hostile


async def places(handle: str) -> list[str]:
    """Pages with every form that somebody meets here."""
    ada = await cast.member("ada")
    await shelf.purse(ada, free=100_000)
    meeting = await gatherings.plan(None, seats=9)
    naming = await shelf.perk(Gives.NAMING, label="The winter insole", stock=50, most_each=99)
    pooled, draft = await shelf.perk(most_each=99, codes=50), await shelf.perk(publish=False)
    seat = await shelf.perk(Gives.SEAT, meeting_id=meeting.id, stock=3, most_each=2)
    sealed, seen = await shelf.take(ada, pooled), await shelf.take(ada, pooled)
    named = await shelf.take(ada, naming, words="Millrace")
    await claims.look(ada, seen)
    if handle == "ada":
        return [naming.url, pooled.url, seat.url, sealed.url, named.url]
    made = [f"/team/perks/new/{gives.value}" for gives in Gives]
    kept = [f"/team/perks/{one.id}{edit}" for one in (pooled, draft, seat, naming) for edit in ("", "/edit")]
    return ["/team/perks", *made, *kept, f"/team/perks/claims/{seen.id}/code"]


@pytest.mark.parametrize(("settings", "handle"), [("postgresql", "ada"), ("sqlite", "sol")], indirect=["settings"])
async def test_no_form_breaks_writes_a_half_or_loses_a_word(browser: Browser, handle: str) -> None:
    await site.change(ready=True)
    sender = Sender(browser, handle)
    wanted = await places(handle)
    sender.theirs = await cast.browser_as(browser, handle)
    done: set[str] = set()
    for place in wanted:
        page = await sender.theirs.get(place)
        for paper in papers_of(page.text):
            paper.action = urlsplit(urljoin(str(page.url), paper.action or str(page.url))).path
            kind = re.sub(r"\d+", "{n}", paper.action)
            if "perks" not in kind or kind in done:
                continue
            done.add(kind)
            token = await sender.token(place)
            for one in paper.fields:
                for why, value in hostile(one).items():
                    await sender.send(f"{why} as {one.name}", paper, {**paper.filled(), "csrf": token, one.name: value})
            await sender.send("no field at all", paper, {"csrf": token})
    assert len(done) >= (4 if handle == "ada" else 12), done
    assert not sender.wrong, "\n".join(sender.wrong)
    assert await differences() == []
