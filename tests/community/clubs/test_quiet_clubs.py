"""Nobody learns of a private club who is not of it: each secret is a word looked for at every address of the house."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import pytest
from starlette.routing import Route

from community.clubs import actions, bans, invitations, leaving, membership, queries, topics
from community.clubs.models import Club, Entry
from community.clubs.queries import ClubCard
from community.discussion import actions as discussion
from community.discussion import registry
from community.meetings import actions as meetings
from ideas.board import actions as board
from ideas.board import club_boards
from kernel import api, db, files, jobs
from kernel.features import the_house
from kernel.search import caught_up
from tests import cast, polls
from tests.browsing import Browser
from tests.community.meetings import gatherings
from tests.journeys.rounds import _filled, addresses, entered, read, words_of
from tests.pictures import png
from tests.voting.wishes import lists

EVERYBODY = ("", "fay", "ada", "ben", "eve", "dan", "mo", "sol", "root")
CLUB, MODERATION = {"ada", "ben"}, {"mo", "root"}
SIGHT: dict[str, set[str]] = {
    "otterhearth": CLUB | MODERATION | {"dan"},
    "ottersummary": CLUB | MODERATION,
    "ottercharter": CLUB | MODERATION,
    "ottertopic": CLUB | MODERATION,
    "ottercomment": CLUB | MODERATION,
    "otterparting": CLUB | MODERATION | {"eve"},
    "otteridea": CLUB,
    "ottermeeting": CLUB,
    "otterballot": CLUB,
    "otterwish": CLUB | MODERATION,
    "otterdelivered": CLUB | MODERATION | {"sol"},
    "otterreason": {"ada", "dan"} | MODERATION,
    "otterappeal": {"dan"} | MODERATION,
    "otterinvited@example.net": {"ada"},
}
"""Who may come across each word. Eve left, with words of her own; Dan was shut out; staff are there as moderation alone."""
KINDS = ("topic", "comment", "meeting", "ballot", "club", "club_item", "wish_list")
ASKED = (
    *(f"/clubs?q={word}" for word in ("otter", "hearth", "nobody")),
    *(
        "/clubs?place=Otterplace",
        "/search?q=hearth",
        "/ideas?club=1",
        "/api/v1/clubs?q=otter",
        "/api/v1/ideas?club=1",
    ),
    *(f"/reports/new?kind={kind}&id={number}" for kind in KINDS for number in (1, 2)),
    *(f"/moderation/cases/{kind}/{number}" for kind in KINDS for number in (1, 2)),
    *(f"/threads/{kind}/{number}" for kind in KINDS for number in (1, 2)),
    *("/ballots?club=1", "/meetings?club=1", "/ideas.atom?board=club:1", "/ideas?board=club:1"),
)


@dataclass(frozen=True)
class Told:
    club: ClubCard
    topic: int
    picture: str


async def people() -> None:
    for handle in EVERYBODY[1:]:
        await cast.person(handle)


async def told(*, delivers: bool = True) -> Told:
    """A private club in which everything happened that can, with two who are no longer of it."""
    ada, ben, eve, dan = [await cast.viewer(handle) for handle in ("ada", "ben", "eve", "dan")]
    picture = await files.keep_picture(png(40, 30), owner=ada.id)
    words = {"name": "Otterhearth", "summary": "Ottersummary", "place": "Otterplace", "language": "en", "wall": "moss"}
    made = await actions.found(
        ada, charter="Ottercharter.", picture_id=picture, is_private=True, entry=Entry.INVITATION, **words
    )
    async with db.transaction():
        for one in (ben, eve, dan):
            assert await membership.begin(made.id, int(one.id or 0), charter=1)
    ada, ben, eve = [await cast.viewer(handle) for handle in ("ada", "ben", "eve")]
    club = await queries.find(ada, made.slug)
    topic = await topics.open_one(ben, await queries.find(ben, made.slug), title="Ottertopic", body="Ottertopic, @eve.")
    for who, said in ((ben, "Ottercomment, @eve @dan @mo @fay"), (eve, "Otterparting")):
        await discussion.post(who, await registry.subject(who, "topic", topic), body=said)
    await board.propose(ada, await club_boards.opened(club), title="Otteridea", body="Otteridea.")
    await meetings.make(ada, club, gatherings.told("Ottermeeting"))
    await polls.opened(by=ada, club_id=club.id, audience=club.named, title="Otterballot")
    await lists.frozen(club, items=(("Otterwish", None), ("Otterwish too", None)))
    if delivers:
        await lists.delivered(
            club, signed=("ada", "ben"), items=(("Otterdelivered", None), ("Otterdelivered too", None))
        )
    await worked()
    await leaving.leave(eve, await queries.find(eve, made.slug))
    number = await bans.ban(ada, club, int(dan.id or 0), reason="Otterreason.")
    await bans.appeal(await cast.viewer("dan"), number, words="Otterappeal.")
    await invitations.send(ada, club, ["otterinvited@example.net"])
    await worked()
    return Told(await queries.find(ada, made.slug), topic, files.url(await files.digest_of(picture)))


async def worked() -> None:
    await jobs.work(the_house(), until_idle=True)


def of_club(slug: str) -> list[str]:
    """Every address below the club's own."""
    house = the_house()
    found = [one.path for one in [*house.all("routes"), *api.routes(house)] if isinstance(one, Route)]
    return [
        path for one in found if "{slug}" in one and "club" in one for path in _filled(one.replace("{slug}", slug, 1))
    ]


KNOWN = ("letters",)
LETTER = re.compile(r'<p class="known__line"><span class="quiet">subject:</span>.*?</p>', re.I | re.S)


def without_what_one_knew(path: str, said: str) -> str:
    """The letters that somebody was sent while they belonged stay among their own data, as page and as file."""
    if path == "/account/data":
        return LETTER.sub("", said)
    if path != "/account/data.json" or not said.startswith("\n{"):
        return said
    return json.dumps({name: part for name, part in json.loads(said).items() if name not in KNOWN}, ensure_ascii=False)


async def test_each_word_is_read_by_those_it_is_for_and_by_nobody_else(browser: Browser) -> None:
    await people()
    made = await told()
    slug, number = made.club.slug, made.club.id
    paths = [*dict.fromkeys([*addresses(), *of_club(slug), *ASKED, f"/api/v1/clubs/{number}", "/bans/1"])]
    seen: dict[str, set[str]] = {word: set() for word in SIGHT}
    where: list[str] = []
    for handle in EVERYBODY:
        theirs = await entered(browser, handle)
        for path in paths:
            page = await read(theirs, path)
            assert page.status_code < 500, (handle, path)
            said = without_what_one_knew(path, words_of(page)).replace(path.lower(), "").replace(slug, "")
            for word in (word for word in SIGHT if word in said):
                seen[word].add(handle)
                if handle not in SIGHT[word]:
                    where.append(f"{handle or 'a stranger'} reads {word} at {path}")
    assert not where, "\n".join(where[:60])
    assert seen == SIGHT


COUNTED = (
    *("/", "/clubs", "/clubs?q=otterhearth", "/clubs?place=otterplace", "/search?q=otter", "/sitemap.xml", "/meetings"),
    *(
        "/meetings.ics",
        "/ballots",
        "/ideas",
        "/ideas?sort=new",
        "/ideas.atom",
        "/roadmap",
        "/people/ada",
        "/people/ben",
    ),
    *(
        "/people/eve",
        "/people/dan",
        "/api/v1/clubs",
        "/api/v1/ideas",
        "/api/v1/meetings",
        "/api/v1/ballots",
        "/challenges",
    ),
)


async def counted(browser: Browser, handle: str) -> dict[str, str]:
    """What somebody reads where things are listed and counted, without what is made anew for each answer."""
    theirs = await entered(browser, handle)
    await caught_up()
    found = {}
    for path in COUNTED:
        page = await read(theirs, path)
        found[path] = re.sub(r'value="[0-9a-f]{40}"|DTSTAMP:\w+', "", page.text) if page.status_code == 200 else ""
    return found


@pytest.mark.parametrize("handle", ["", "fay", "sol"])
async def test_no_count_no_list_and_no_feed_changes_for_others(browser: Browser, handle: str) -> None:
    await people()
    before = await counted(browser, handle)
    await told(delivers=False)  # a list that is delivered is meant for the product team
    after = await counted(browser, handle)
    assert [path for path in COUNTED if before[path] != after[path]] == []


async def test_what_is_private_is_answered_as_what_never_was(browser: Browser) -> None:
    await people()
    made = await told()
    url, never = made.club.url, "/clubs/never-was"
    for handle in ("", "fay", "eve", "dan", "sol"):
        theirs = await entered(browser, handle)
        for below in (
            "",
            "/about",
            "/members",
            "/topics",
            "/charter",
            "/join",
            "/leave",
            f"/topics/{made.topic}",
            "/rule",
            "/bans",
        ):
            one, other = [await read(theirs, f"{club}{below}") for club in (url, never)]
            assert one.status_code == other.status_code, (handle, below)
            assert one.status_code in (303, 404), (handle, below)
        for shut, none in (
            (f"/threads/topic/{made.topic}", "/threads/topic/4711"),
            (f"/reports/new?kind=topic&id={made.topic}", "/reports/new?kind=topic&id=4711"),
            (made.picture, "/pictures/4711.webp"),
            ("/comments/1", "/comments/4711"),
        ):
            assert (await read(theirs, shut)).status_code == (await read(theirs, none)).status_code, (handle, shut)
    for handle in ("ada", "ben"):
        theirs = await entered(browser, handle)
        for path in (url, made.picture, f"/threads/topic/{made.topic}"):
            assert (await read(theirs, path)).status_code == 200, (handle, path)


async def test_managers_look_into_it_and_that_is_noted_once_a_day(browser: Browser) -> None:
    await people()
    made = await told()
    mo = await entered(browser, "mo")
    for path in (made.club.url, f"{made.club.url}/topics", made.club.url):
        assert (await read(mo, path)).status_code == 200
    rows = await db.rows("SELECT a.act, p.handle FROM staff_act a JOIN person p ON p.id = a.actor_id")
    assert [(row["act"], row["handle"]) for row in rows] == [("club.looked-into", "mo")]


async def test_a_notice_tells_nobody_more_who_left(browser: Browser) -> None:
    await people()
    await told()
    eve = await entered(browser, "eve")
    inbox = (await read(eve, "/inbox")).text
    assert "no longer shown to you" in inbox
    assert "Ben Okafor" not in inbox
    for row in await db.rows("SELECT id FROM notice WHERE person_id = ?", (await cast.person("eve")).id):
        assert (await read(eve, f"/inbox/{row['id']}")).status_code in (404, 405)


async def test_words_in_a_private_club_call_only_members(browser: Browser) -> None:
    await people()
    await told()
    rows = await db.rows(
        "SELECT DISTINCT p.handle FROM notice n JOIN person p ON p.id = n.person_id WHERE n.kind = 'comment.mention'"
    )
    assert {row["handle"] for row in rows} == {"eve", "dan"}
    letters = await db.rows("SELECT DISTINCT address FROM letter WHERE text LIKE '%Otter%'")
    assert {row["address"].split("@")[0] for row in letters} <= {"ada", "ben", "eve", "dan", "otterinvited"}


async def test_a_club_that_goes_private_is_gone_from_everywhere_at_once(browser: Browser) -> None:
    await people()
    ada = await cast.viewer("ada")
    club = await actions.found(ada, name="Otteropen", summary="", place="", language="", wall="moss", entry=Entry.OPEN)
    stranger = browser.another()
    assert "Otteropen" in (await stranger.get("/clubs")).text
    await actions.change(
        await cast.viewer("ada"), await queries.find(await cast.viewer("ada"), club.slug), is_private=True
    )
    assert "Otteropen" not in (await stranger.get("/clubs")).text
    assert (await stranger.get(club.url)).status_code == 404
    assert (await stranger.get((await Club.get(id=club.id)).slug)).status_code == 404
