"""The fair order of designs to score: none is shown much oftener than another, and nobody sees one twice."""

from __future__ import annotations

from random import Random

import pytest

from kernel import db
from tests import cast
from tests.ideas.studio import drawn
from voting.ballots import score_proofs, score_queries, scores, showing
from voting.ballots.showing import Candidate, Progress, chosen

DESIGNS, PEOPLE = 40, 300


def lived(lot: Random, *, late: int) -> list[int]:
    """How often each design was shown after people scored as many as they liked; `late` ones came half-way."""
    shown, levels = [0] * DESIGNS, [[0] * 6 for _ in range(DESIGNS)]
    likings = [lot.choice([(1, 1, 1, 2, 4, 3), (5, 1, 0, 0, 1, 5), (0, 0, 0, 1, 2, 9)]) for _ in range(DESIGNS)]
    for person in range(PEOPLE):
        there = range(DESIGNS if person > PEOPLE // 2 else DESIGNS - late)
        unseen = {design for design in there if design % PEOPLE != person}
        for _ in range(lot.choice([1, 3, 10, 25, DESIGNS])):
            found = chosen([Candidate(one, shown[one], tuple(levels[one])) for one in sorted(unseen)], person)
            if found is None:
                break
            unseen.remove(found)
            shown[found] += 1
            levels[found][lot.choices(range(6), likings[found])[0]] += 1
    return shown


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("late", [0, 6])
def test_the_most_and_the_least_shown_differ_by_at_most_a_fifth(seed: int, late: int) -> None:
    shown = lived(Random(seed), late=late)  # noqa: S311
    assert max(shown) - min(shown) <= max(shown) / 5


def test_of_designs_as_little_shown_the_least_certain_comes_first() -> None:
    sure, unsure, often = (
        Candidate(1, 20, (0, 0, 0, 0, 0, 40)),
        Candidate(2, 21, (9, 0, 0, 0, 0, 9)),
        Candidate(3, 30, (0,) * 6),
    )
    assert chosen([sure, unsure, often], 1) == 2
    assert chosen([], 1) is None


def test_where_all_are_alike_people_do_not_all_begin_with_the_same() -> None:
    alike = [Candidate(n, 0, (0,) * 6) for n in range(8)]
    assert len({chosen(alike, person) for person in range(60)}) > 4


@pytest.mark.usefixtures("home")
async def test_each_is_shown_once_to_a_member_and_their_own_never() -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    mine = await drawn.published(ben, title="Mine")
    others = {(await drawn.published(ada, title=f"Number {n}")).id for n in range(4)}
    seen = []
    while (found := await showing.next_for(ben)) is not None:
        assert await showing.next_for(ben) == found, "what is not answered stays"
        seen.append(found)
        if len(seen) == 2:
            await showing.skip(ben, found)
        else:
            await scores.give(ben, await score_queries.find(ben, found), 3)
    assert sorted(seen) == sorted(others)
    assert mine.id not in seen
    assert await showing.progress(ben) == Progress(done=4, total=4, passed=1)
    await showing.look_again(ben)
    assert await showing.next_for(ben) == seen[1]
    assert await showing.progress(ben) == Progress(done=3, total=4, passed=0)
    counted = await db.rows("SELECT shown FROM design ORDER BY id")
    assert [row["shown"] for row in counted] == [0, 1, 1, 1, 1]
    assert await score_proofs.scores() == []


@pytest.mark.usefixtures("home")
async def test_as_people_come_and_go_none_is_shown_much_oftener_than_another() -> None:
    lot = Random(4)  # noqa: S311
    people = [await cast.member(f"scorer{n}") for n in range(30)]
    drew = [await cast.member("ada"), *people[:3]]
    designs = [(await drawn.published(drew[n % 4], title=f"Number {n}")).id for n in range(10)]
    for who in people:
        for _ in range(lot.choice([1, 4, 7, 10])):
            if (found := await showing.next_for(who)) is None:
                break
            if lot.random() < 0.2:
                await showing.skip(who, found)
            else:
                await scores.give(who, await score_queries.find(who, found), lot.choice([0, 3, 4, 5]))
    shown = {row["id"]: row["shown"] for row in await db.rows("SELECT id, shown FROM design")}
    assert shown.keys() == set(designs)
    assert max(shown.values()) > 12
    assert max(shown.values()) - min(shown.values()) <= max(shown.values()) / 5
    assert await score_proofs.scores() == []


@pytest.mark.usefixtures("home")
async def test_what_was_scored_on_its_page_is_not_put_before_its_giver() -> None:
    ben = await cast.member("ben")
    one, two = await drawn.published(title="One"), await drawn.published(title="Two")
    await scores.give(ben, await score_queries.find(ben, one.id), 5)
    assert await showing.next_for(ben) == two.id
    assert await showing.progress(ben) == Progress(done=1, total=2, passed=0)
