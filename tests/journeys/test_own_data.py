"""From reading what is known of oneself to being nobody here any more, by plain forms, on both databases."""

from __future__ import annotations

import argparse
import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any

from community.people.models import Person
from community.privacy import commands, contests, erasing, leaving, looks
from community.privacy.models import Contest, Erasure, Fate
from community.trust import standing
from ideas.board.models import Idea
from kernel import clock, db, jobs
from kernel.demo import PASSWORD
from kernel.features import House, the_house
from kernel.models import Letter
from tests import cast, hearing
from tests.browsing import Browser, Page
from tests.community.discussion import things as talk
from tests.ideas.board import things
from voting.ballots import actions as ballots
from voting.ballots import queries as supports

HANDLE, NAME, WORD = "quillfeather", "Zéphyrine Quillfeather", "ocelotcomment"
EMAIL = f"{HANDLE}@example.org"
KEPT = {"votes": "keep", "ideas": "keep", "talk": "remove", "designs": "keep"}


async def lived(*, language: str = "en") -> tuple[Idea, Idea]:
    """A customer who proposed, supported and said something, and was looked at; says their idea and the other's."""
    person = await cast.person(HANDLE, language=language)
    await Person.filter(id=person.id).update(name=NAME)
    await hearing.customer(HANDLE, amounts=(8900, 12900))
    them, ben, mo = await cast.viewer(HANDLE), await cast.member("ben"), await cast.manager()
    mine = await things.idea("Laces that last", by=them, body="Waxed ones.")
    other = await things.idea("Straps", by=ben)
    await ballots.cast(them, await supports.find(them, other.id))
    await ballots.cast(ben, await supports.find(ben, mine.id))
    await talk.message(other, f"An {WORD} here.", by=them)
    await looks.saw(mo, [person.id], "case", reason="Case 7")
    await standing.reckon_all()
    return mine, other


async def reads_and_chooses(them: Browser) -> None:
    """Every source has its parts, one is put right, one contested, three choices are made."""
    page = (await them.get("/account/data")).text
    for source in ("Given", "Observed", "Imported", "Inferred"):
        assert f"<h2>{source}</h2>" in page
    assert "somebody of the community team" in page
    assert "Case 7" in page
    for part in set(re.findall(r"/account/data/parts/(\w+)", page)):
        assert (await them.get(f"/account/data/parts/{part}")).status_code == 200, part
    contested = "/account/data/parts/customer"
    assert "answers within ten days" in (await them.submit(contested, f"{contested}/contest", body="Not mine.")).text
    for key in ("worth", "influence", "profiling"):
        done = await them.submit("/account/data", f"/account/data/choices/{key}")
        assert "you are left out of it" in done.text
    assert done.text.count('<span class="badge">in force</span>') == 3


async def takes_away(them: Browser) -> zipfile.ZipFile:
    """The file, made by the worker."""
    await them.submit("/account/data/download", "/account/data/download")
    await jobs.work(the_house(), until_idle=True)
    [address] = re.findall(r"/account/data/download/\d+/\w+", (await them.get("/account/data/download")).text)
    return zipfile.ZipFile(io.BytesIO((await them.get(address)).content))


async def closes(them: Browser) -> Page:
    return await them.submit("/account/erasure", "/account/erasure", **KEPT, sure="true")


async def time_passes(house: House) -> None:
    """Fourteen days, and the day after in which the old index and the receipt go."""
    await Erasure.all().update(due_at=clock.now() - timedelta(minutes=1))
    await erasing.run()
    for _turn in range(3):
        await jobs.work(house, until_idle=True)
        await db.execute("UPDATE job SET run_at = ? WHERE kind LIKE 'privacy.%' AND state = 'ready'", clock.now())
    await jobs.work(house, until_idle=True)


async def test_a_member_reads_contests_chooses_takes_away_and_is_gone_for_good(browser: Browser, capsys: Any) -> None:
    mine, other = await lived()
    await jobs.work(the_house(), until_idle=True)
    them = await browser.another().sign_in(EMAIL, PASSWORD)
    await reads_and_chooses(them)
    await contests.answer(await cast.editor(), (await Contest.get()).id, fate=Fate.KEPT, words="It is yours.")
    assert "It is yours." in (await them.get("/account/data")).text
    archive = await takes_away(them)
    told = {
        name: archive.read(name).decode() for name in archive.namelist() if not name.startswith(("files/", "font/"))
    }
    assert all(json.loads(text) is not None or text == "null" for name, text in told.items() if name.endswith(".json"))
    assert "Laces that last" in told["pages/ideas.html"]
    assert "Not mine." in told["pages/contested.html"]

    assert "Until" in (await closes(them)).text
    back = await browser.another().sign_in(EMAIL, PASSWORD)
    assert f"{NAME}, your account is closed" in (await back.get("/ideas")).text
    assert "Everything is as it was" in (await back.submit("/account/leaving", "/account/leaving/undo")).text
    assert NAME in (await browser.get(f"/ideas/{mine.id}")).text

    assert "Until" in (await closes(back)).text
    assert await leaving.due() == []
    await time_passes(the_house())
    assert await Letter.filter(address=EMAIL).count() == 0
    looking = argparse.Namespace(look_for=[NAME, HANDLE, WORD], json=False)
    assert await commands._erasures(the_house(), looking) == 0
    assert "words found in 0 places" in capsys.readouterr().out
    refused = await browser.another().submit("/sign-in", "/sign-in", email=EMAIL, password=PASSWORD)
    assert refused.status_code in (401, 422)
    kept = (await browser.get(f"/ideas/{mine.id}")).text
    assert "Laces that last" in kept
    assert "Somebody who left" in kept
    assert (await db.row("SELECT supporters FROM idea WHERE id = ?", other.id) or {})["supporters"] == 1
    assert WORD not in (await browser.get(f"/ideas/{other.id}")).text
