"""Giving support and taking it back, by action, form, htmx, file and API; the counts stay provable."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tortoise.exceptions import IntegrityError

from community.people import keys
from ideas.board.models import Board, Idea
from kernel import clock, db, imports
from kernel.errors import Forbidden
from kernel.features import House
from kernel.viewer import Viewer
from tests import cast
from tests.browsing import Browser
from voting.ballots import actions, proofs, queries, standing

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


async def idea(*, reference: str | None = None, doors: dict[str, Any] | None = None) -> Idea:
    author = await cast.person("mo")
    board = await Board.get_or_none(slug="shoes") or await Board.create(slug="shoes", name="Shoes", created_at=NOW)
    if doors:
        await Board.filter(id=board.id).update(**doors)
    return await Idea.create(
        board=board,
        author=author,
        title="A wider toe box",
        slug="a-wider-toe-box",
        reference=reference,
        created_at=NOW,
        status_at=NOW,
    )


async def given(viewer: Viewer, number: int) -> int | None:
    return await actions.cast(viewer, await queries.find(viewer, number))


async def taken_back(viewer: Viewer, number: int) -> int | None:
    return await actions.withdraw(viewer, await queries.find(viewer, number))


async def counts(number: int) -> tuple[int, int, int]:
    row = await db.row("SELECT supporters, raw_votes FROM idea WHERE id = ?", number)
    assert row is not None
    stands = await db.value("SELECT COUNT(*) AS n FROM support WHERE idea_id = ?", number)
    return row["supporters"], row["raw_votes"], stands


async def test_support_is_given_once_and_taken_back_once(home: House) -> None:
    one, ada = await idea(), await cast.member()
    assert await given(ada, one.id) == 1
    assert await given(ada, one.id) is None
    assert await counts(one.id) == (1, 1, 1)
    assert await taken_back(ada, one.id) == 0
    assert await taken_back(ada, one.id) is None
    assert await counts(one.id) == (0, 0, 0)
    kinds = await db.rows("SELECT kind FROM support_event ORDER BY id")
    assert [row["kind"] for row in kinds] == ["cast", "withdrawn"]
    assert await proofs.supports() == []


async def test_fifty_casts_at_once_by_one_member_are_one_support(home: House) -> None:
    one, ada = await idea(), await cast.member()
    votable = await queries.find(ada, one.id)
    answers = await asyncio.gather(*(actions.cast(ada, votable) for _ in range(50)))
    assert sorted(answer is None for answer in answers) == [False] + [True] * 49
    assert await counts(one.id) == (1, 1, 1)
    assert await db.value("SELECT COUNT(*) AS n FROM support_event") == 1


async def test_casts_and_withdrawals_at_once_leave_counts_that_the_ledger_proves(home: House) -> None:
    one = await idea()
    people = [await cast.member(f"member{n}") for n in range(5)]
    acts = [act(viewer, one.id) for viewer in people for act in (given, taken_back, given, given, taken_back)]
    await asyncio.gather(*acts)
    assert await proofs.supports() == []


async def test_fifty_members_at_once_are_fifty_supports_however_often_they_click(home: House) -> None:
    ideas = [await idea(), await idea()]
    people = [await cast.member(f"member{n}") for n in range(50)]
    acts = [given(viewer, one.id) for viewer in people for one in (*ideas, *ideas, *ideas)]
    answers = await asyncio.gather(*acts)
    assert sum(answer is not None for answer in answers) == 100
    assert [await counts(one.id) for one in ideas] == [(50, 50, 50)] * 2
    acts = [taken_back(viewer, ideas[0].id) for viewer in people[:30] for _ in range(2)]
    await asyncio.gather(*acts, *(given(viewer, ideas[1].id) for viewer in people))
    assert [await counts(one.id) for one in ideas] == [(20, 20, 20), (50, 50, 50)]
    kinds = await db.rows("SELECT kind, COUNT(*) AS n FROM support_event GROUP BY kind ORDER BY kind")
    assert [(row["kind"], row["n"]) for row in kinds] == [("cast", 100), ("withdrawn", 30)]
    assert await proofs.supports() == []


async def test_withdrawals_at_once_share_their_writes_and_each_hears_once(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, people = await idea(), [await cast.member(f"member{n}") for n in range(40)]
    for viewer in people:
        await given(viewer, one.id)
    votable, writes, remove = await queries.find(people[0], one.id), [], standing.remove

    async def counted(pairs: Collection[tuple[int, int]]) -> standing.States:
        writes.append(len(pairs))
        return await remove(pairs)

    monkeypatch.setattr(standing, "remove", counted)
    answers = await asyncio.gather(*(actions.withdraw(who, votable) for who in people for _ in range(2)))
    assert [(first is None, again is None) for first, again in zip(answers[::2], answers[1::2], strict=True)] == [
        (False, True)
    ] * 40
    assert await counts(one.id) == (0, 0, 0)
    assert len(writes) <= 4
    assert await db.value("SELECT COUNT(*) AS n FROM event WHERE kind = 'support.withdrawn'") == 40
    assert await proofs.supports() == []


async def test_a_vote_that_fails_leaves_those_beside_it(home: House) -> None:
    one, nobody = await idea(), Viewer(id=999_999, role="member", audiences=frozenset({"everyone", "members"}))
    people = [await cast.member(f"member{n}") for n in range(20)]
    votable = await queries.find(people[0], one.id)
    everybody = [*people[:10], nobody, *people[10:]]
    answers = await asyncio.gather(*(actions.cast(who, votable) for who in everybody), return_exceptions=True)
    assert [isinstance(answer, IntegrityError) for answer in answers] == [who is nobody for who in everybody]
    assert await counts(one.id) == (20, 20, 20)
    assert await db.value("SELECT COUNT(*) AS n FROM event WHERE kind = 'support.cast'") == 20
    assert await proofs.supports() == []


async def test_what_fails_half_way_leaves_nothing(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    one, ada = await idea(), await cast.member()

    async def broken(*_: object, **__: object) -> int:
        raise RuntimeError

    monkeypatch.setattr("voting.ballots.actions.record_all", broken)
    with pytest.raises(RuntimeError):
        await given(ada, one.id)
    assert await counts(one.id) == (0, 0, 0)
    assert await db.value("SELECT COUNT(*) AS n FROM support_event") == 0


@pytest.mark.parametrize("doors", [{"is_open": False}, {"support": "staff"}, {"support": "customers"}])
async def test_a_board_that_does_not_let_one_in_takes_no_support(home: House, doors: dict[str, Any]) -> None:
    one, ada = await idea(doors=doors), await cast.member()
    with pytest.raises(Forbidden):
        await given(ada, one.id)


async def test_support_can_be_taken_back_from_a_closed_board(home: House) -> None:
    one, ada = await idea(), await cast.member()
    await given(ada, one.id)
    await Board.all().update(is_open=False)
    assert await taken_back(ada, one.id) == 0


async def test_authors_may_support_their_own(home: House) -> None:
    one, mo = await idea(), await cast.manager()
    assert await given(mo, one.id) == 1


async def test_past_counts_are_refolded(home: House) -> None:
    one, ada, ben = await idea(), await cast.member(), await cast.member("ben")
    for viewer, act, days in ((ada, given, 5), (ben, given, 4), (ada, taken_back, 2)):
        with clock.at(NOW - timedelta(days=days)):
            await act(viewer, one.id)
    past = [await queries.count_at(one.id, NOW - timedelta(days=days)) for days in (6, 4.5, 3, 1)]
    assert past == [0, 1, 2, 1]
    assert await queries.supporters_at(one.id, NOW) == {ben.id} == await queries.audience(one.id)


async def test_recount_tells_and_mends_what_differs(home: House) -> None:
    one, ada = await idea(), await cast.member()
    await given(ada, one.id)
    await db.execute("UPDATE idea SET supporters = 7 WHERE id = ?", one.id)
    await db.execute("DELETE FROM support")
    differences = await proofs.supports()
    assert len(differences) == 2
    assert "7 supporters kept, 1 by the ledger" in differences[1]
    assert await proofs.supports(fix=True) == differences
    assert await proofs.supports() == []
    assert await counts(one.id) == (1, 1, 1)


async def supports_file(tmp_path: Path, lines: list[str]) -> imports.Report:
    path = tmp_path / "supports.csv"
    path.write_text("\n".join(["idea,email,created_at", *lines]) + "\n", encoding="utf-8")
    return await imports.read_file(imports.importer("supports"), path)


async def test_a_file_of_supports_comes_in_once(home: House, tmp_path: Path) -> None:
    one = await idea(reference="I1")
    lines = [f"I1,p{n}@example.org,2020-01-0{1 + n % 9}" for n in range(20)]
    report = await supports_file(
        tmp_path, [*lines, lines[0], "I2,a@example.org,", "I1,nobody,", "I1,,", "I1,a@b.co,later"]
    )
    assert (report.read, report.created, report.unchanged, report.bad_count) == (25, 20, 1, 4)
    again = await supports_file(tmp_path, lines)
    assert (again.created, again.unchanged) == (0, 20)
    assert await counts(one.id) == (20, 20, 20)
    assert await queries.count_at(one.id, datetime(2020, 1, 1, 1, tzinfo=UTC)) == 3
    assert await proofs.supports() == []
    assert await db.value("SELECT COUNT(*) AS n FROM letter") == 0


async def test_what_a_member_took_back_is_not_brought_back_by_an_old_file(home: House, tmp_path: Path) -> None:
    one, ada = await idea(reference="I1"), await cast.member()
    await supports_file(tmp_path, ["I1,ada@example.org,2025-01-01"])
    assert await taken_back(ada, one.id) == 0
    assert (await supports_file(tmp_path, ["I1,ada@example.org,2025-01-01"])).unchanged == 1
    assert await counts(one.id) == (0, 0, 0)
    assert await proofs.supports() == []


async def test_the_button_works_as_a_form_and_as_a_fragment(browser: Browser) -> None:
    one = await idea()
    ada = await cast.browser_as(browser, "member")
    token = await csrf(ada)
    reply = await ada.post(f"/ideas/{one.id}/support", {"csrf": token}, referer="http://localhost:8000/ideas?sort=top")
    assert (reply.status_code, reply.headers["location"]) == (303, "/ideas?sort=top")
    reply = await ada.post(f"/ideas/{one.id}/support/withdrawal", {"csrf": token}, **{"hx-request": "true"})
    assert reply.status_code == 200
    assert 'aria-pressed="false"' in reply.text
    assert f'action="/ideas/{one.id}/support"' in reply.text
    reply = await ada.post(f"/ideas/{one.id}/support?wide=1", {"csrf": token}, **{"hx-request": "true"})
    assert "support--wide" in reply.text
    assert f'action="/ideas/{one.id}/support/withdrawal?wide=1"' in reply.text
    assert (await ada.post("/ideas/999/support", {"csrf": token})).status_code == 404
    assert (await ada.post(f"/ideas/{one.id}/support", {"csrf": "stale"})).status_code == 403
    page = await ada.get(f"/ideas/{one.id}/supporters")
    assert "Ada Morel" in page.text


async def csrf(browser: Browser) -> str:
    from kernel import sessions

    return sessions.csrf_of(browser.client.cookies[sessions.cookie_name()])


async def test_a_stranger_is_sent_to_sign_in(browser: Browser) -> None:
    one = await idea()
    reply = await browser.post(f"/ideas/{one.id}/support", {})
    assert reply.status_code == 303
    assert reply.headers["location"].startswith("/sign-in")
    assert (await browser.get(f"/ideas/{one.id}/supporters")).status_code == 200


async def test_the_api_gives_and_takes_back(browser: Browser) -> None:
    one, ada = await idea(), await cast.person("ada")
    word = await keys.issue(ada, name="test", scopes=["read", "write"])
    bearer = {"Authorization": f"Bearer {word}"}
    for _ in range(2):
        reply = await browser.client.put(f"/api/v1/ideas/{one.id}/support", headers=bearer)
        assert reply.json() == {"idea": one.id, "supported": True, "supporters": 1}
    reply = await browser.client.delete(f"/api/v1/ideas/{one.id}/support", headers=bearer)
    assert reply.json() == {"idea": one.id, "supported": False, "supporters": 0}
    assert (await browser.client.put("/api/v1/ideas/999/support", headers=bearer)).status_code == 404
    assert (await browser.client.put(f"/api/v1/ideas/{one.id}/support")).status_code == 401
