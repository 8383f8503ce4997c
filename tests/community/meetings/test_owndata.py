"""The file a member may take away: their own answers stay, the words of what is no longer shown to them do not."""

import json
from typing import Any

import pytest

from community.clubs import bans, leaving, queries
from community.meetings import actions, replies
from community.meetings.models import Said
from community.meetings.replies import Answer
from tests import cast, clubs
from tests.browsing import Browser
from tests.community.meetings.gatherings import plan

GONE = "a meeting you can no longer see"


async def data_of(browser: Browser, handle: str) -> dict[str, Any]:
    answer = await (await cast.browser_as(browser, handle)).get("/account/data.json")
    found: dict[str, Any] = json.loads(answer.text)
    return found


@pytest.mark.parametrize("ends", ["leaves", "is shut out"])
async def test_an_answer_stays_and_the_words_of_a_private_meeting_do_not(browser: Browser, ends: str) -> None:
    club = await clubs.found("owls", members=["ben"], is_private=True)
    meeting = await plan(club, "Owls at dusk", audience=club.named, place="The old mill")
    ben = await cast.viewer("ben")
    await replies.reply(ben, meeting, Answer(Said.YES, 0, "I am allergic to hay."))
    assert (await data_of(browser, "ben"))["meeting_answers"][0]["meeting"] == "Owls at dusk"
    if ends == "leaves":
        await leaving.leave(ben, await queries.find(ben, "owls"))
    else:
        ada = await cast.viewer("ada")
        await bans.ban(ada, await queries.find(ada, "owls"), int(ben.id or 0), reason="Hay.")
    ada = await cast.viewer("ada")
    await actions.call_off(ada, meeting, "Rain.")
    (own,) = (await data_of(browser, "ben"))["meeting_answers"]
    assert (own["meeting"], own["place"], own["begins_at"], own["note"]) == (GONE, "", None, "I am allergic to hay.")
    (hosted,) = (await data_of(browser, "ada"))["meetings_hosted"]
    assert (hosted["meeting"], hosted["place"]) == ("Owls at dusk", "The old mill")
