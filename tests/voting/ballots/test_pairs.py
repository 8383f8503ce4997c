"""Two cards at a time: which pair comes next, picking, passing over, undoing, and what comes too late."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from kernel import clock
from tests import cast
from tests import polls as made
from tests.browsing import Browser
from voting.ballots import pairs, poll_queries, polls
from voting.ballots.models import Pick
from voting.ballots.poll_queries import PollCard

NAMES = ("Wide", "Tall", "Half", "High")


async def held(handle: str, ballot: PollCard) -> tuple[pairs.Course, tuple[int, int] | None]:
    """How far somebody is, and the numbers of the pair they would be shown."""
    viewer, options = await cast.viewer(handle), await poll_queries.options(ballot.id)
    course = await pairs.course(viewer, ballot.id, options)
    found = await pairs.next_for(viewer, ballot.id, options, course)
    return course, (found[0].id, found[1].id) if found else None


@pytest.mark.usefixtures("home")
async def test_a_voter_sees_each_pair_once_and_then_no_more() -> None:
    ada = await cast.member("ada")
    ballot = await made.opened("pairwise", names=NAMES)
    seen = set()
    with made.while_open():
        for _ in range(6):
            course, pair = await held("ada", ballot)
            assert pair is not None
            seen.add(frozenset(pair))
            await polls.cast(ada, ballot.id, {pair[0]: 1, pair[1]: 0})
        course, pair = await held("ada", ballot)
    assert pair is None
    assert (course.picked, course.total) == (6, 6)
    assert seen == {frozenset(pair) for pair in combinations(await made.numbers(ballot), 2)}


@pytest.mark.usefixtures("home")
async def test_a_crowd_sees_every_option_about_as_often() -> None:
    handles = ["ada", "ben", *(f"v{n}" for n in range(22))]
    viewers = {handle: await cast.viewer(handle) for handle in handles}
    ballot = await made.opened("pairwise", names=NAMES)
    shown = dict.fromkeys(await made.numbers(ballot), 0)
    for minute, handle in enumerate(handles):
        with clock.at(made.OPENS.replace(hour=12, minute=minute)):
            _course, pair = await held(handle, ballot)
            assert pair is not None
            await polls.cast(viewers[handle], ballot.id, {pair[0]: 1, pair[1]: 0})
            for option in pair:
                shown[option] += 1
    assert max(shown.values()) - min(shown.values()) <= 2, shown


@pytest.mark.usefixtures("home")
async def test_which_card_stands_first_differs_from_voter_to_voter() -> None:
    one, other = (await poll_queries.options((await made.opened("pairwise")).id))[:2]
    first = {pairs.by_lot(person, one, other)[0].id for person in range(1, 40)}
    assert first == {one.id, other.id}
    assert pairs.by_lot(7, one, other) == pairs.by_lot(7, other, one)


@pytest.mark.usefixtures("home")
async def test_a_withdrawn_option_is_shown_to_nobody() -> None:
    manager, ada = await cast.manager(), await cast.member("ada")
    ballot = await made.opened("pairwise", by=manager, names=NAMES)
    gone, *left = await made.numbers(ballot)
    with made.while_open():
        await polls.cast(ada, ballot.id, {gone: 1, left[0]: 0})
        await polls.withdraw_option(manager, ballot.id, gone)
        course, pair = await held("ada", ballot)
    assert (course.picked, course.total) == (0, 3)
    assert pair is not None
    assert gone not in pair


def numbers(page: str) -> dict[str, str]:
    """The pair that a page shows."""
    found = dict(re.findall(r'name="(one|other)" value="(\d+)"', page))
    return {name: found[name] for name in ("one", "other")}


async def test_picking_passing_over_and_undoing_by_forms(browser: Browser) -> None:
    await cast.member("ada")
    ballot = await made.opened("pairwise", names=NAMES)
    page, ada = f"/ballots/{ballot.id}/pairs", await cast.browser_as(browser, "ada")
    with made.while_open():
        assert (await browser.peek(page)).status_code in (303, 401)
        seen = await ada.get(page)
        assert "Which of the two" in seen.text
        assert 'accesskey="1"' in seen.text
        pair = numbers(seen.text)
        seen = await ada.submit(page, page, **pair, choice=pair["one"])
        assert "1 pick" in seen.text
        assert numbers(seen.text) != pair
        seen = await ada.submit(page, f"{page}/undo")
        assert numbers(seen.text) == pair, "the same two once more"
        assert "0 picks" in seen.text
        await ada.submit(page, page, **pair, choice="0")
        assert (await Pick.get()).picked == 0
        while 'name="one"' in (seen := await ada.get(page)).text:
            now = numbers(seen.text)
            await ada.submit(page, page, **now, choice=now["other"])
        assert "You have seen every pair" in seen.text
        assert "5 picks" in seen.text
        seen = await ada.submit(page, f"{page}/again")
        assert numbers(seen.text) == pair


async def test_what_is_no_pick_is_refused(browser: Browser) -> None:
    await cast.member("ada")
    ballot, other = await made.opened("pairwise"), await made.opened("pairwise", title="Another one")
    plain = await made.opened("approval", title="No pairs")
    page, ada = f"/ballots/{ballot.id}/pairs", await cast.browser_as(browser, "ada")
    one, two, three = await made.numbers(ballot)
    with made.while_open():
        for sent in (
            {"one": one, "other": one, "choice": one},
            {"one": one, "other": two, "choice": three},
            {"one": one, "other": "", "choice": one},
            {"one": "-1", "other": two, "choice": two},
            {"one": one, "other": "9" * 30, "choice": one},
        ):
            assert (await ada.submit(page, page, **sent)).status_code == 422, sent
        stranger = (await made.numbers(other))[0]
        assert "no such option" in (await ada.submit(page, page, one=one, other=stranger, choice=one)).text
        assert (await ada.get(f"/ballots/{plain.id}/pairs")).status_code == 404
        assert (await ada.get(f"{page}?pair=0-99999999999")).status_code == 200
    assert await Pick.all().count() == 0


async def test_what_comes_after_the_last_minute_does_not_count_and_says_so(browser: Browser) -> None:
    await cast.member("ada")
    ballot = await made.opened("pairwise")
    page, ada = f"/ballots/{ballot.id}/pairs", await cast.browser_as(browser, "ada")
    one, two, _three = await made.numbers(ballot)
    with made.after():
        reply = await ada.submit(page, page, one=one, other=two, choice=one)
        assert "came too late" in reply.text
        assert "takes no picks from you" in (await ada.get(page)).text
    assert await Pick.all().count() == 0


async def test_somebody_who_is_no_elector_gets_no_cards(browser: Browser) -> None:
    ballot = await made.opened("pairwise")
    late = await cast.browser_as(browser, "zoe")
    with made.while_open():
        page = await late.get(f"/ballots/{ballot.id}/pairs")
    assert page.status_code == 200
    assert "takes no picks from you" in page.text
