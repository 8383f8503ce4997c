"""What members write to the team, and to a club's hosts, is reported where it is read, taken out by a ruling, and put back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from ambassadors.influence.models import Objection
from ambassadors.programme.models import Application
from community.clubs.models import Ban, JoinRequest
from community.moderation import actions, appeals, registry
from community.moderation.appeals import Verdict
from community.moderation.models import Act, Outcome, Ruling
from community.privacy import contests
from kernel import clock, db
from kernel.errors import Forbidden
from kernel.viewer import Viewer
from tests import cast, clubs
from tests.browsing import Browser
from tests.community.moderation.test_actions import message
from tests.ideas.board import things
from voting.ballots.doubt_models import Voted
from voting.honesty.models import VoteObjection

SAID = "You are all thieves, and I know where you live."
RULED: dict[str, Any] = {"rule": "respect", "reason": "It threatens somebody.", "public": "One message taken out."}
GONE = "Its words were taken out, by a ruling."


async def contested(ben: Viewer) -> tuple[int, str]:
    return await contests.contest(ben, "profile", body=SAID), "/account/data"


async def appealed(ben: Viewer) -> tuple[int, str]:
    """Against a ruling of Zoe's."""
    zoe, said = await cast.viewer("zoe", role="manager"), await message()
    ruling = await actions.rule_on(zoe, await registry.thing("comment", said.id), act=Act.HIDE, **RULED)
    return await appeals.appeal(ben, ruling.id, text=SAID), f"/moderation/statements/{ruling.id}"


async def objected(ben: Viewer) -> tuple[int, str]:
    idea = await things.idea()
    made = await VoteObjection.create(
        person_id=ben.id, kind=Voted.SUPPORT, subject_id=idea.id, body=SAID, at=clock.now()
    )
    return made.id, "/account/votes"


async def scored(ben: Viewer) -> tuple[int, str]:
    now = clock.now()
    made = await Objection.create(person_id=ben.id, body=SAID, at=now, due_at=now + timedelta(days=5))
    return made.id, "/people/ben/influence/objections"


async def applied(ben: Viewer) -> tuple[int, str]:
    made = await Application.create(person_id=ben.id, open_for=ben.id, motivation=SAID, terms=1, at=clock.now())
    return made.id, "/ambassadors/mine"


async def asked(ben: Viewer) -> tuple[int, str]:
    club = await clubs.found(host="ada", entry="request")
    made = await JoinRequest.create(club_id=club.id, person_id=ben.id, answer=SAID, at=clock.now())
    return made.id, "/clubs/runners/join"


async def shut_out(ben: Viewer) -> tuple[int, str]:
    club, now = await clubs.found(host="ada"), clock.now()
    host = await cast.member("ada")
    made = await Ban.create(
        club_id=club.id, person_id=ben.id, by_id=host.id, reason="Shouting.", at=now, appeal=SAID, appealed_at=now
    )
    return made.id, f"/bans/{made.id}"


Made = Callable[[Viewer], Awaitable[tuple[int, str]]]
KINDS: dict[str, tuple[Made, str]] = {
    "data_contest": (contested, "mo"),
    "appeal": (appealed, "mo"),
    "vote_objection": (objected, "mo"),
    "influence_objection": (scored, "sol"),
    "programme_application": (applied, "sol"),
    "join_request": (asked, "ada"),
    "club_appeal": (shut_out, "mo"),
}
"""Who writes each, and who reads it: Mo of the community team, Sol of the product team, Ada who hosts a club."""
ROLES = {"mo": "manager", "sol": "editor"}


@pytest.mark.parametrize("kind", KINDS)
async def test_whoever_reads_it_reports_it_and_for_others_there_is_nothing(browser: Browser, kind: str) -> None:
    make, reader = KINDS[kind]
    number, own = await make(await cast.member("ben"))
    form, thing = f"/reports/new?kind={kind}&id={number}", await registry.thing(kind, number)
    assert (thing.excerpt, thing.own_url, thing.is_hidden) == (SAID, own, False)
    assert (await browser.peek(form)).headers["location"].startswith("/sign-in")
    for one in ("bea", "ben"):
        assert (await (await cast.browser_as(browser.another(), one)).peek(form)).status_code == 404, one

    await cast.viewer(reader, role=ROLES.get(reader, ""))
    window = await cast.browser_as(browser.another(), reader)
    place = (await window.get(thing.url)).text
    assert SAID.split(",")[0] in place
    assert form.replace("&", "&amp;") in place
    sent = await window.submit(form, "/reports/new", rule="respect", text="A threat.")
    assert "a person will read it" in sent.text
    assert await db.value("SELECT count(*) FROM report WHERE subject_kind = ?", kind) == 1
    assert (await window.peek(f"/reports/new?kind={kind}&id=4711")).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
async def test_its_words_go_by_a_ruling_with_reasons_and_come_back_by_an_appeal(browser: Browser, kind: str) -> None:
    make, reader = KINDS[kind]
    ben = await cast.member("ben")
    number, own = await make(ben)
    thing = await registry.thing(kind, number)
    judge = await cast.viewer("pia", role="manager")
    ruling = await actions.rule_on(judge, thing, act=Act.HIDE, **RULED)

    await cast.viewer(reader, role=ROLES.get(reader, ""))
    window, theirs = await cast.browser_as(browser, reader), await cast.browser_as(browser.another(), "ben")
    place = (await window.get(thing.url)).text
    assert SAID not in place
    assert GONE in place
    statement = (await theirs.get(f"/moderation/statements/{ruling.id}")).text
    assert RULED["reason"] in statement
    assert thing.url not in statement.replace(own, ""), "what only the team may open is no way for its author"
    assert (await theirs.peek(own)).status_code == 200, "and what is left of it stays theirs to see"
    assert (await registry.thing(kind, number)).is_hidden

    again = await appeals.appeal(ben, ruling.id, text="It was a song.")
    await appeals.decide(await cast.admin(), again, Verdict(Outcome.REVERSED, "So it was.", "Put back."))
    assert SAID in (await window.get(thing.url)).text
    assert not (await registry.thing(kind, number)).is_hidden
    assert await db.value("SELECT count(*) FROM set_aside WHERE subject_kind = ?", kind) == 0


async def test_nobody_rules_on_what_is_said_against_their_own_ruling(browser: Browser) -> None:
    number, _own = await appealed(await cast.member("ben"))
    thing = await registry.thing("appeal", number)
    with pytest.raises(Forbidden):
        await actions.rule_on(await cast.viewer("zoe", role="manager"), thing, act=Act.HIDE, **RULED)
    assert await Ruling.filter(subject_kind="appeal").count() == 0
    zoe = await cast.browser_as(browser, "zoe")
    await actions.report(await cast.manager(), "appeal", number, rule="respect")
    assert 'name="act"' not in (await zoe.get(f"/moderation/cases/appeal/{number}")).text


async def test_what_is_taken_out_twice_at_once_comes_back_whole(browser: Browser) -> None:
    ben, mo = await cast.member("ben"), await cast.manager()
    number, _own = await contested(ben)
    kind = registry.kind_of("data_contest")
    for _press in range(2):
        await kind.hide(mo, number)
    for _press in range(2):
        await kind.restore(mo, number)
    assert await db.value("SELECT body FROM data_contest WHERE id = ?", number) == SAID
