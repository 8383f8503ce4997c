"""Letting somebody in: the one place where whoever is proven gets a session, whatever proved them.

A wing above may ask for more first: it registers under "second-step" `(request, response, person_id, method, outside)` and
gives the answer that asks, or None. Whatever is asked for, the way goes on to where `response` leads.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kernel import incidents, sessions
from kernel.features import the_house


async def let_in(
    request: Request,
    response: Response,
    person_id: int,
    *,
    method: str,
    outside: str | None = None,
    strong: bool = False,
) -> Response:
    """Sign a person in whom `method` proved (password, letter, passkey, a provider), unless a second step is due first.

    `outside` names the session of another site that this one ends with; a `strong` proof is two already: a passkey whose
    owner was verified, a provider that says it asked for a second factor.
    """
    who = f"person {person_id}"
    for step in () if strong else the_house().registered("second-step"):
        asked: Response | None = await step(request, response, person_id, method, outside)
        if asked is not None:
            incidents.note(request, "a second step is asked for", status=asked.status_code, who=who, how=method)
            return asked
    incidents.note(request, "let in", status=response.status_code, who=who, how=method)
    return await sessions.begin(request, response, person_id, method=method, outside=outside)
