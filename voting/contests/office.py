"""The staff's pages: the jury of a challenge, and words to those who entered."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.people import queries as people
from ideas.challenges import queries as challenges
from ideas.challenges import rules as keeping
from ideas.challenges.queries import ChallengeCard
from ideas.studio import queries as studio
from kernel import forms, pages
from kernel.errors import Conflict
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from kernel.web import get, number, post
from voting.contests import actions, queries, rules
from voting.contests.forms import FeedbackForm, PanelForm, handles, looks


async def panel(request: Request) -> Response:
    challenge = await challenges.by_slug(request.state.viewer, request.path_params["slug"])
    seated = await people.names([one.person_id for one in await queries.jury(challenge.id)])
    held = {
        "criteria": "\n".join(f"{look.name}: {look.weight}" for look in await queries.criteria(challenge.id)),
        "jurors": "\n".join(card.handle for card in seated.values()),
    }
    return await _panel(request, challenge, forms.blank(**held))


async def seat(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    challenge = await challenges.by_slug(viewer, request.path_params["slug"])
    filled = await forms.read(request, PanelForm)
    if filled.ok:
        wanted = handles(filled.valid.jurors)
        known = await people.mentioned(wanted)
        if unknown := [one for one in wanted if one not in known]:
            filled.refuse("jurors", _("Nobody here is called %(handles)s.") % {"handles": ", ".join(unknown)[:200]})
        elif known and not filled.valid.criteria:
            filled.refuse("criteria", _("Say what the jury looks at."))
        else:
            try:
                await actions.empanel(viewer, challenge, looks(filled.valid.criteria), [known[one] for one in wanted])
            except Conflict as error:
                filled.refuse("jurors", error.message)
    if not filled.ok:
        return await _panel(request, challenge, filled, status=422)
    pages.said(request, _("The jury is named. Those who are new to it hear of it."))
    return pages.see_other(request, challenge.url)


async def _panel(request: Request, challenge: ChallengeCard, filled: Filled[Any], *, status: int = 200) -> Response:
    may = rules.may_empanel(request.state.viewer, challenge)
    context = {"challenge": challenge, "form": filled, "may_empanel": may}
    return await pages.page(request, "voting/contests/panel.html", context, status=status)


async def feedback(request: Request) -> Response:
    challenge = await challenges.by_slug(request.state.viewer, request.path_params["slug"])
    return await _feedback(request, challenge, forms.blank(), 0)


async def say(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    challenge = await challenges.by_slug(viewer, request.path_params["slug"])
    entry = await challenges.entry(challenge.id, number(request))
    filled = await forms.read(request, FeedbackForm)
    if not filled.ok:
        return await _feedback(request, challenge, filled, entry.id, status=422)
    await actions.say(viewer, challenge, entry, filled.valid.words)
    pages.said(request, _("Said. Who entered it will hear of it."))
    return pages.see_other(request, f"{challenge.url}/feedback")


async def _feedback(
    request: Request, challenge: ChallengeCard, filled: Filled[Any], typed: int, *, status: int = 200
) -> Response:
    viewer: Viewer = request.state.viewer
    lines, said = await challenges.entries(challenge.id), await queries.feedback(challenge.id)
    cards = await studio.cards(viewer, [line.design_id for line in lines])
    entries = [
        {
            "id": line.id,
            "card": cards[line.design_id],
            "form": filled if line.id == typed else forms.blank(words=said.get(line.id, {}).get("words", "")),
            "said_at": said[line.id]["at"] if line.id in said else None,
        }
        for line in sorted(lines, key=lambda line: (line.id in said, line.id))
        if line.design_id in cards
    ]
    context = {
        "challenge": challenge,
        "entries": entries,
        "form": filled,
        "may_say": rules.may_give_feedback(viewer, challenge),
    }
    return await pages.page(request, "voting/contests/feedback.html", context, status=status)


routes = [
    get("/challenges/{slug}/panel", panel, allow=keeping.may_keep),
    post("/challenges/{slug}/panel", seat, allow=keeping.may_keep),
    get("/challenges/{slug}/feedback", feedback, allow=keeping.may_keep),
    post("/challenges/{slug}/feedback/{id}", say, allow=keeping.may_keep),
]
