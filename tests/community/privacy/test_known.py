"""What is known about oneself, in words: where each part comes from, who looked, and saying that it is wrong."""

from __future__ import annotations

import pytest
from tortoise import Tortoise

from community.inbox.models import Notice
from community.people.owndata import Source
from community.privacy import columns, contests, looks, masking, told, values
from community.privacy.models import Contest, Look
from kernel import clock, i18n, jobs
from kernel.errors import Conflict
from kernel.features import House, the_house
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things


def test_an_address_is_masked_so_that_two_can_be_told_apart() -> None:
    table = {"ada@example.org": "a…@e…org", "x@y.co.uk": "x…@y…uk", "root@localhost": "r…@…", "": "", "nothing": "…"}
    assert {address: masking.email(address) for address in table} == table
    assert masking.email(None) == ""


async def test_every_part_says_where_it_comes_from_what_it_is_for_and_how_long_it_stays(home: House) -> None:
    wordless = [p.name for p in told.registered() if not (p.label and p.explained and p.kept)]
    assert wordless == []
    assert {part.source for part in told.registered()} == set(Source)


async def test_rows_are_told_in_words(home: House) -> None:
    [pairs] = told.lines(
        [{"title": "Laces", "created_at": clock.now(), "is_listed": True, "nothing": None, "parts": '{"low": 1}'}]
    )
    assert [pair[0] for pair in pairs] == ["Title", "When", "Listed", "Part › At least"]
    assert pairs[2][1] == "yes"
    assert columns.NAMES["answered_at"] == "Answered on"


async def test_a_member_reads_everything_by_source_and_nobody_else_does(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "member")
    await things.idea("Laces that last", by=await cast.member("ada"))
    page = (await ada.get("/account/data")).text
    assert "Laces that last" in page
    assert "Given" in page
    assert "Ideas you proposed" in page
    assert "Laces that last" in (await ada.get("/account/data/parts/ideas")).text
    assert (await ada.get("/account/data/parts/nonsense")).status_code == 404
    assert "Laces that last" not in (await (await cast.browser_as(browser, "ben")).get("/account/data")).text
    assert (await browser.peek("/account/data/parts/ideas")).status_code == 303


async def test_who_looked_is_told_by_what_they_do_and_once_for_one_look(home: House) -> None:
    ada, mo = await cast.member("ada"), await cast.manager()
    await looks.saw(mo, [int(ada.id or 0)], "case")
    await looks.saw(mo, [int(ada.id or 0)], "case")
    await looks.saw(mo, [int(ada.id or 0)], "case", reason="Case 7")
    await looks.saw(mo, [int(mo.id or 0)], "case")
    await looks.saw(await cast.member("ben"), [int(ada.id or 0)], "case")
    seen = (await looks.at(int(ada.id or 0))).items
    assert [(row["who"], row["reason"]) for row in seen] == [
        ("somebody of the community team", "Case 7"),
        ("somebody of the community team", ""),
    ]
    assert await Look.all().count() == 2


async def test_what_is_wrong_is_said_answered_and_told(browser: Browser) -> None:
    ada, sol, mo = [await cast.browser_as(browser, who) for who in ("ada", "sol", "mo")]
    page = "/account/data/parts/customer"
    assert (await ada.submit(page, f"{page}/contest", body="")).status_code == 422
    said = await ada.submit(page, f"{page}/contest", body="I bought none of this.")
    assert "answers within ten days" in said.text
    assert "I bought none of this." in said.text
    found = await Contest.get()
    assert (await mo.get(f"/contested/{found.id}")).status_code == 404
    assert (await ada.get(f"/contested/{found.id}")).status_code == 404
    assert "I bought none of this." in (await sol.get("/contested")).text
    assert "I bought none of this." not in (await mo.get("/contested")).text
    await sol.submit(f"/contested/{found.id}", f"/contested/{found.id}", fate="mended", words="The link is gone.")
    again = await sol.submit("/contested?show=answered", f"/contested/{found.id}", fate="kept", words="No.")
    assert again.status_code == 422
    assert "The link is gone." in (await ada.get("/account/data")).text
    await jobs.work(the_house(), until_idle=True)
    assert await Notice.filter(kind="data.answered").count() == 1
    assert "what you contested" in (await ada.get("/account/data/looks")).text


async def test_five_wait_at_most_and_nobody_answers_their_own(home: House) -> None:
    root = await cast.admin()
    for number in range(contests.AT_ONCE):
        await contests.contest(root, "ideas", body=f"Wrong {number}")
    assert (await contests.waiting(root, answered=False, after=None)).items == []
    with pytest.raises(Conflict, match="wait for their answers"):
        await contests.contest(root, "ideas", body="One more")


@pytest.mark.parametrize("text", ["[" * 20_000, '{"a":' * 400 + "1" + "}" * 400, '[{"a":' * 300 + "1" + "}]" * 300])
def test_words_in_many_brackets_stay_words(text: str) -> None:
    (pairs,) = told.lines({"body": text})
    assert len(pairs) == 1
    assert pairs[0][1].startswith(text[:20])


NEVER_TOLD = {
    *("listed_word", "board", "board_count", "board_field", "merge_source", "status_change", "idea_link", "likeness"),
    *("challenge", "phase_turn", "customer_unlinking", "offer", "roadmap_item", "found_vote", "point_posting"),
}
"""Tables with states of things that are nobody's, which the page does not tell."""
COUNTED = {
    ("moderation_case", "source"),
    ("ruling", "source"),
    ("club", "entry"),
    ("perk_claim", "why"),
    ("referral", "why"),
}


async def test_every_state_that_may_be_told_has_words(home: House) -> None:
    wordless = {
        (model._meta.db_table, name, str(value.value))
        for app in (Tortoise.apps or {}).values()
        for model in app.values()
        for name, column in model._meta.fields_map.items()
        for value in getattr(column, "enum_type", ())
        if model._meta.db_table not in NEVER_TOLD
        and (model._meta.db_table, name) not in COUNTED
        and value.value not in values.VALUES
    }
    assert wordless == set()


async def test_a_state_is_told_in_the_language_of_whoever_reads(home: House) -> None:
    with i18n.speaking("fr"):
        [pairs] = told.lines([{"said": "yes", "kind": "data.ready", "title": "yes", "state": "never heard of"}])
    assert [pair[1] for pair in pairs] == ["oui", "Le fichier de vos données est prêt", "yes", "never heard of"]
