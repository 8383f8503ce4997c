"""Why a score is what it is: as whoever is scored, as staff, as anybody else."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from ambassadors.influence import lines, runs, whose, why
from community.people.models import Person
from ideas.board.models import Idea
from kernel import db, i18n
from tests import cast, clubs
from tests.ambassadors.influence import told
from tests.browsing import Browser
from tests.ideas.board import things
from tests.ideas.board.test_queries import statements

BEN = "/people/ben/influence"
MAY = datetime(2026, 5, 3, 12, tzinfo=UTC)


async def reached(**more: int) -> tuple[Person, Person, Idea]:
    """Ben, whom 412 of 100,000 walks reached, 160 of them through Anna by an idea of his."""
    ben, anna = await cast.person("ben"), await cast.person("anna")
    idea = await things.idea("Wider toes", by=await cast.member("ben"))
    others = [await cast.person(f"other{n}") for n in range(13)]
    made = await told.run()
    about = {"subject_kind": "idea", "subject_id": idea.id, "place": f"board:{idea.board_id}", "at": MAY}
    links = [(anna.id, 160, about)]
    links += [(other.id, 10, {"kind": "comment", "place": f"tag:t{n}"}) for n, other in enumerate(others)]
    links += [(others[0].id, 122, {"kind": "remix"})]
    await told.scored(made, ben.id, links, percentile=96.2, band="farthest")
    return ben, anna, idea


async def test_the_person_reads_who_it_is_through_and_the_lines_sum_to_the_score(browser: Browser) -> None:
    await reached()
    page = (await (await cast.browser_as(browser, "ben")).get(BEN)).text
    assert "Carries farthest" in page
    assert "Of 100,000 walks 412 reached you." in page
    seen = re.sub(r"<[^>]+>", "", page)
    assert "160 through Anna, who supported your idea “Wider toes” on 3 May 2026" in seen
    counts = [int(found) for found in re.findall(r'class="walked__n">(\d+)<', page)]
    assert counts[-1] == 412 == sum(counts[:-1])
    assert len(counts) == 12, "ten lines, what is left, the sum"


@pytest.mark.parametrize("seed", range(4))
async def test_the_sum_of_the_parts_is_the_score_exactly(browser: Browser, seed: int) -> None:
    ben = await cast.person("ben")
    people = [await cast.person(f"p{n}") for n in range(5)]
    made = await told.run()
    links = [
        (people[n % 5].id, 1 + (n * 7919 + seed) % 83, {"kind": kind, "place": f"tag:t{n % (seed + 2)}"})
        for n in range(40)
        for kind in (["support", "comment", "remix", "other"][n % 4],)
    ]
    await told.scored(made, ben.id, links)
    viewer = await cast.viewer("ben")
    found = await why.told(viewer, await whose.subject(viewer, "ben"))
    assert found.now
    assert sum(group.walks for group in found.groups) == found.now.walks == sum(one[1] for one in links)
    assert sum(walks for _words, walks, _part in found.kinds) == found.now.walks
    last = found.groups[-1]
    assert last.past + last.share == pytest.approx(100, abs=0.02)


async def test_nobody_else_reads_it_until_it_is_shown_and_then_without_names(browser: Browser) -> None:
    await reached()
    ada = await cast.browser_as(browser, "ada")
    ben = await cast.browser_as(browser, "ben")
    for theirs in (browser, ada):
        assert (await theirs.peek(BEN)).status_code in (303, 404)
        assert (await theirs.get(BEN)).status_code == 404
    assert (await ben.submit(BEN, f"{BEN}/showing")).status_code == 200
    for theirs in (browser, ada):
        page = await theirs.get(BEN)
        assert page.status_code == 200
        assert "Of 100,000 walks 412 reached Ben Okafor." in page.text
        assert "Anna" not in page.text
        assert "Wider toes" not in page.text
        assert (await theirs.get(f"{BEN}.json")).status_code in (200, 404)
        assert "Anna" not in (await theirs.get(f"{BEN}.json")).text
    await ben.submit(BEN, f"{BEN}/hiding")
    assert (await ada.get(BEN)).status_code == 404


@pytest.mark.parametrize("role", ["manager", "editor", "admin"])
async def test_staff_read_it_and_it_is_written_down_once_a_day(browser: Browser, role: str) -> None:
    ben, _anna, _idea = await reached()
    theirs = await cast.browser_as(browser, role)
    for _again in range(2):
        page = await theirs.get(BEN)
        assert page.status_code == 200
        assert "Anna" in page.text
    acts = await db.rows("SELECT actor_id FROM staff_act WHERE act = 'influence.seen' AND subject_id = ?", ben.id)
    assert len(acts) == 1
    own = await (await cast.browser_as(browser, "ben")).get(BEN)
    assert "Staff looked on 1 day" in own.text
    assert (await theirs.get(f"{BEN}.json")).status_code == 404


async def test_a_private_clubs_doings_are_named_to_nobody_who_may_not_see_them(browser: Browser) -> None:
    ben, anna = await cast.person("ben"), await cast.person("anna")
    club = await clubs.found("secret", host="anna", members=[], is_private=True)
    made = await told.run()
    about = {"kind": "invitation", "place": f"club:{club.id}", "subject_kind": "club", "subject_id": club.id}
    await told.scored(made, ben.id, [(anna.id, 50, about)])
    page = (await (await cast.browser_as(browser, "ben")).get(BEN)).text
    assert "in a place that you do not see" in page
    assert "Anna" not in page
    assert club.name not in page
    data = (await (await cast.browser_as(browser, "ben")).get(f"{BEN}.json")).json()
    assert data["lines"][0]["through"] is None
    assert data["lines"][0]["place"] == "hidden"


async def test_an_own_club_is_named_to_its_member_and_not_to_staff_outside_it(browser: Browser) -> None:
    ben, anna = await cast.person("ben"), await cast.person("anna")
    club = await clubs.found("secret", host="anna", members=["ben"], is_private=True)
    made = await told.run()
    about = {"kind": "invitation", "place": f"club:{club.id}", "subject_kind": "club", "subject_id": club.id}
    await told.scored(made, ben.id, [(anna.id, 50, about)])
    assert "Anna" in (await (await cast.browser_as(browser, "ben")).get(BEN)).text
    theirs = (await (await cast.browser_as(browser, "editor")).get(BEN)).text
    assert "Anna" not in theirs
    assert club.name not in theirs


async def test_a_hidden_idea_is_not_named(browser: Browser) -> None:
    _ben, _anna, idea = await reached()
    await db.execute("UPDATE idea SET hidden_at = ? WHERE id = ?", MAY, idea.id)
    page = (await (await cast.browser_as(browser, "ben")).get(BEN)).text
    assert "Wider toes" not in page
    assert "Anna" not in page
    assert "412" in page


async def test_not_reached_is_not_nought(browser: Browser) -> None:
    await cast.person("ben")
    await told.run()
    page = (await (await cast.browser_as(browser, "ben")).get(BEN)).text
    assert "Not yet reached" in page
    assert '<p class="score__figure">–' in page


async def test_before_the_first_reckoning_the_page_says_so(browser: Browser) -> None:
    page = await (await cast.browser_as(browser, "ben")).get(BEN)
    assert page.status_code == 200
    assert "Nothing has been reckoned yet" in page.text


async def test_what_faded_stands_apart_and_older_scores_have_their_page(browser: Browser) -> None:
    ben, anna = await cast.person("ben"), await cast.person("anna")
    old = await told.run(days=40)
    await told.scored(old, ben.id, [(anna.id, 900, {"at": MAY}), (anna.id, 50, {"kind": "comment"})], percentile=98.0)
    made = await told.run()
    await told.scored(made, ben.id, [(anna.id, 200, {"at": MAY}), (anna.id, 50, {"kind": "comment"})])
    theirs = await cast.browser_as(browser, "ben")
    page = (await theirs.get(BEN)).text
    faded = page[page.index('id="faded"') : page.index('id="past"')]
    assert "1 person supported ideas of yours" in faded
    assert "900" in faded
    assert "200" in faded
    assert "Nothing new since 3 May 2026" in faded
    assert "answered" not in faded
    assert "−" not in page[page.index('id="lines"') : page.index('id="faded"')]
    before = (await theirs.get(f"{BEN}?run={old.id}")).text
    assert "Of 100,000 walks 950 reached you." in before
    for nonsense in ("run=0", "run=99999999999", "run=x", "topic=nothing", "topic=" + "t" * 300):
        assert (await theirs.get(f"{BEN}?{nonsense}")).status_code == 200


async def test_by_topic_as_well_as_overall(browser: Browser) -> None:
    ben, anna, _idea = await reached()
    await things.idea("Longer laces", tag_names=["fit"])
    made = await told.run("tag:fit", walks=50_000)
    await told.scored(made, ben.id, [(anna.id, 33, {"place": "tag:fit"})], percentile=80.0, band="far")
    theirs = await cast.browser_as(browser, "ben")
    assert "fit" in (await theirs.get(BEN)).text
    page = (await theirs.get(f"{BEN}?topic=tag:fit")).text
    assert "Of 50,000 walks 33 reached you." in page
    assert "Influence in fit" in page


async def test_leaving_and_coming_back(browser: Browser) -> None:
    await reached()
    theirs = await cast.browser_as(browser, "ben")
    page = await theirs.submit(BEN, f"{BEN}/leaving")
    assert "You are scored no more" in page.text
    assert "412" not in page.text
    assert "Not scored since" in page.text
    page = await theirs.submit(BEN, f"{BEN}/return")
    assert "You are scored again" in page.text
    ada = await cast.browser_as(browser, "ada")
    reply = await ada.submit("/people/ada/influence", f"{BEN}/leaving")
    assert reply.status_code == 404


async def test_the_file_holds_every_line_and_sums_to_the_score(browser: Browser) -> None:
    await reached()
    theirs = await cast.browser_as(browser, "ben")
    reply = await theirs.get(f"{BEN}.json")
    assert "attachment" in reply.headers["content-disposition"]
    data = reply.json()
    assert sum(line["walks"] for line in data["lines"]) == data["score"]["walks"] == 412
    assert data["run"]["seed"] == 7
    assert data["lines"][0]["through"] == "anna"


async def test_both_languages_say_it_plainly(browser: Browser) -> None:
    await reached()
    theirs = await cast.browser_as(browser, "ben")
    english = (await theirs.get(BEN)).text
    assert "How it is reckoned" in english
    await theirs.get("/language/fr")
    french = (await theirs.get(BEN)).text
    assert "How it is reckoned" not in french
    assert "Comment c’est calculé" in french
    assert "412 sont arrivées jusqu’à vous." in french


async def test_the_page_takes_ten_statements_at_most(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    ben, anna, idea = await reached()
    for days in (3, 2, 1):
        older = await told.run(days=days + 40)
        await told.scored(older, ben.id, [(anna.id, 900, {"at": MAY})])
    made = await told.run()
    about = {"subject_kind": "idea", "subject_id": idea.id, "place": f"board:{idea.board_id}", "at": MAY}
    await told.scored(made, ben.id, [(anna.id, 160, about), (anna.id, 40, {"kind": "comment"})])
    theirs = await cast.browser_as(browser, "ben")
    await theirs.get(BEN)
    with statements(monkeypatch) as seen:
        assert (await theirs.get(BEN)).status_code == 200
    assert 0 < len(seen) <= 10, "\n".join(one[:120] for one in seen)


def test_a_line_is_words_in_every_kind_and_language() -> None:
    for lang in i18n.LANGUAGES:
        with i18n.speaking(lang):
            for kind in ("support", "comment", "remix", "help", "meeting", "referral", "invitation", "unheard"):
                row = {"kind": kind, "place": "", "subject_kind": "", "people": 3}
                assert lines.sentence(row, {}).startswith("3 "), (lang, kind)


async def test_a_run_that_forgot_its_links_tells_its_kinds_and_what_faded(browser: Browser) -> None:
    ben, anna = await cast.person("ben"), await cast.person("anna")
    old = await told.run(days=40)
    await told.score(old, ben.id, 950, parts={"support": 900, "comment": 50})
    made = await told.run()
    await told.scored(made, ben.id, [(anna.id, 200, {"at": MAY}), (anna.id, 50, {"kind": "comment"})])
    theirs = await cast.browser_as(browser, "ben")
    page = (await theirs.get(BEN)).text
    faded = page[page.index('id="faded"') : page.index('id="past"')]
    assert "supports" in faded
    assert "answers" not in faded
    before = (await theirs.get(f"{BEN}?run={old.id}")).text
    counts = [int(found) for found in re.findall(r'class="walked__n">(\d+)<', before)]
    assert counts == [900, 50, 950]


async def test_the_page_and_the_file_tell_what_each_kind_weighed(browser: Browser) -> None:
    await cast.person("ben")
    await runs.reckon(topics=False)
    theirs = await cast.browser_as(browser, "ben")
    page = (await theirs.get(BEN)).text
    assert "What counts as listening, and how much" in page
    assert (await theirs.get(f"{BEN}.json")).json()["run"]["weights"]["support"]["half_life"] == 180


async def test_a_run_that_forgot_its_links_does_not_say_that_everything_faded(browser: Browser) -> None:
    ben, anna = await cast.person("ben"), await cast.person("anna")
    await told.score(await told.run(days=80), ben.id, 400, parts={"support": 400})
    between = await told.run(days=40)
    await told.score(between, ben.id, 950, parts={"support": 950})
    await told.scored(await told.run(), ben.id, [(anna.id, 950, {"at": MAY})])
    theirs = await cast.browser_as(browser, "ben")
    assert 'id="faded"' not in (await theirs.get(f"{BEN}?run={between.id}")).text
