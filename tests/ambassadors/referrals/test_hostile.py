"""The forms of referrals, each field filled with what nobody would type: no error of ours, nothing half done, no word lost."""

from __future__ import annotations

import pytest

from tests import cast
from tests.ambassadors.referrals import friends
from tests.browsing import Browser
from tests.journeys.papers import papers_of
from tests.journeys.test_hostile_forms import Sender, hostile

PAGES = {
    "": ("/sign-up?via={code}", "/sign-up/invited?via={code}"),
    "ada": ("/account/referrals",),
    "sol": ("/team/referrals/new", "/team/referrals/{campaign}", "/team/referrals/{campaign}/terms"),
}


@pytest.mark.parametrize("handle", list(PAGES))
async def test_no_form_of_referrals_breaks_or_loses_a_word(browser: Browser, handle: str) -> None:
    own = await friends.code(await friends.campaign())
    await friends.friend(own)
    sender = Sender(browser, handle)
    sender.theirs = await cast.browser_as(browser, handle) if handle else browser.another()
    for path in PAGES[handle]:
        place = path.format(code=own.code, campaign=own.campaign_id)
        for paper in papers_of((await sender.theirs.get(place)).text):
            if not paper.action.startswith(("/sign-up", "/account/referrals", "/team/referrals")):
                continue
            token = await sender.token(place)
            sender.held = {}  # to open the page counts for the day
            for one in paper.fields:
                for why, value in hostile(one).items():
                    await sender.send(f"{why} as {one.name}", paper, {**paper.filled(), "csrf": token, one.name: value})
            await sender.send("no field at all", paper, {"csrf": token})
    assert sender.sent > 5
    assert not sender.wrong, "\n".join(sender.wrong)
