"""Forms of wish lists with what nobody would type: refused clearly, nothing half written, no word lost."""

from __future__ import annotations

import html

from kernel import db
from tests import cast, clubs
from tests.browsing import Browser
from tests.journeys.test_hostile_forms import HOSTILE
from tests.voting.wishes import lists
from voting.wishes import queries, replies
from voting.wishes.models import Reply

GOOD = {
    "new": {"title": "What we ask for", "items": "Wider toes", "body": "Because our feet are.", "ballot": ""},
    "answer": {"reply": "accepted", "horizon": "next", "promised_on": "", "body": "We are on it already."},
    "words": {"body": "At the ball of the foot."},
}


async def test_no_form_breaks_or_loses_a_word(browser: Browser) -> None:
    club = await clubs.found()
    wishes, editor = await lists.delivered(club), await cast.editor()
    first, second, _third = await queries.items(editor, wishes)
    ada, sol = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "editor")
    for field in GOOD["new"]:
        await _tried(ada, f"{club.url}/wishes/new", f"{club.url}/wishes/new", "new", field)
    for field in GOOD["answer"]:
        await _tried(sol, wishes.team_url, f"{wishes.team_url}/items/{first.id}/answer", "answer", field)
    for value in HOSTILE.values():
        await replies.answer(editor, wishes, second.id, reply=Reply.QUESTION, body="Where?")
        answer = f"{wishes.url}/items/{second.id}/words"
        assert (await ada.submit(wishes.url, answer, body=value)).status_code in (200, 422)


async def _tried(theirs: Browser, page: str, action: str, form: str, field: str) -> None:
    for why, value in HOSTILE.items():
        sent = {**GOOD[form], field: value}
        before = await _counts()
        reply = await theirs.submit(page, action, **sent)
        assert reply.status_code in (200, 422), (form, field, why, reply.status_code)
        if reply.status_code == 422:
            assert await _counts() == before, (form, field, why)
            assert html.escape("Because our feet are." if form == "new" else "already", quote=True) in reply.text or (
                field == "body"
            ), (form, field, why)


async def _counts() -> list[int]:
    return [
        await db.value(f"SELECT count(*) FROM {table}") for table in ("wish_list", "wish_item", "wish_word", "event")
    ]


async def test_numbers_that_are_none_are_not_found(browser: Browser) -> None:
    club = await clubs.found()
    wishes = await lists.delivered(club)
    ada, sol = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "editor")
    for number in ("0", "-1", "x", "99999999999", "7" * 400, "²"):
        for url in (f"{club.url}/wishes/{number}", f"{club.url}/roadmap/{number}", f"{club.url}/wishes/{number}/text"):
            assert (await ada.get(url)).status_code == 404, url
        assert (await sol.get(f"/team/wishes/{number}")).status_code == 404
        answered = await sol.submit(
            wishes.team_url, f"{wishes.team_url}/items/{number}/answer", reply="declined", body="No."
        )
        assert answered.status_code == 404
