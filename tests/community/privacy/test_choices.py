"""Being left out: of worth, of scores, of all of it, with each choice on record."""

from __future__ import annotations

import pytest

from ambassadors.influence import choices as influence
from community.privacy import choices, consents
from community.privacy.models import ConsentEvent
from kernel.errors import Missing
from kernel.features import House
from tests import cast
from tests.browsing import Browser


async def test_a_choice_is_left_and_taken_up_again_with_a_row_each_time(home: House) -> None:
    ada = await cast.member("ada")
    number = int(ada.id or 0)
    await choices.leave(ada, "worth")
    await choices.leave(ada, "worth")
    assert await choices.left("worth", number)
    assert not await consents.standing(number, "worth")
    await choices.come_back(ada, "worth")
    assert not await choices.left("worth", number)
    rows = await ConsentEvent.filter(person_id=number).order_by("id")
    assert [(row.what, row.is_given) for row in rows] == [("worth", False), ("worth", True)]
    assert "counts as one person" in rows[0].wording
    assert rows[0].version == rows[1].version
    with pytest.raises(Missing):
        await choices.leave(ada, "nonsense")


async def test_no_profiling_is_all_of_them_and_coming_back_to_one_ends_it(home: House) -> None:
    ada = await cast.member("ada")
    number = int(ada.id or 0)
    await choices.leave(ada, choices.ALL)
    assert not [choice.key for choice, out in await choices.standing(number) if not out]
    assert not (await influence.of(number)).is_scored
    await choices.come_back(ada, "influence")
    assert {choice.key: out for choice, out in await choices.standing(number)} == {
        "worth": True,
        "influence": False,
        "profiling": False,
    }


async def test_one_chooses_on_the_page_and_reads_what_one_agreed_to(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "member")
    said = await ada.submit("/account/data", "/account/data/choices/worth")
    assert "in force" in said.text
    assert "Count me without my worth: chosen" in said.text
    said = await ada.submit("/account/data", "/account/data/choices/worth/withdrawal")
    assert "in force" not in said.text
    assert "Count me without my worth: taken back" in said.text
    page = await ada.get("/account/data")
    from tests.browsing import hidden_fields

    sent = hidden_fields(page.text, "/account/data/choices/worth")
    assert (await ada.post("/account/data/choices/nonsense", sent)).status_code == 404
