"""The public roadmap, the team's console and snapshots in the browser, for each who may and may not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.people import keys, owndata
from community.people.models import Person
from kernel import clock, db
from tests import cast
from tests.browsing import Browser
from tests.voting.roadmap import world
from voting.demand import reckon
from voting.roadmap import actions
from voting.value.models import Customer, Worth, WorthRun

TEAM = [
    "/team/roadmap",
    "/team/roadmap/lanes",
    "/team/snapshots",
    "/team/snapshots/columns",
    "/team/snapshots/1",
    "/team/snapshots/1/roadmap.csv",
]


async def figured() -> dict[str, int]:
    ideas = await world.made()
    await reckon.store(await reckon.reckon())
    return ideas


@pytest.mark.parametrize("who", ["member", "manager"])
async def test_the_console_is_not_there_for_others(browser: Browser, who: str) -> None:
    theirs = await cast.browser_as(browser, who)
    for path in TEAM:
        assert (await theirs.get(path)).status_code == 404
        assert "/sign-in" in (await browser.peek(path)).headers["location"]


async def test_everyone_reads_the_roadmap_with_its_honest_history(browser: Browser) -> None:
    assert "Nothing has been planned yet" in (await browser.get("/roadmap")).text
    ideas = await world.made()
    sol = await cast.editor()
    await actions.place(sol, ideas[world.RESOLE], horizon="now", target="2027 Q1")
    await actions.place(sol, ideas[world.TOTE], horizon="later")
    await actions.place(sol, ideas[world.RESOLE], horizon="next", target="2027 Q2", reason="The <press> is late.")
    for reader in (browser, await cast.browser_as(browser, "member"), await cast.browser_as(browser, "editor")):
        page = (await reader.get("/roadmap")).text
        assert world.RESOLE in page
        assert "Now → Next" in page
        assert "2027 Q1" in page
        assert "The &lt;press&gt; is late." in page
    feed = await browser.get("/roadmap.atom")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert "Now 2027 Q1 → Next 2027 Q2: The &amp;lt;press&amp;gt; is late." in feed.text


async def test_the_roadmap_changes_for_strangers_at_once(browser: Browser) -> None:
    ideas = await world.made()
    await browser.get("/roadmap")
    await actions.place(await cast.editor(), ideas[world.RESOLE], horizon="now")
    assert world.RESOLE in (await browser.get("/roadmap")).text


async def test_the_policy_reorders_the_console(browser: Browser) -> None:
    ideas = await figured()
    for handle in ("hal", "ivy"):
        await world.give(handle, ideas[world.TOTE])
    await reckon.store(await reckon.reckon())
    sol = await cast.browser_as(browser, "editor")
    heads = (await sol.get("/team/roadmap?policy=one-account")).text
    worth = (await sol.get("/team/roadmap?policy=linear")).text
    assert heads.index(f"idea-{ideas[world.TOTE]}") < heads.index(f"idea-{ideas[world.RESOLE]}")
    assert worth.index(f"idea-{ideas[world.RESOLE]}") < worth.index(f"idea-{ideas[world.TOTE]}")
    assert "€425" in worth


@pytest.mark.parametrize("query", ["sort=value", "sort=share", "sort=trend", "after=nonsense", "policy=none&sort=none"])
async def test_any_order_is_a_page(browser: Browser, query: str) -> None:
    await figured()
    assert (await (await cast.browser_as(browser, "editor")).get(f"/team/roadmap?{query}")).status_code == 200


async def test_filters_narrow_the_console(browser: Browser) -> None:
    ideas = await figured()
    await actions.place(await cast.editor(), ideas[world.TOTE], horizon="now")
    sol = await cast.browser_as(browser, "editor")
    for query, shown in (
        ("tag=repair", world.RESOLE),
        ("horizon=now", world.TOTE),
        ("board=shoes&tag=repair", world.RESOLE),
    ):
        page = (await sol.get(f"/team/roadmap?{query}")).text
        assert [title for title in ideas if f"idea-{ideas[title]}" in page] == [shown]
    assert "No idea fits" in (await sol.get("/team/roadmap?status=declined")).text


async def test_an_idea_is_moved_by_a_button_with_the_reason(browser: Browser) -> None:
    ideas = await figured()
    sol, number = await cast.browser_as(browser, "editor"), ideas[world.RESOLE]
    place = f"/team/roadmap/ideas/{number}/place"
    page = await sol.submit("/team/roadmap", place, horizon="now", target="2027 Q1", reason="")
    assert "Moved." in page.text
    await sol.submit("/team/roadmap", place, horizon="off", reason="Not this year")
    moves = await db.rows("SELECT before, after, target_after, reason FROM roadmap_move ORDER BY id")
    assert [(m["before"], m["after"], m["reason"]) for m in moves] == [("", "now", ""), ("now", "", "Not this year")]
    assert await db.value("SELECT COUNT(*) FROM staff_act WHERE act = 'roadmap.moved'") == 2
    assert (await sol.submit("/team/roadmap", place, horizon="never")).status_code == 422
    unknown = "/team/roadmap/ideas/999999/place"
    assert (await sol.submit("/team/roadmap", unknown, horizon="now")).status_code == 404


async def test_effort_and_owner_are_noted_and_give_a_score(browser: Browser) -> None:
    ideas = await figured()
    sol, number = await cast.browser_as(browser, "editor"), ideas[world.TOTE]
    estimate = f"/team/roadmap/ideas/{number}/estimate"
    page = await sol.submit("/team/roadmap?policy=linear", estimate, effort="2.5", owner="@sol")
    assert "Noted." in page.text
    assert "score 50" in (await sol.get("/team/roadmap?policy=linear")).text
    wrong = await sol.submit("/team/roadmap", estimate, effort="much", owner="nobody")
    assert wrong.status_code == 422
    assert (await sol.submit("/team/roadmap", estimate, effort="", owner="nobody")).status_code == 422
    assert (await sol.submit("/team/roadmap", estimate, effort="nan", owner="")).status_code == 422
    assert (await sol.submit("/team/roadmap", estimate, effort="", owner="")).status_code == 200
    assert await db.value("SELECT effort FROM roadmap_item WHERE idea_id = ?", number) is None


async def test_a_view_is_saved_found_and_forgotten_by_its_owner_alone(browser: Browser) -> None:
    await figured()
    sol, root = await cast.browser_as(browser, "editor"), await cast.browser_as(browser, "admin")
    page = await sol.submit("/team/roadmap?policy=log&sort=value", "/team/roadmap/views", name="Winter")
    assert "Winter" in page.text
    number = await db.value("SELECT id FROM saved_view")
    assert await db.value("SELECT query FROM saved_view") == "policy=log&sort=value"
    own = await owndata.gathered(await Person.get(handle="sol"))
    assert [(view["name"], view["query"]) for view in own["saved_views"]] == [("Winter", "policy=log&sort=value")]
    await root.submit("/team/roadmap", f"/team/roadmap/views/{number}/deletion")
    assert await db.value("SELECT COUNT(*) FROM saved_view") == 1
    await sol.submit("/team/roadmap", f"/team/roadmap/views/{number}/deletion")
    assert await db.value("SELECT COUNT(*) FROM saved_view") == 0


async def test_a_snapshot_is_frozen_shown_compared_and_taken_away(browser: Browser) -> None:
    ideas = await figured()
    sol = await cast.browser_as(browser, "editor")
    first = await sol.submit("/team/snapshots", "/team/snapshots")
    assert "unchanged" in first.text
    for handle in ("hal", "ivy", "joy", "kim", "lou", "max", "ned", "oli", "pam", "quy", "ray", "sue", "tom"):
        await world.give(handle, ideas[world.TOTE])
    second = await sol.submit("/team/snapshots", "/team/snapshots")
    assert "Rose" in second.text
    assert "Fell" in second.text
    assert "supporters 2 → 15" in second.text
    for form, kind in (
        ("csv", "text/csv"),
        ("xlsx", "application/vnd"),
        ("json", "application/json"),
        ("ics", "text/calendar"),
    ):
        file = await sol.get(f"/team/snapshots/1/roadmap.{form}")
        assert file.headers["content-type"].startswith(kind)
        assert "attachment" in file.headers["content-disposition"]
    assert (await sol.get("/team/snapshots/1/roadmap.exe")).status_code == 404
    assert (await sol.get("/team/snapshots/99")).status_code == 404
    assert "Since snapshot" not in (await sol.get("/team/snapshots/1")).text
    assert "Since snapshot 2" in (await sol.get("/team/snapshots/1?with=2")).text
    assert "share_of_base" in (await sol.get("/team/snapshots/columns")).text


async def test_the_api_tells_the_roadmap_to_all_and_snapshots_to_editors(browser: Browser) -> None:
    ideas = await figured()
    await actions.place(await cast.editor(), ideas[world.RESOLE], horizon="now", target="2027 Q1")
    told = (await browser.client.get("/api/v1/roadmap")).json()
    assert [(item["idea"], item["horizon"], item["target"]) for item in told["items"]] == [
        (ideas[world.RESOLE], "now", "2027 Q1")
    ]
    assert (await browser.client.get("/api/v1/snapshots")).status_code == 401
    for handle, scopes, status in (("ada", ["read"], 403), ("sol", ["read"], 403), ("sol", ["read", "team"], 201)):
        word = await keys.issue(await cast.person(handle), name="test", scopes=scopes)
        head = {"Authorization": f"Bearer {word}", "Idempotency-Key": "once"}
        made = await browser.client.post("/api/v1/snapshots", json={"policy": "log"}, headers=head)
        assert made.status_code == status
    again = await browser.client.post("/api/v1/snapshots", json={"policy": "log"}, headers=head)
    assert again.json()["id"] == made.json()["id"]
    assert len((await browser.client.get("/api/v1/snapshots", headers=head)).json()["items"]) == 1


async def test_lanes_are_moved_by_the_buttons_and_read_in_the_same_order_by_all(browser: Browser) -> None:
    ideas = await world.made()
    sol = await cast.browser_as(browser, "editor")
    assert "No idea has a place yet" in (await sol.get("/team/roadmap/lanes")).text
    for title in (world.RESOLE, world.TOTE, world.LACE):
        await actions.place(await cast.editor(), ideas[title], horizon="now")
    assert await _order(browser) == [ideas[world.RESOLE], ideas[world.TOTE], ideas[world.LACE]]
    place = f"/team/roadmap/ideas/{ideas[world.LACE]}/place"
    moved = await sol.submit("/team/roadmap/lanes", place, before=ideas[world.TOTE])
    assert moved.status_code == 200
    assert f'id="idea-{ideas[world.LACE]}"' in moved.text
    assert await _order(browser) == [ideas[world.RESOLE], ideas[world.LACE], ideas[world.TOTE]]
    page = (await browser.get("/roadmap")).text
    assert page.index("Resole my shoes") < page.index("Laces | of hemp") < page.index("A tote, that stands")
    assert (await sol.submit("/team/roadmap/lanes", place, before="soon")).status_code == 422


async def _order(browser: Browser) -> list[int]:
    told = (await browser.client.get("/api/v1/roadmap")).json()
    return [item["idea"] for item in told["items"]]


async def test_the_api_tells_the_whole_roadmap_page_by_page(browser: Browser) -> None:
    await world.made()
    board, author = await db.value("SELECT MAX(id) FROM board"), (await cast.person("mo")).id
    now = clock.now()
    await db.execute_many(
        "INSERT INTO idea (board_id, author_id, title, slug, body, folded, status, merged_from, supporters, raw_votes, "
        "comments, trending, created_at, status_at, is_listed) "
        "VALUES (?, ?, ?, 'x', '', '', 'open', 0, 0, 0, 0, 0, ?, ?, ?)",
        [(board, author, f"Many {n}", now, now, True) for n in range(330)],
    )
    await db.execute(
        "INSERT INTO roadmap_item (idea_id, horizon, target, position, created_at) "
        "SELECT id, CASE WHEN id % 3 = 0 THEN 'now' WHEN id % 3 = 1 THEN 'next' ELSE 'later' END, '', id / 7, created_at "
        "FROM idea WHERE title LIKE 'Many %'"
    )
    address, seen, horizons = "/api/v1/roadmap", [], []
    while address:
        told = (await browser.client.get(address)).json()
        seen += [item["idea"] for item in told["items"]]
        horizons += [item["horizon"] for item in told["items"]]
        address = told["next"]
    assert len(seen) == len(set(seen)) == 330
    assert horizons == sorted(horizons, key=["now", "next", "later"].index)


async def test_two_snapshots_name_a_worth_run_that_came_between_them(browser: Browser) -> None:
    await figured()
    sol = await cast.browser_as(browser, "editor")
    await sol.submit("/team/snapshots", "/team/snapshots")
    run = await WorthRun.all().first().values()
    assert run
    with clock.at(clock.now() + timedelta(days=1)):
        later = await WorthRun.create(**{**run, "id": run["id"] + 1, "default_worth": 9900, "created_at": clock.now()})
        customer = await Customer.get(name="Bex")
        await Worth.create(run=later, customer=customer, amount=90000, source="stated")
        page = await sol.submit("/team/snapshots", "/team/snapshots")
    assert f"<strong>Worth run</strong> {run['id']} → {later.id}" in page.text
    assert "<strong>Default worth</strong> 25.0 → 99.0" in page.text
    assert "<strong>Policy</strong>" not in page.text
