"""Letters to friends: one and a reminder at most, stopped at once, and the address is gone when nothing is to be sent."""

import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from ambassadors.referrals import actions, forgetting, letters
from ambassadors.referrals.models import Campaign, Invite
from community.people import actions as people
from kernel import clock, db
from kernel.errors import Forbidden, Invalid, TooMany
from kernel.features import House
from tests import cast
from tests.ambassadors.referrals import friends
from tests.browsing import Browser

KIM = "kim@example.net"


async def written(email: str = KIM, *, remind: bool = True, lang: str = "en", who: str = "ada") -> None:
    held = await Campaign.first() or await friends.campaign()
    await letters.send(await cast.member(who), held, email, lang=lang, remind=remind)


async def everywhere(address: str) -> int:
    """How often an address stands in a table, digests aside."""
    count = 0
    for table, column in (("letter", "address"), ("referral_letter", "address"), ("job", "args"), ("event", "data")):
        count += await db.value(f"SELECT COUNT(*) FROM {table} WHERE CAST({column} AS TEXT) LIKE ?", f"%{address}%")
    return count


async def test_one_letter_and_one_reminder_and_then_the_address_is_nowhere(home: House) -> None:
    await written()
    assert len(await friends.letters(KIM)) == 1
    await letters.remind()
    assert len(await friends.letters(KIM)) == 1
    with clock.at(clock.now() + timedelta(days=8)):
        await letters.remind()
        await letters.remind()
        found = await friends.letters(KIM)
        assert [row["subject"] for row in found] == ["Ada Morel invites you"]  # the first has left the house
        assert "the only reminder" in found[0]["text"]
        assert await db.value("SELECT COUNT(*) FROM referral_letter WHERE address <> ''") == 0
        await db.execute("UPDATE letter SET sent_at = ?", clock.now())
        await forgetting.sweep()
    assert await everywhere(KIM) == 0


async def test_without_a_reminder_the_address_is_gone_with_the_letter(home: House) -> None:
    await written(remind=False)
    assert await db.value("SELECT address FROM referral_letter") == ""
    await db.execute("UPDATE letter SET sent_at = ?", clock.now())
    await forgetting.sweep()
    assert await everywhere(KIM) == 0


async def test_a_letter_that_no_server_takes_is_given_up_with_its_address(home: House) -> None:
    await written(remind=False)
    await forgetting.sweep()
    assert await everywhere(KIM) == 1
    with clock.at(clock.now() + timedelta(days=4)):
        await forgetting.sweep()
    assert await everywhere(KIM) == 0


async def test_the_digest_goes_after_thirty_days_and_only_a_stop_is_kept(home: House) -> None:
    await written(remind=False)
    await forgetting.stop(forgetting.digest("lea@example.net"))
    with clock.at(clock.now() + timedelta(days=31)):
        await forgetting.sweep()
    assert await db.value("SELECT COUNT(*) FROM referral_letter WHERE digest IS NOT NULL") == 0
    assert await db.value("SELECT COUNT(*) FROM referral_unwanted") == 1


@pytest.mark.parametrize("again", [KIM, "KIM+spam@example.net".lower()])
async def test_nobody_else_writes_to_the_same_letter_box_meanwhile(home: House, again: str) -> None:
    await written()
    await written(again, who="ben")
    assert len(await db.rows("SELECT id FROM letter")) == 1
    with clock.at(clock.now() + timedelta(days=31)):
        await forgetting.sweep()
        await written(again, who="ben", remind=False)
    assert len(await db.rows("SELECT id FROM letter")) == 1  # the first was given up by then


async def test_who_has_an_account_or_opens_one_meanwhile_gets_no_letter(home: House) -> None:
    await cast.person("ben")
    await written("ben@example.org")
    assert await friends.letters("ben@example.org") == []
    await written()
    await people.create(name="Kim", email=KIM, password="long enough, surely")
    first = await friends.letters(KIM)
    with clock.at(clock.now() + timedelta(days=8)):
        await letters.remind()
    assert await friends.letters(KIM) == first
    assert await db.value("SELECT COUNT(*) FROM referral_letter WHERE address <> ''") == 0


async def test_after_the_campaign_nobody_is_reminded(home: House) -> None:
    await written()
    held = await Campaign.first()
    assert held is not None
    await actions.end(await cast.editor(), held)
    with clock.at(clock.now() + timedelta(days=8)):
        await letters.remind()
    assert await friends.letters(KIM) == []


async def test_the_link_of_a_letter_stops_them_at_once_without_an_account(browser: Browser) -> None:
    await written()
    letter = (await friends.letters(KIM))[0]
    headers = json.loads(letter["headers"])
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = urlsplit(headers["List-Unsubscribe"].strip("<>")).path
    assert path in letter["text"]
    assert "/inbox/preferences" not in letter["text"]  # whoever reads it has no account
    assert KIM not in path
    assert "kim" not in path
    assert "Stop these letters" in (await browser.get(path)).text
    reply = await browser.post(path, {"List-Unsubscribe": "One-Click"})
    assert reply.status_code == 200
    assert "You get no more of these letters" in reply.text
    assert await db.value("SELECT COUNT(*) FROM referral_letter WHERE address <> '' OR remind_at IS NOT NULL") == 0
    with clock.at(clock.now() + timedelta(days=60)):
        await forgetting.sweep()
        await written(who="ben")
        assert len(await friends.letters(KIM)) == 0  # swept, and none new
    await browser.submit(path, f"{path}/again")
    assert await db.value("SELECT COUNT(*) FROM referral_unwanted") == 0


async def test_a_made_up_link_stops_nobody(browser: Browser) -> None:
    told = forgetting.digest(KIM)
    assert (await browser.get(f"/no-letters/{told}-{'0' * 32}")).status_code == 404
    assert (await browser.post("/no-letters/x", {})).status_code == 404
    assert await db.value("SELECT COUNT(*) FROM referral_unwanted") == 0


async def test_a_letter_speaks_the_language_chosen(home: House) -> None:
    await written(lang="fr")
    assert (await friends.letters(KIM))[0]["subject"] == "Ada Morel vous invite"


async def test_nobody_writes_to_themselves_or_without_end_or_from_an_address_unproven(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "settings", home.settings.model_copy(update={"rate_limits": "on"}))
    with pytest.raises(Invalid):
        await written("ada+x@example.org")
    await cast.person("zed", confirmed=False)
    with pytest.raises(Forbidden):
        await written(who="zed")
    for number in range(20):
        await written(f"friend{number}@example.net")
    with pytest.raises(TooMany):
        await written("one-more@example.net")


async def test_the_letters_of_who_is_erased_are_not_sent(home: House) -> None:
    await written()
    ada = await cast.person("ada")
    async with db.transaction():
        for participant in home.registered("person.erasing"):
            await participant(ada.id)
    assert await Invite.filter(address=KIM).count() == 0
    with clock.at(clock.now() + timedelta(days=8)):
        await letters.remind()
    assert len(await friends.letters(KIM)) == 1
