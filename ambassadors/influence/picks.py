"""People whom others listen to about a topic, to be asked: as jurors of a challenge, or to test something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ambassadors.influence import queries, standing, whose
from ambassadors.influence.queries import ScoreCard
from ambassadors.influence.standing import Standing
from community.people import queries as people
from community.people.queries import PersonCard
from ideas.challenges import queries as challenges
from ideas.challenges.queries import ChallengeCard
from kernel import audit, db
from kernel.errors import Invalid, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.lists import Listing
from kernel.viewer import Viewer
from voting.contests import actions as contests
from voting.contests import queries as juries

MOST = 100
PER_PAGE = 30


@dataclass(frozen=True)
class Pick:
    """Somebody who may be asked, or `why_not`."""

    person: PersonCard
    score: ScoreCard
    standing: Standing
    why_not: str = ""


def may_pick(viewer: Viewer) -> bool:
    """Testers are asked by the product team; jurors by who keeps the challenge."""
    return viewer.is_editor and not viewer.suspended


async def listed(
    viewer: Viewer, topic: str, after: str | None, *, challenge: ChallengeCard | None = None
) -> Listing[Pick]:
    """Who carries farthest in a topic, with their standing; that the list was read is written down."""
    run = await queries.newest(topic)
    if run is None:
        return Listing([])
    await whose.note(viewer, whose.LISTED, ("influence_run", run.id))
    found = await queries.ranked(topic, after, size=PER_PAGE)
    ids = [score.person_id for score in found.items]
    cards, kinds = await people.names(ids), await standing.of(ids)
    busy = await _busy(challenge) if challenge else {}
    picks = [
        Pick(cards[score.person_id], score, kind, busy.get(score.person_id, "") or _standing(kind))
        for score in found.items
        if score.person_id in cards
        for kind in [kinds.get(score.person_id, Standing())]
    ]
    return Listing(picks, found.after)


def _standing(found: Standing) -> str:
    return "" if found.is_good else _("Not in good standing")


async def _busy(challenge: ChallengeCard) -> dict[int, str]:
    """Who judges already, and who entered and so does not."""
    entered = {line.person_id: _("Entered the challenge") for line in await challenges.entries(challenge.id)}
    return {**{one.person_id: _("Judges already") for one in await juries.jury(challenge.id)}, **entered}


async def seat(
    viewer: Viewer, challenge: ChallengeCard, handles: Sequence[str], criteria: Sequence[tuple[str, int]]
) -> int:
    """Ask some people to judge, beside those who do; says how many were added."""
    wanted = await _known(handles)
    held = [one.person_id for one in await juries.jury(challenge.id)]
    new = [one for one in wanted if one not in held]
    await contests.empanel(viewer, challenge, criteria, [*held, *new])
    return len(new)


async def ask_to_test(viewer: Viewer, handles: Sequence[str], *, topic: str, title: str, words: str, url: str) -> int:
    """Ask some people to test something, at an address of this site; says how many are told."""
    require(may_pick(viewer))
    wanted = await _known(handles)
    run = await queries.newest(topic)
    if run is None:
        raise Missing()
    about = ("influence_run", run.id)
    async with db.transaction(light=True):
        await audit.note(viewer, "test.asked", subject=about, people=wanted, topic=topic, title=title)
        await record(
            "test.asked",
            actor=viewer.id,
            subject=about,
            people=wanted,
            title=title,
            excerpt=words,
            url=url,
            topic=topic,
        )
    return len(wanted)


async def _known(handles: Sequence[str]) -> list[int]:
    """The numbers of people who are there, and are scored; anybody else was not on the list."""
    wanted = list(dict.fromkeys(handles))
    if not wanted or len(wanted) > MOST:
        raise Invalid(_("Choose between one and a hundred people."))
    known = await people.mentioned(wanted)
    if any(one not in known for one in wanted):
        raise Invalid(_("Somebody of these is not there any more."))
    gone = await db.rows(
        f"SELECT person_id FROM influence_choice WHERE left_at IS NOT NULL AND person_id IN ({db.marks(list(known))})",
        *known.values(),
    )
    if gone:
        raise Invalid(_("Somebody of these is not scored any more."))
    return [known[one] for one in wanted]
