"""What somebody wants of being scored, and what is known of them: choices, standing, their own data."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ambassadors.influence import choices, standing
from ambassadors.influence.models import Choice
from ambassadors.influence.standing import Standing
from community.moderation.models import Act, Report, Ruling
from community.people import owndata
from community.people.models import Person
from ideas.board.models import Status
from kernel import clock, db
from kernel.errors import Conflict, Forbidden
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast, hearing
from tests.ambassadors.influence import told


async def test_showing_and_hiding_are_said_once_each(home: House) -> None:
    ada = await cast.member()
    assert not (await choices.of(int(ada.id or 0))).is_shown
    assert [await choices.show(ada), await choices.show(ada)] == [True, False]
    assert (await choices.of(int(ada.id or 0))).is_shown
    assert [await choices.hide(ada), await choices.hide(ada)] == [True, False]
    assert await Choice.all().count() == 1


async def test_who_left_shows_nothing_and_has_nothing_to_show(home: House) -> None:
    ada = await cast.member()
    await choices.show(ada)
    await choices.leave(ada)
    found = await choices.of(int(ada.id or 0))
    assert (found.is_scored, found.is_shown, found.shown_at) == (False, False, None)
    with pytest.raises(Conflict):
        await choices.show(ada)
    assert await choices.return_(ada)
    assert not await choices.return_(ada)
    found = await choices.of(int(ada.id or 0))
    assert (found.is_scored, found.is_shown) == (True, False)
    kinds = [row["kind"] for row in await db.rows("SELECT kind FROM event WHERE kind LIKE 'influence.%' ORDER BY id")]
    assert kinds == ["influence.left", "influence.returned"]


@pytest.mark.parametrize("act", [choices.leave, choices.return_, choices.show, choices.hide])
async def test_a_stranger_has_no_choice(home: House, act) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Forbidden):
        await act(STRANGER)


async def test_standing_is_what_was_taken_up_upheld_and_ruled(home: House) -> None:
    ada, mo, bad = await cast.person("ada"), await cast.person("mo"), await cast.person("bad")
    for status in (Status.PLANNED, Status.SHIPPED, Status.OPEN, Status.DECLINED):
        await hearing.idea("ada", status=status)
    await hearing.idea("ada", status=Status.SHIPPED, hidden_at=clock.now())
    for number, (act, days) in enumerate([(Act.HIDE, 5), (Act.NONE, 5), (Act.HIDE, 400)]):
        ruling = await _ruled(bad.id, mo.id, number, act, days)
        await Report.create(
            reporter_id=ada.id,
            ruling_id=ruling.id,
            subject_kind="idea",
            subject_id=number,
            rule="respect",
            created_at=clock.now(),
        )
    found = await standing.of([ada.id, bad.id, mo.id])
    assert found[ada.id] == Standing(accepted=2, upheld=2, rulings=0, is_good=True)
    assert found[bad.id] == Standing(accepted=0, upheld=0, rulings=1, is_good=False)
    assert found[mo.id] == Standing()
    await _ruled(bad.id, mo.id, 0, Act.RESTORE, 1)
    after = await standing.of([ada.id, bad.id])
    assert (after[ada.id].upheld, after[bad.id]) == (1, Standing())
    assert await standing.of([]) == {}


async def _ruled(author: int, by: int, subject: int, act: Act, days: float) -> Ruling:
    return await Ruling.create(
        author_id=author,
        by_id=by,
        subject_kind="idea",
        subject_id=subject,
        act=act,
        rule="respect",
        reason="r",
        public="p",
        created_at=clock.now() - timedelta(days=days),
    )


async def test_who_is_suspended_is_not_in_good_standing(home: House) -> None:
    ada = await cast.person("ada")
    await Person.filter(id=ada.id).update(suspended_until=clock.now() + timedelta(days=1))
    assert not (await standing.of([ada.id]))[ada.id].is_good
    await Person.filter(id=ada.id).update(suspended_until=clock.now() - timedelta(days=1))
    assert (await standing.of([ada.id]))[ada.id].is_good


async def test_ones_own_file_holds_scores_lines_and_choice(home: House) -> None:
    ada, ben = await cast.person("ada"), await cast.person("ben")
    made = await told.run()
    await told.scored(made, ada.id, [(ben.id, 400, {"place": "board:1"}), (ben.id, 12, {"kind": "comment"})])
    await choices.show(await cast.viewer("ada"))
    found = await owndata.gathered(ada)
    assert found["influence"][0]["parts"] == {"support": 400, "comment": 12}
    assert [(line["through"], line["walks"]) for line in found["influence_lines"]] == [("ben", 400), ("ben", 12)]
    assert found["influence_choice"]["shown_at"] is not None
    assert found["influence_objections"] == []
    assert (await owndata.gathered(ben))["influence"] == []
