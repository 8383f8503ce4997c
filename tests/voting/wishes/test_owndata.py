"""The file a member may take away after they left a private club: what they did stays, the club's words do not."""

import json
from typing import Any

from community.clubs import leaving, queries
from community.people import queries as people
from tests import cast, clubs, polls
from tests.browsing import Browser
from tests.voting.wishes import lists
from voting.ballots import proxies

PARTS = ("signatures_of_wish_lists", "wish_lists", "ballots_you_may_vote_in", "votes_given_to_others")


async def parts_of(browser: Browser, handle: str) -> dict[str, Any]:
    found = json.loads((await (await cast.browser_as(browser, handle)).get("/account/data.json")).text)
    return {name: found[name] for name in PARTS}


async def test_what_somebody_did_stays_and_the_words_of_a_club_they_left_do_not(browser: Browser) -> None:
    club = await clubs.found("owls", members=["cid"], treasurers=["ben"], is_private=True, name="Night owls")
    await lists.delivered(club, signed=("ada", "ben"), items=(("An owl's torch", None),))
    ben = await cast.viewer("ben")
    await lists.drafted(await queries.find(ben, "owls"), host="ben", items=(("An owl's scarf", None),))
    await polls.opened(
        by=await cast.viewer("ada"), club_id=club.id, audience=club.named, title="Owls by night?", takes_proxies=True
    )
    cid = (await people.names([(await cast.person("cid")).id]))[(await cast.person("cid")).id]
    await proxies.give(ben, await queries.find(ben, "owls"), cid)
    before = json.dumps(await parts_of(browser, "ben"))
    for word in ("What we ask for", "An owl's scarf", "Owls by night?", "Night owls"):
        assert word in before
    await leaving.leave(ben, await queries.find(ben, "owls"))
    after = await parts_of(browser, "ben")
    (signed,), (written,), (asked,), (given,) = (after[name] for name in PARTS)
    assert (signed["list"], signed["ended_at"]) == ("a wish list you can no longer see", None)
    assert (written["list"], written["words"]) == ("a wish list you can no longer see", "")
    assert asked["question"] == "a ballot you can no longer see"
    assert (given["club"], given["given_to"]) == ("", "cid")
