"""The calendar of challenges for people's own calendars, by itself and as a part of the one of the whole site."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ideas.challenges import phases, queries, wording
from ideas.challenges.models import Phase
from ideas.challenges.queries import ChallengeCard
from kernel import calendars, exports, feeds, site
from kernel.calendars import Entry
from kernel.viewer import STRANGER, everyone
from kernel.web import get

SPANS = (
    (Phase.SUBMISSIONS, "opens_at", "scoring_at"),
    (Phase.SCORING, "scoring_at", "jury_at"),
    (Phase.JURY, "jury_at", "result_at"),
    (Phase.RESULT, "result_at", "result_at"),
    (Phase.PRODUCTION, "production_at", "production_at"),
)
HEADERS = {
    **exports.named("challenges.ics", inline=True),
    "Cache-Control": "public, max-age=300",
    "Vary": "Accept-Language, Cookie",
}


async def calendar(request: Request) -> Response:
    made = calendars.written(await entries(), name=(await site.current()).name, zone=wording.zone())
    return Response(made, media_type=calendars.MEDIA_TYPE, headers=HEADERS)


async def entries() -> list[Entry]:
    """What everybody may see of every challenge, a phase each."""
    return [
        _entry(challenge, phase, begins, ends)
        for challenge in await queries.every(STRANGER)
        for phase, begins, ends in SPANS
        if getattr(challenge, begins) and (phase != Phase.JURY or challenge.weight_jury)
    ]


def _entry(challenge: ChallengeCard, phase: Phase, begins: str, ends: str) -> Entry:
    """One phase, in UTC: in the night that has an hour twice, a local hour would not say which of the two."""
    return Entry(
        f"challenge-{challenge.id}-{phase.value}",
        f"{challenge.title}: {phases.label(phase).lower()}",
        getattr(challenge, begins),
        getattr(challenge, ends),
        challenge.opens_at,
        words=challenge.prize,
        url=feeds.full(challenge.url),
        is_cancelled=challenge.is_cancelled,
    )


routes = [get("/challenges.ics", calendar, allow=everyone)]
