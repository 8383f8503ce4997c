"""Ballots that cannot be, who may make and see which, and what a ballot leaves in other people's hands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from community.meetings.models import Meeting, Reply, Said
from kernel import clock, db
from kernel.errors import Conflict, Forbidden, Invalid, Missing
from kernel.viewer import Viewer
from tests import cast, clubs
from tests import polls as made
from voting.ballots import poll_owndata, poll_queries, poll_reports, polls, results
from voting.ballots.models import BallotState
from voting.ballots.plans import Choice
from voting.value.models import Customer, Link, Worth, WorthRun

pytestmark = pytest.mark.usefixtures("home")
ONE = (Choice("Only", cost=5),)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"method": "lots"}, "method"),
        ({"method": "wins"}, "method"),
        ({"title": "?"}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"closes_at": made.OPENS}, "closes_at"),
        ({"closes_at": made.OPENS + timedelta(seconds=59)}, "closes_at"),
        ({"closes_at": made.OPENS + timedelta(days=400)}, "closes_at"),
        ({"options": ()}, "options"),
        ({"options": ONE, "method": "schulze"}, "options"),
        ({"options": tuple(Choice(f"n{n}") for n in range(101))}, "options"),
        ({"options": (Choice("Wide"), Choice("WIDE"))}, "options"),
        ({"options": (Choice("Wide"), Choice(""))}, "options"),
        ({"seats": 0}, "seats"),
        ({"seats": 4}, "seats"),
        ({"seats": 2, "method": "instant-runoff"}, "seats"),
        ({"least": 4}, "least"),
        ({"least": -1}, "least"),
        ({"least": 2, "most": 1}, "most"),
        ({"most": 9}, "most"),
        ({"method": "dots", "points": 0}, "points"),
        ({"method": "quadratic", "points": 10**9}, "points"),
        ({"method": "knapsack", "budget": 0}, "budget"),
        ({"method": "equal-shares", "budget": 10**7}, "budget"),
        ({"method": "knapsack", "budget": 29}, "options"),
        ({"quorum": -1}, "quorum"),
        ({"frozen": "never"}, "frozen"),
        ({"audience": "segment:none"}, "audience"),
        ({"audience": "everyone"}, "audience"),
        ({"audience": "club:1"}, "audience"),
        ({"audience": "present"}, "audience"),
        ({"takes_proxies": True}, "takes_proxies"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(changes: dict[str, Any], field: str) -> None:
    plan = replace(
        made.plan(str(changes.get("method", "approval"))) if changes.get("method") in made.EXTRA else made.plan()
    )
    with pytest.raises(Invalid) as refused:
        await polls.draft(await cast.manager(), replace(plan, **changes))
    assert field in refused.value.detail["errors"]
    assert await db.value("SELECT count(*) AS n FROM ballot") == 0


async def test_hosts_and_treasurers_open_ballots_of_their_club_and_managers_those_of_the_site() -> None:
    club = await clubs.found(members=["ben"], treasurers=["kim"])
    of_club = made.plan(club_id=club.id, audience=club.named)
    for handle, may in (("ada", True), ("kim", True), ("ben", False), ("mo", False)):
        viewer = await cast.viewer(handle)
        if may:
            assert (await poll_queries.find(viewer, await polls.draft(viewer, of_club))).may_steer
        else:
            with pytest.raises(Forbidden):
                await polls.draft(viewer, of_club)
    for viewer in (await cast.member("ada"), await cast.editor()):
        with pytest.raises(Forbidden):
            await polls.draft(viewer, made.plan())


async def test_a_club_asks_nobody_but_its_own() -> None:
    club, other = await clubs.found(), await clubs.found("walkers", host="ben")
    ada = await cast.member("ada")
    for audience in ("members", other.named, "customers"):
        with pytest.raises(Invalid):
            await polls.draft(ada, made.plan(club_id=club.id, audience=audience))
    with pytest.raises(Forbidden):
        await polls.draft(ada, made.plan(club_id=other.id, audience=other.named))


async def test_a_draft_is_for_those_who_may_steer_it_and_changes_until_it_is_announced() -> None:
    mo, ada = await cast.manager(), await cast.member("ada")
    ballot = await made.drafted()
    with pytest.raises(Missing):
        await poll_queries.find(ada, ballot.id)
    with made.before():
        await polls.change(mo, ballot.id, made.plan("borda", ["One", "Two"]))
        await polls.announce(mo, ballot.id)
        assert (await poll_queries.find(ada, ballot.id)).method == "borda"
        for act in (
            polls.change(mo, ballot.id, made.plan()),
            polls.announce(mo, ballot.id),
            polls.throw_away(mo, ballot.id),
        ):
            with pytest.raises(Forbidden):
                await act
    acts = await db.rows("SELECT act FROM staff_act WHERE subject_kind = 'ballot' ORDER BY id")
    assert [row["act"] for row in acts] == ["ballot.announced"]


async def test_a_draft_is_thrown_away_without_a_trace() -> None:
    mo = await cast.manager()
    ballot = await made.drafted()
    await polls.throw_away(mo, ballot.id)
    assert await db.value("SELECT count(*) AS n FROM ballot_option") == 0


async def test_a_ballot_whose_end_has_passed_is_not_announced() -> None:
    ballot = await made.drafted()
    with made.after(), pytest.raises(Invalid):
        await polls.announce(await cast.manager(), ballot.id)


async def test_a_ballot_called_off_says_why_and_keeps_no_answer() -> None:
    mo, ada = await cast.manager(), await cast.member("ada")
    ballot = await made.opened()
    one, *_ = await made.numbers(ballot)
    with made.while_open():
        await polls.cast(ada, ballot.id, {one: 1})
        with pytest.raises(Invalid):
            await polls.cancel(mo, ballot.id, " ")
        with pytest.raises(Forbidden):
            await polls.cancel(ada, ballot.id, "I do not like it.")
        await polls.cancel(mo, ballot.id, "An option was wrong.")
        assert not (await polls.cast(ada, ballot.id, {one: 1})).is_in_time
    found = await poll_queries.find(ada, ballot.id)
    assert (found.state, found.reason) == (BallotState.CANCELLED, "An option was wrong.")
    assert await db.value("SELECT count(*) AS n FROM ballot_answer") == 0


async def test_ballots_are_listed_for_whom_they_are_there() -> None:
    public, private = await clubs.found(), await clubs.found("secrets", is_private=True, members=["ben"])
    ada, ben, mo, stranger = (
        await cast.member("ada"), await cast.member("ben"), await cast.manager(), Viewer()
    )  # fmt: skip
    of_site = await made.opened(by=mo)
    of_public = await made.opened(by=ada, club_id=public.id, audience=public.named)
    of_private = await made.opened(by=ada, club_id=private.id, audience=private.named)
    both, all_three = {of_site.id, of_public.id}, {of_site.id, of_public.id, of_private.id}
    for viewer, wanted in ((ben, all_three), (mo, both), (stranger, both), (await cast.editor(), both)):
        assert {one.id for one in (await poll_queries.listing(viewer)).items} == wanted
        assert set(await poll_queries.cards(viewer, sorted(all_three))) == wanted
        assert await poll_reports.seen(viewer, of_private.id) == (of_private.id in wanted)
    assert [one.id for one in (await poll_queries.listing(ben, club_id=private.id)).items] == [of_private.id]
    await poll_reports.hide(mo, of_public.id)
    assert {one.id for one in (await poll_queries.listing(ada)).items} == {of_site.id, of_private.id}
    await poll_reports.restore(mo, of_public.id)
    assert len((await poll_queries.listing(ada)).items) == 3


async def test_a_list_goes_on_where_it_stopped() -> None:
    mo = await cast.manager()
    made_ones = [(await made.opened(closes_at=made.CLOSES + timedelta(hours=n % 3))).id for n in range(5)]
    seen, after = list[int](), None
    for _page in range(3):
        found = await poll_queries.listing(mo, after=after, size=2)
        seen, after = [*seen, *(one.id for one in found.items)], found.after
    assert (sorted(seen), after) == (made_ones, None)
    assert len((await poll_queries.listing(mo, after="nonsense")).items) == 5


async def test_those_who_came_to_the_meeting_vote() -> None:
    club = await clubs.found(members=["ben", "kim"])
    ada, ben, kim = await cast.member("ada"), await cast.member("ben"), await cast.member("kim")
    now = clock.now()
    meeting = await Meeting.create(
        club_id=club.id, host_id=ada.id, slug="m", title="M", zone="UTC", begins="", ends="", begins_at=now, ends_at=now,
        created_at=now, changed_at=now,
    )  # fmt: skip
    for viewer, came in ((ada, now), (ben, now), (kim, None)):
        await Reply.create(
            meeting=meeting, person_id=viewer.id, said=Said.YES, code=viewer.handle, token="t", at=now, arrived_at=came
        )
    ballot = await made.opened(by=ada, club_id=club.id, audience="present", meeting_id=meeting.id)
    one, *_ = await made.numbers(ballot)
    assert ballot.electors == 2
    with made.while_open():
        assert (await polls.cast(ben, ballot.id, {one: 1})).is_in_time
        with pytest.raises(Forbidden):
            await polls.cast(kim, ballot.id, {one: 1})


async def test_by_worth_an_open_ballot_is_told_beside_the_plain_count_to_the_product_team_alone() -> None:
    people = [await cast.member(name) for name in ("ada", "ben", "kim")]
    run = await WorthRun.create(
        as_of=clock.today(), method="m", currency="EUR", customers=2, horizon_weeks=52.0, discount_rate=0.1,
        default_worth=100, created_at=clock.now(),
    )  # fmt: skip
    for viewer, amount in zip(people, (90_000.0, 10_000.0, 10_000.0), strict=True):
        customer = await Customer.create(reference=f"C-{viewer.id}", created_at=clock.now())
        await Link.create(person_id=viewer.id, customer=customer, source="staff", created_at=clock.now())
        await Worth.create(run=run, customer=customer, amount=amount, source="stated")
    for is_secret in (False, True):
        ballot = await made.opened(is_secret=is_secret)
        one, two, _ = await made.numbers(ballot)
        with made.while_open():
            await polls.cast(people[0], ballot.id, {one: 1})
            await polls.cast(people[1], ballot.id, {two: 1})
            await polls.cast(people[2], ballot.id, {two: 1})
        assert (await made.closed(ballot)).weighted is None
        told = await results.result(ballot.id, await cast.editor())
        assert told is not None
        assert told.plain.winners == (two,)
        assert told.weighted is None if is_secret else (told.weighted is not None and told.weighted.winners == (one,))


async def test_the_file_of_a_person_says_when_they_voted_and_what_only_where_the_ballot_is_open() -> None:
    ada = await cast.member("ada")
    for is_secret in (False, True):
        ballot = await made.opened(is_secret=is_secret)
        one, *_ = await made.numbers(ballot)
        with made.while_open():
            await polls.cast(ada, ballot.id, {one: 1})
    voted, pairs, own = [await part.collect(ada.id or 0) for part in poll_owndata.parts]
    assert [bool(row["cast_at"]) for row in voted] == [True, True]
    assert [row["marks"] is None for row in voted] == [False, True]
    assert [row["receipt"] is None for row in voted] == [False, True]
    assert (pairs, own) == ([], [])


async def test_of_two_who_announce_at_once_one_does() -> None:
    import asyncio

    mo = await cast.manager()
    ballot = await made.drafted()
    with made.before():
        done = await asyncio.gather(*(polls.announce(mo, ballot.id) for _n in range(4)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in done).count("NoneType") == 1
    assert {type(one) for one in done} <= {type(None), Conflict, Forbidden}
    assert await db.value("SELECT count(*) AS n FROM event WHERE kind = 'ballot.announced'") == 1
