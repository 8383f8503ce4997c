"""Missions in the browser, as strangers, members and the team meet them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ambassadors.missions import planning, queries, reviewing, turning
from ambassadors.missions.models import Verdict
from kernel import clock, db, jobs, slots
from kernel.errors import Missing
from kernel.features import House, the_house
from tests import cast, clubs, pictures
from tests.ambassadors.missions import errands
from tests.browsing import Browser

MISSION = {
    "title": "Photograph a pair",
    "brief": "After 500 km.",
    "goal": "",
    "target": "1",
    "place": "",
    "audience": "members",
    "places": "2",
    "points": "100",
    "opens_at": "",
    "ends_at": "2090-01-01T20:00",
}


async def test_a_mission_goes_from_the_teams_draft_to_its_result(browser: Browser) -> None:
    await errands.opened()
    sol, ada = await cast.browser_as(browser, "sol"), await cast.browser_as(browser, "ada")
    page = await sol.submit("/missions/desk/new", "/missions/desk", **MISSION)
    team, url = page.url.path, page.url.path.replace("/desk", "")
    assert (await ada.get(url)).status_code == 404
    await sol.submit(team, f"{team}/announcement")
    page = await ada.submit(url, f"{url}/part", named="true")
    assert "The mission is yours" in page.text
    assert "1 place left of 2." in page.text
    page = await ada.submit(url, f"{url}/proofs", body="Here they are.")
    assert "Being read" in page.text
    number = await db.value("SELECT max(id) FROM mission_proof")
    page = await sol.submit(team, f"{team}/proofs/{number}/answer", verdict="again", words="")
    assert page.status_code == 422
    await sol.submit(team, f"{team}/proofs/{number}/answer", verdict="accepted", words="Thank you.")
    page = await ada.get(url)
    assert "100 points given." in page.text
    assert "Thank you." in page.text
    assert "Ada Morel" in (await browser.get(url)).text, "she agreed to be named"
    page = await ada.submit(url, f"{url}/part/name/removal")
    assert "Ada Morel" not in (await browser.get(url)).text
    await db.execute("UPDATE mission SET ends_at = ? WHERE id = ?", clock.now(), int(url.rpartition("/")[2]))
    await sol.submit(team, f"{team}/result", result="A harder heel.")
    page = await browser.get(url)
    assert "A harder heel." in page.text
    assert "100 points were given for it in all." in page.text


async def test_strangers_read_and_are_shown_the_way_in(browser: Browser) -> None:
    mission = await errands.opened()
    page = await browser.get(mission.url)
    assert "Sign in to take it" in page.text
    assert "<form" not in page.text.partition("<main")[2].partition("</main>")[0]
    assert mission.title in (await browser.get("/missions")).text
    assert mission.title in (await browser.get("/search?q=photograph")).text


@pytest.mark.parametrize(("who", "status"), [("ada", 404), ("mo", 200), ("sol", 200), ("root", 200)])
async def test_the_teams_pages_are_the_teams(browser: Browser, who: str, status: int) -> None:
    mission = await errands.opened()
    theirs = await cast.browser_as(browser, who)
    for path in ("/missions/desk", "/missions/desk/new", mission.team_url, f"{mission.team_url}/cancellation"):
        assert (await theirs.get(path)).status_code == status, path


async def test_what_is_not_for_everybody_is_a_404_for_the_others(browser: Browser) -> None:
    club = await clubs.found(host="ada", is_private=True)
    sol = await cast.viewer("sol")
    hidden = await errands.draft_open(audience="segment:vip")
    secret = await errands.draft()
    await db.execute("UPDATE mission SET club_id = ?, state = 'open' WHERE id = ?", club.id, secret.id)
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    assert (await ada.get(secret.url)).status_code == 200
    for theirs, path in ((ben, secret.url), (browser, secret.url), (ada, hidden.url), (ben, hidden.url)):
        assert (await theirs.get(path)).status_code == 404
    assert (await ben.get("/missions")).text.count("Photograph a pair") == 0
    with pytest.raises(Missing):
        await queries.find(sol, secret.id)


async def test_a_proof_with_a_picture_is_for_its_sender_and_the_team(browser: Browser) -> None:
    mission = await errands.taken(await errands.opened())
    ada = await cast.browser_as(browser, "ada")
    sole = {"picture_1": ("sole.png", pictures.png(900, 600), "image/png")}
    page = await ada.submit(mission.url, f"{mission.url}/proofs", files=sole, body="", alt_1="A sole")
    assert "Being read" in page.text
    address = page.text.partition('<img src="/pictures/')[2].partition('"')[0]
    for who, status in (("ada", 200), ("sol", 200), ("ben", 404)):
        theirs = await cast.browser_as(browser, who)
        assert (await theirs.get(f"/pictures/{address}")).status_code == status, who
    assert (await browser.get(f"/pictures/{address}")).status_code == 404


@pytest.mark.parametrize(
    ("fields", "files"),
    [({"body": ""}, None), ({"body": "My words."}, {"picture_1": ("a.png", b"no picture", "image/png")})],
    ids=["nothing at all", "what is no picture"],
)
async def test_a_proof_that_cannot_be_sent_comes_back(
    browser: Browser, fields: dict[str, str], files: dict[str, object] | None
) -> None:
    mission = await errands.taken(await errands.opened())
    ada = await cast.browser_as(browser, "ada")
    page = await ada.submit(mission.url, f"{mission.url}/proofs", files=files, **fields)
    assert page.status_code == 422
    assert fields["body"] in page.text
    assert (await errands.part(mission)).state == "taken"


WRONG = [
    ("title", "", "A title is missing"),
    ("goal", "dance", "Choose one of the list."),
    ("audience", "segment:nobody", "Choose one of the list."),
    ("place", "club:999", "Choose one of the list."),
    ("places", "0", "It must be at least 1."),
    ("points", "-5", "It must be at least 0."),
    ("ends_at", "2020-01-01T20:00", "still to come"),
    ("ends_at", "never", "A day and an hour are needed"),
    ("target", "many", "A whole number is needed."),
]


@pytest.mark.parametrize(("field", "value", "said"), WRONG)
async def test_a_mission_that_cannot_be_comes_back_with_what_was_typed(
    browser: Browser, field: str, value: str, said: str
) -> None:
    sol = await cast.browser_as(browser, "sol")
    page = await sol.submit("/missions/desk/new", "/missions/desk", **{**MISSION, field: value})
    assert page.status_code == 422
    assert said in page.text
    assert "After 500 km." in page.text


async def test_a_goal_keeps_to_places_it_can_be_counted_by(browser: Browser) -> None:
    club = await clubs.found()
    sol = await cast.browser_as(browser, "sol")
    told = {**MISSION, "goal": "design", "place": f"club:{club.id}"}
    page = await sol.submit("/missions/desk/new", "/missions/desk", **told)
    assert "This goal cannot be counted by that." in page.text


async def test_calling_off_says_why_to_those_in_it(browser: Browser) -> None:
    mission = await errands.taken(await errands.opened())
    sol = await cast.browser_as(browser, "sol")
    page = await sol.submit(
        f"{mission.team_url}/cancellation", f"{mission.team_url}/cancellation", reason="", share="40"
    )
    assert page.status_code == 422
    told = {"reason": "No more pairs.", "share": "40"}
    await sol.submit(f"{mission.team_url}/cancellation", f"{mission.team_url}/cancellation", **told)
    await jobs.work(the_house(), until_idle=True)
    ada = await cast.browser_as(browser, "ada")
    page = await ada.get(mission.url)
    assert "No more pairs." in page.text
    assert "40 points given." in page.text
    assert "is called off" in (await ada.get("/inbox")).text


async def test_a_list_and_a_mission_ask_little_of_the_database(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _place in range(4):
        mission = await errands.taken(await errands.draft_open())
    ada = await cast.browser_as(browser, "ada")
    asked: list[str] = []
    plain = db.rows

    async def counted(sql: str, *values: object) -> list[db.Row]:
        asked.append(sql)
        return await plain(sql, *values)

    monkeypatch.setattr(db, "rows", counted)
    for path, most in (("/missions", 12), (mission.url, 16)):
        await ada.get(path)
        asked.clear()
        await ada.get(path)
        assert len(asked) <= most, (path, asked)


async def test_lists_go_on_by_cursor(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    for place in range(5):
        await errands.taken(await errands.draft_open(title=f"Mission {place}"))
    ada = await cast.browser_as(browser, "ada")
    for which in ("open", "mine"):
        path, seen = f"/missions?show={which}", 0
        while path:
            page = (await ada.get(path)).text
            seen += page.count('class="mission"')
            path = (
                page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
                if 'rel="next"' in page
                else ""
            )
            path = path.replace("&amp;", "&")
        assert seen == 5, which


async def test_those_it_is_offered_to_hear_of_it_and_those_who_did_it_of_its_result(browser: Browser) -> None:
    club = await clubs.found(host="ada", members=["ben"])
    mission = await errands.opened(place=f"club:{club.id}", goal="")
    await errands.taken(mission, "ben")
    number = await errands.sent(mission, "ben")
    await reviewing.answer(await cast.editor(), mission, number, verdict=Verdict.ACCEPTED)
    with clock.at(mission.ends_at + timedelta(hours=1)):
        await turning.turn_all()
        await planning.conclude(await cast.editor(), await errands.seen(mission), result="A harder heel.")
        await jobs.work(the_house(), until_idle=True)
    rows = await db.rows("SELECT p.handle, n.kind FROM notice n JOIN person p ON p.id = n.person_id")
    heard = {(row["handle"], row["kind"]) for row in rows}
    assert {("ada", "mission.offered"), ("ben", "mission.offered"), ("ben", "mission.answered")} <= heard
    assert {("sol", "mission.ended"), ("ben", "mission.concluded")} <= heard
    assert ("ada", "mission.concluded") not in heard


async def test_a_score_says_which_missions_are_open_to_its_owner(home: House) -> None:
    read = await errands.opened()
    counted = await errands.draft_open(title="Twelve voices", goal="support", target=12, places=1)
    draft = await errands.draft(title="Not yet told")
    ada, ben = await cast.viewer("ada"), await cast.viewer("ben")
    shown = await slots.one("influence.next", ada, str(ada.id))
    assert shown.index("Twelve voices") < shown.index(read.title), "what is counted comes first"
    assert draft.title not in shown
    await errands.taken(counted, "ben")
    assert "Twelve voices" not in await slots.one("influence.next", ada, str(ada.id)), "its one place is taken"
    assert "Twelve voices" not in await slots.one("influence.next", ben, str(ben.id)), "it is theirs already"
    sol = await cast.editor()
    assert await slots.one("influence.next", sol, str(sol.id)) == "", "the team takes none"
