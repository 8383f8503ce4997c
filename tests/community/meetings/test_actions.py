"""Making, changing and calling off meetings and series."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from community.clubs import queries as clubs
from community.clubs.queries import ClubCard
from community.meetings import actions, queries, recurrence, series
from community.meetings.queries import MeetingCard, Wanted
from kernel import clock, db
from kernel.errors import Conflict, Forbidden, Missing
from kernel.features import House
from kernel.viewer import EVERYONE, STRANGER
from tests import cast
from tests.clubs import found
from tests.community.meetings.gatherings import plan, told

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
BEGINS = datetime.fromisoformat("2026-12-12T09:30")


async def weekly(times: int | None = 5) -> list[MeetingCard]:
    """A club's series, on Saturdays."""
    rule = recurrence.rule("weekly", BEGINS, "Europe/Paris", times=times)
    first = await plan(await found(members=["ben"]), rule=rule, begins=BEGINS, seats=4)
    return await queries.of_series(await cast.viewer("ada"), int(first.series_id or 0))


def days(cards: list[MeetingCard]) -> list[str]:
    return [f"{card.begins:%d %H:%M}" for card in cards]


async def test_a_host_plans_a_meeting_of_their_club(home: House) -> None:
    club = await found(members=["ben"])
    meeting = await plan(club, "Soirée d’essais", link="https://talk.example.org/x")
    assert (meeting.club_name, meeting.has_link, meeting.is_both) == ("Runners", True, True)
    assert meeting.url == f"/meetings/{meeting.id}-soiree-d-essais"
    event = await db.row("SELECT * FROM event WHERE kind = 'meeting.announced'")
    assert event is not None
    assert event["subject_id"] == meeting.id


async def test_only_hosts_plan_for_a_club_and_managers_for_the_brand(home: House) -> None:
    club = await found(members=["ben"])
    for handle in ("ben", "mo", "sol"):
        with pytest.raises(Forbidden):
            await actions.make(await cast.viewer(handle), await _club(club.slug, handle), told())
    with pytest.raises(Forbidden):
        await actions.make(await cast.viewer("ada"), None, told())
    assert (await plan(None)).club_id is None


async def _club(slug: str, handle: str) -> ClubCard:
    return await clubs.find(await cast.viewer(handle), slug)


async def test_a_private_clubs_meeting_is_there_for_its_members_alone(home: House) -> None:
    club = await found(members=["ben"], is_private=True)
    meeting = await plan(club, audience=EVERYONE, takes_strangers=True)
    assert (meeting.audience, meeting.takes_strangers) == (club.named, False)
    await cast.person("eve")
    for viewer in (STRANGER, *[await cast.viewer(who) for who in ("eve", "mo", "sol", "root")]):
        with pytest.raises(Missing):
            await queries.find(viewer, meeting.id)
        assert (await queries.listing(viewer, Wanted())).items == []
    assert (await queries.find(await cast.viewer("ben"), meeting.id)).id == meeting.id


async def test_meetings_are_shown_to_their_audience(home: House) -> None:
    club = await found(members=["ben"])
    shown = {name: (await plan(club, audience=name)).id for name in (EVERYONE, "members", club.named)}
    await cast.person("eve")
    for viewer, expected in (
        (STRANGER, {EVERYONE}),
        (await cast.viewer("eve"), {EVERYONE, "members"}),
        (await cast.viewer("mo"), {EVERYONE, "members"}),
        (await cast.viewer("ben"), set(shown)),
    ):
        listing = await queries.listing(viewer, Wanted())
        assert {card.id for card in listing.items} == {shown[name] for name in expected}


async def test_a_series_is_made_a_year_ahead_and_more_as_time_goes_on(home: House) -> None:
    with clock.at(NOW):
        cards = await weekly(None)
        assert len(cards) == 51
    with clock.at(NOW + timedelta(days=60)):
        await series.more()
        await series.more()
        later = await queries.of_series(await cast.viewer("ada"), int(cards[0].series_id or 0), most=99)
        assert 51 <= len(later) <= 53
        assert later[-1].seats == 4


async def test_a_series_with_a_count_ends(home: House) -> None:
    with clock.at(NOW):
        cards = await weekly(5)
        await series.more()
        assert days(cards) == ["12 09:30", "19 09:30", "26 09:30", "02 09:30", "09 09:30"]
        assert await db.value("SELECT count(*) FROM meeting") == 5


async def test_one_of_a_series_is_changed_alone(home: House) -> None:
    with clock.at(NOW):
        cards = await weekly()
        ada, told_now = await cast.viewer("ada"), actions.details_of(cards[1], "")
        late = replace(told_now, begins=BEGINS.replace(day=19, hour=14, minute=0), ends=BEGINS.replace(day=19, hour=16))
        assert await actions.change(ada, None, cards[1], late) == ["begins", "ends"]
        after = await queries.of_series(ada, int(cards[0].series_id or 0))
        assert days(after)[:3] == ["12 09:30", "19 14:00", "26 09:30"]
        assert (after[1].slot, after[1].is_apart, after[1].sequence) == ("2026-12-19T09:30", True, 1)
        assert after[0].sequence == 0


async def test_from_here_on_all_move_but_those_changed_alone_keep_their_hours(home: House) -> None:
    with clock.at(NOW):
        cards = await weekly()
        ada = await cast.viewer("ada")
        alone = replace(actions.details_of(cards[3], ""), begins=datetime.fromisoformat("2027-01-02T20:00"))
        alone = replace(alone, ends=datetime.fromisoformat("2027-01-02T22:00"))
        await actions.change(ada, None, cards[3], alone)
        moved = replace(actions.details_of(cards[2], ""), title="On Sundays")
        moved = replace(moved, begins=BEGINS.replace(day=27, hour=10, minute=0), ends=BEGINS.replace(day=27, hour=12))
        await actions.change(ada, None, cards[2], moved, following=True)
        after = list((await queries.cards(ada, [card.id for card in cards])).values())
        assert days(after) == ["12 09:30", "19 09:30", "27 10:00", "02 20:00", "10 10:00"]
        assert [card.title for card in after][1:4] == ["Trying on the lasts", "On Sundays", "On Sundays"]
        assert after[1].series_id != after[2].series_id == after[4].series_id
        assert after[3].slot == "2027-01-03T10:00"
        rules = [row["rule"] for row in await db.rows("SELECT rule FROM meeting_series ORDER BY id")]
        assert rules == ["FREQ=WEEKLY;UNTIL=20261226T082959Z", "FREQ=WEEKLY;COUNT=3"]
        await series.more()
        assert await db.value("SELECT count(*) FROM meeting") == 5


async def test_words_changed_from_here_on_move_no_hours(home: House) -> None:
    with clock.at(NOW):
        cards = await weekly()
        ada = await cast.viewer("ada")
        alone = replace(actions.details_of(cards[1], ""), begins=datetime.fromisoformat("2026-12-19T20:00"))
        alone = replace(alone, ends=datetime.fromisoformat("2026-12-19T22:00"))
        await actions.change(ada, None, cards[1], alone)
        moved = await queries.find(ada, cards[1].id)
        await actions.change(ada, None, moved, replace(actions.details_of(moved, ""), cost="Free"), following=True)
        after = list((await queries.cards(ada, [card.id for card in cards])).values())
        assert days(after) == ["12 09:30", "19 20:00", "26 09:30", "02 09:30", "09 09:30"]
        assert [card.cost for card in after] == ["", "Free", "Free", "Free", "Free"]
        assert {card.series_id for card in after} == {cards[0].series_id}


async def test_an_endless_series_that_moved_goes_on_as_it_moved(home: House) -> None:
    with clock.at(NOW):
        cards = await weekly(None)
        ada = await cast.viewer("ada")
        moved = replace(
            actions.details_of(cards[1], ""), begins=BEGINS.replace(day=20), ends=BEGINS.replace(day=20, hour=11)
        )
        await actions.change(ada, None, cards[1], moved, following=True)
    with clock.at(NOW + timedelta(days=90)):
        await series.more()
        rows = await db.rows("SELECT begins FROM meeting WHERE id > ? ORDER BY begins", cards[-1].id)
        assert rows
        assert {datetime.fromisoformat(row["begins"]).weekday() for row in rows} == {6}
        every = await db.rows("SELECT begins FROM meeting ORDER BY begins")
        assert len({row["begins"] for row in every}) == len(every)


async def test_what_did_not_change_is_told_nobody(home: House) -> None:
    meeting = await plan(await found())
    assert await actions.change(await cast.viewer("ada"), None, meeting, actions.details_of(meeting, "")) == []
    assert not await db.rows("SELECT id FROM event WHERE kind = 'meeting.changed'")


async def test_a_meeting_is_called_off_once_with_a_reason(home: House) -> None:
    meeting = await plan(await found())
    ada = await cast.viewer("ada")
    await actions.call_off(ada, meeting, "The lake froze.")
    with pytest.raises(Conflict):
        await actions.call_off(ada, meeting, "Twice.")
    after = await queries.find(ada, meeting.id)
    assert (after.is_cancelled, after.reason, after.sequence) == (True, "The lake froze.", 1)
    with pytest.raises(Forbidden):
        await actions.change(ada, None, after, told("Another"))


async def test_the_rest_of_a_series_is_called_off(home: House) -> None:
    with clock.at(NOW):
        cards = await weekly(None)
        ada = await cast.viewer("ada")
        await actions.call_off(ada, cards[2], "No more.", following=True)
        after = await queries.of_series(ada, int(cards[0].series_id or 0))
        assert [card.is_cancelled for card in after[:4]] == [False, False, True, True]
    with clock.at(NOW + timedelta(days=90)):
        await series.more()
        assert await db.value("SELECT count(*) FROM meeting") == len(cards)


async def test_a_list_goes_on_by_its_cursor_both_ways(home: House) -> None:
    club = await found()
    with clock.at(NOW):
        for number in range(23):
            await plan(club, f"Meeting {number}", begins=BEGINS + timedelta(hours=number // 2))
        ada = await cast.viewer("ada")
        one = await queries.listing(ada, Wanted(club_id=club.id))
        two = await queries.listing(ada, Wanted(club_id=club.id), one.after)
        assert [len(one.items), len(two.items), two.after] == [20, 3, None]
        assert len({card.id for card in [*one.items, *two.items]}) == 23
    with clock.at(NOW + timedelta(days=60)):
        one = await queries.listing(ada, Wanted(is_past=True))
        two = await queries.listing(ada, Wanted(is_past=True), one.after)
        assert [len(one.items), len(two.items)] == [20, 3]
        assert one.items[0].begins > two.items[-1].begins


async def test_a_place_is_found_without_its_accents(home: House) -> None:
    club = await found(place_folded="annecy")
    await plan(club, place="Salle des fêtes, Évian")
    await plan(club, place="", link="https://talk.example.org/x")
    for place, count in (("evian", 1), ("Fêtes evian", 1), ("annecy", 2), ("lyon", 0), ("%", 2)):
        assert len((await queries.listing(STRANGER, Wanted(place=place))).items) == 0
        assert len((await queries.listing(await cast.viewer("ada"), Wanted(place=place))).items) == count


async def test_what_staff_do_with_the_brands_meetings_is_noted(home: House) -> None:
    meeting = await plan(None)
    await actions.call_off(await cast.manager(), meeting, "The workshop moves.")
    await plan(await found())
    acts = [row["act"] for row in await db.rows("SELECT act FROM staff_act ORDER BY id")]
    assert acts == ["meeting.made", "meeting.cancelled"]
