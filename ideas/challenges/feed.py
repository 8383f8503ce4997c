"""The calendar of challenges for people's own calendars."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.challenges import phases, queries, wording
from ideas.challenges.models import Phase
from ideas.challenges.queries import ChallengeCard
from kernel import site
from kernel.features import the_house
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
    "Content-Disposition": 'inline; filename="challenges.ics"',
    "Cache-Control": "public, max-age=300",
    "Vary": "Accept-Language, Cookie",
}


async def calendar(request: Request) -> Response:
    import icalendar  # the one page that needs it

    base = the_house().settings.base_url.rstrip("/")
    made = icalendar.Calendar()
    made.add("prodid", "-//Tandem//Challenges//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", (await site.current()).name)
    made.add("x-wr-timezone", wording.zone())
    for challenge in await queries.every(STRANGER):
        for phase, begins, ends in SPANS:
            span = (getattr(challenge, begins), getattr(challenge, ends))
            if span[0] and (phase != Phase.JURY or challenge.weight_jury):
                made.add_component(_event(icalendar.Event(), challenge, phase, span, base))
    return Response(made.to_ical(), media_type="text/calendar; charset=utf-8", headers=HEADERS)


def _event(event: Any, challenge: ChallengeCard, phase: Phase, span: tuple[datetime, datetime], base: str) -> Any:
    """One phase, in UTC: in the night that has an hour twice, a local hour would not say which of the two."""
    event.add("uid", f"challenge-{challenge.id}-{phase.value}@{base.partition('://')[2]}")
    event.add("dtstamp", challenge.opens_at)
    event.add("dtstart", span[0])
    if span[1] > span[0]:
        event.add("dtend", span[1])
    event.add("summary", f"{challenge.title}: {phases.label(phase).lower()}")
    event.add("description", challenge.prize)
    event.add("url", f"{base}{challenge.url}")
    event.add("status", "CANCELLED" if challenge.is_cancelled else "CONFIRMED")
    return event


routes = [get("/challenges.ics", calendar, allow=everyone)]
