"""Challenges that tests begin with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from ideas.challenges import actions, queries, turning
from ideas.challenges.queries import ChallengeCard
from kernel import clock
from kernel.viewer import Viewer
from tests import cast
from tests.ideas.studio import drawn

START = datetime(2025, 9, 1, 16, tzinfo=UTC)
DATES = {
    "opens_at": START,
    "scoring_at": START + timedelta(days=10),
    "jury_at": START + timedelta(days=17),
    "result_at": START + timedelta(days=20),
    "production_at": START + timedelta(days=40),
}
IN = {
    "announced": START - timedelta(hours=1),
    "submissions": START + timedelta(hours=1),
    "scoring": START + timedelta(days=10, hours=1),
    "jury": START + timedelta(days=17, hours=1),
    "result": START + timedelta(days=20, hours=1),
    "production": START + timedelta(days=40, hours=1),
}


async def draft(slug: str = "autumn", **values: Any) -> ChallengeCard:
    """A challenge about the low shoe that nobody but staff sees."""
    made = await drawn.template("bief")
    chosen = {"template_id": made.template_id, **told(), **values}
    return await actions.make(await cast.manager(), slug=slug, **chosen)


def told() -> dict[str, Any]:
    """What a challenge says of itself."""
    return {"title": "A shoe for autumn", "brief": "Rain, leaves, mud.", "prize": "Ten pairs.", **DATES}


async def announced(slug: str = "autumn", **values: Any) -> ChallengeCard:
    with clock.at(START - timedelta(days=1)):
        challenge = await draft(slug, **values)
        await actions.announce(await cast.manager(), challenge)
    return await queries.by_id(challenge.id)


async def at(challenge: ChallengeCard, phase: str) -> ChallengeCard:
    """The same once a phase has begun by the clock."""
    with clock.at(IN[phase]):
        await turning.turn(challenge.id)
    return await queries.by_id(challenge.id)


async def entered(challenge: ChallengeCard, viewer: Viewer, *, title: str = "First snow") -> int:
    """The number of an entry, of a design made for it."""
    with clock.at(IN["submissions"]):
        design = await drawn.published(viewer, title=title)
        return await actions.enter(viewer, await queries.by_id(challenge.id), design)
