"""Reading challenges, entering a design and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.board import queries as ideas
from ideas.board.boards import audience_choices
from ideas.challenges import actions, queries, rules, wording
from ideas.challenges.forms import EntryForm
from ideas.challenges.models import Phase
from ideas.challenges.queries import ChallengeCard
from ideas.studio import pictures, products, recipe
from ideas.studio import queries as studio
from kernel import clock, db, forms, pages
from kernel.errors import Conflict
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.search import looking
from kernel.viewer import EVERYONE, MEMBERS, Viewer, everyone, members
from kernel.web import get, number, post

SHOWN = 3


async def index(request: Request) -> Response:
    template = "ideas/challenges/index.html"
    if request.query_params.get("q"):  # the index follows a change by a moment: nothing of it is kept
        return await pages.page(request, template, await _index(request))
    return await pages.shared(request, template, lambda: _index(request), extra=clock.today())


async def _index(request: Request) -> dict[str, Any]:
    viewer: Viewer = request.state.viewer
    found, q = await queries.every(viewer), request.query_params.get("q", "").strip()[:400]
    if q:
        ids = await looking.numbers(viewer, "challenge", q)
        found = [card for card in found if card.id in ids]
    shown = await objects(viewer, found)
    told: list[dict[str, Any]] = [
        {"card": card, "state": wording.state(card), "objects": shown[card.id], "drawn": await _plain(card, shown)}
        for card in found
    ]
    running = (Phase.SUBMISSIONS, Phase.SCORING, Phase.JURY)
    return {
        "groups": [
            (_("Running"), sorted([t for t in told if t["card"].phase in running], key=_end)),
            (_("Coming"), sorted([t for t in told if t["card"].phase in (Phase.DRAFT, Phase.ANNOUNCED)], key=_end)),
            (_("Past"), [t for t in told if t["card"].is_decided or t["card"].is_cancelled]),
        ],
        "is_empty": not told,
        "q": q,
        "may_keep": rules.may_keep(viewer),
    }


async def _plain(card: ChallengeCard, shown: dict[int, list[studio.DesignCard]]) -> list[str]:
    return [] if card.picture or shown[card.id] else await bare(card)


def _end(told: dict[str, Any]) -> Any:
    card: ChallengeCard = told["card"]
    return card.ends_at or card.opens_at


async def objects(viewer: Viewer, found: Sequence[ChallengeCard]) -> dict[int, list[studio.DesignCard]]:
    """For each challenge up to three designs to stand on its wall: the first of its result, else any entered."""
    ids = [card.id for card in found if card.entries and not card.picture]
    chosen: dict[int, list[int]] = {card.id: [] for card in found}
    for leaders in the_house().registered("challenge.leaders"):
        chosen.update(await leaders(ids))
    chosen.update(await queries.first_entered([one for one in ids if not chosen[one]], SHOWN))
    cards = await studio.cards(viewer, sorted({design for designs in chosen.values() for design in designs}))
    return {one: [cards[d] for d in designs if d in cards][:SHOWN] for one, designs in chosen.items()}


async def bare(challenge: ChallengeCard) -> list[str]:
    """What a challenge is about before anybody has dyed it: its product, or the first three of ours, as drawings."""
    own = [made for made in (await products.newest()).values() if made.template_id == challenge.template_id]
    wanted = own if challenge.template_id else (await products.all_open())[:SHOWN]
    return [await pictures.drawn(recipe.plain(made.slug, made.version, made.product), made) for made in wanted]


async def show(request: Request) -> Response:
    template = "ideas/challenges/challenge.html"
    return await pages.shared(request, template, lambda: _shown(request), extra=clock.today())


async def _shown(request: Request) -> dict[str, Any]:
    viewer: Viewer = request.state.viewer
    challenge = await queries.by_slug(viewer, request.path_params["slug"])
    lines = await queries.entries(challenge.id)
    cards = await studio.cards(viewer, [line.design_id for line in lines])
    names = {EVERYONE: _("Members"), MEMBERS: _("Members"), **dict(await audience_choices())}
    return {
        "challenge": challenge,
        "state": wording.state(challenge),
        "calendar": wording.calendar(challenge),
        "zone": wording.zone_name(),
        "pictures": (hung := await queries.pictures(challenge.id)),
        "drawn": [] if hung else await bare(challenge),
        "objects": [],
        "called_off": await queries.called_off(challenge.id) if challenge.is_cancelled else {},
        "rate": wording.rate(challenge.royalty),
        "shares": wording.shares(challenge),
        "audience": names.get(challenge.enter, challenge.enter),
        "entries": [cards[line.design_id] for line in lines if line.design_id in cards],
        "idea": await _idea(viewer, challenge.idea_id),
        "studio": f"/studio/{challenge.template}" if challenge.template else "/studio",
    }


async def _idea(viewer: Viewer, idea_id: int | None) -> db.Row | None:
    if idea_id is None:
        return None
    seen = await ideas.visible_to(viewer)
    tied = "FROM idea g JOIN idea i ON i.id = coalesce(g.merged_into_id, g.id) WHERE g.id = ?"
    return await db.row(f"SELECT i.id, i.title {tied} AND {seen.sql}", idea_id, *seen.values)


async def enter(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    challenge = await queries.by_slug(viewer, request.path_params["slug"])
    filled = await forms.read(request, EntryForm)
    if not filled.ok:
        pages.said(request, _("Choose a design first."))
        return pages.see_other(request, challenge.url)
    design = await studio.find(viewer, min(max(filled.valid.design, 0), studio.LARGEST_ID))
    try:
        await actions.enter(viewer, challenge, design)
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("Your design is entered. You can take it back until scoring ends."))
    return pages.see_other(request, challenge.url)


async def withdraw(request: Request) -> Response:
    challenge = await queries.by_slug(request.state.viewer, request.path_params["slug"])
    try:
        await actions.withdraw(request.state.viewer, challenge, number(request))
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("Your design is no longer entered."))
    return pages.see_other(request, challenge.url)


routes = [
    get("/challenges", index, allow=everyone),
    get("/challenges/{slug}", show, allow=everyone),
    post("/challenges/{slug}/entries", enter, allow=members),
    post("/challenges/{slug}/entries/{id}/withdrawal", withdraw, allow=members),
]
