"""The staff's pages: making, changing and announcing a challenge."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ideas.board import queries as ideas
from ideas.board.boards import audience_choices
from ideas.board.pictures import MOST
from ideas.challenges import actions, queries, rules, wording
from ideas.challenges.forms import (
    DATES,
    WEIGHTS,
    ChallengeForm,
    ReasonForm,
    as_typed,
    check_calendar,
    check_weights,
    in_zone,
    is_skipped,
)
from ideas.challenges.models import Phase
from ideas.challenges.queries import ChallengeCard
from ideas.studio import products
from kernel import files, forms, pages, text
from kernel.errors import Conflict, Invalid, TooLarge
from kernel.features import the_house
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.viewer import EVERYONE
from kernel.web import get, post

FIELDS = ("title", "slug", "brief", "rules", "prize", "enter", "most")
LABELS = {
    "opens_at": mark("Designs come in from"),
    "scoring_at": mark("Scores open"),
    "jury_at": mark("Scores close, the jury looks"),
    "result_at": mark("Result"),
    "production_at": mark("Production begins"),
}
PARTS = {
    "weight_public": mark("Scores of everybody, in percent"),
    "weight_jury": mark("The jury, in percent"),
    "weight_demand": mark("Who would buy it, in percent"),
}


async def new(request: Request) -> Response:
    blank = {name: field.default for name, field in ChallengeForm.model_fields.items() if name not in DATES}
    return await _page(request, forms.blank(**{**blank, "idea": "", "remove": []}), None)


async def make(request: Request) -> Response:
    filled = await _read(request, None)
    if filled.ok:
        values = await _values(filled)
        pictures = await _pictures(request, filled)
        if filled.ok:
            try:
                challenge = await actions.make(request.state.viewer, pictures=pictures, **values)
            except Conflict as error:
                filled.refuse("slug", error.message)
            else:
                pages.said(request, _("The challenge is kept. Nobody else sees it until you announce it."))
                return pages.see_other(request, challenge.url)
    return await _page(request, filled, None, status=422)


async def edit(request: Request) -> Response:
    challenge = await queries.by_slug(request.state.viewer, request.path_params["slug"])
    return await _page(request, forms.blank(**await _held(challenge)), challenge)


async def save(request: Request) -> Response:
    challenge = await queries.by_slug(request.state.viewer, request.path_params["slug"])
    filled = await _read(request, challenge)
    if filled.ok:
        values = await _values(filled)
        pictures = await _pictures(request, filled)
        remove = [int(one) for one in filled.valid.remove if one.isdecimal() and len(one) < 10]
        if filled.ok:
            try:
                await actions.change(request.state.viewer, challenge, pictures=pictures, remove=remove, **values)
            except Conflict as error:
                filled.refuse("slug", error.message)
            else:
                pages.said(request, _("The challenge is changed."))
                return pages.see_other(request, f"/challenges/{values['slug']}")
    return await _page(request, filled, challenge, status=422)


async def announce(request: Request) -> Response:
    challenge = await queries.by_slug(request.state.viewer, request.path_params["slug"])
    try:
        await actions.announce(request.state.viewer, challenge)
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("The challenge is announced. Its phases turn by themselves."))
    return pages.see_other(request, challenge.url)


async def calling_off(request: Request) -> Response:
    challenge = await queries.by_slug(request.state.viewer, request.path_params["slug"])
    return await _calling_off(request, challenge, forms.blank())


async def call_off(request: Request) -> Response:
    viewer = request.state.viewer
    challenge = await queries.by_slug(viewer, request.path_params["slug"])
    if challenge.phase == Phase.DRAFT:
        await actions.throw_away(viewer, challenge)
        pages.said(request, _("The draft is thrown away."))
        return pages.see_other(request, "/challenges")
    filled = await forms.read(request, ReasonForm)
    if not filled.ok:
        return await _calling_off(request, challenge, filled, status=422)
    try:
        await actions.call_off(viewer, challenge, filled.valid.reason)
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("The challenge is called off. Those who took part hear of it."))
    return pages.see_other(request, challenge.url)


async def _calling_off(
    request: Request, challenge: ChallengeCard, filled: Filled[Any], *, status: int = 200
) -> Response:
    context = {"challenge": challenge, "form": filled, "is_draft": challenge.phase == Phase.DRAFT}
    return await pages.page(request, "ideas/challenges/calling_off.html", context, status=status)


async def _held(challenge: ChallengeCard) -> dict[str, Any]:
    """A challenge as its form shows it."""
    zone = wording.zone()
    return {
        **{name: getattr(challenge, name) for name in (*FIELDS, *WEIGHTS, "template")},
        **{name: as_typed(getattr(challenge, name), zone) for name in DATES},
        "idea": challenge.idea_id or "",
        "royalty": f"{challenge.royalty / 100:g}",
    }


async def _read(request: Request, challenge: ChallengeCard | None) -> Filled[ChallengeForm]:
    """The form, checked; what is settled is as it was, whatever was sent."""
    settled = _settled(challenge)
    held = await _held(challenge) if challenge else {}
    filled = await forms.read(request, ChallengeForm, **{name: held[name] for name in settled})
    if filled.data is None:
        return filled
    zone = wording.zone()
    dates = {name: in_zone(getattr(filled.data, name), zone) for name in DATES}
    is_open = challenge is not None and challenge.phase != Phase.DRAFT
    moved = {name for name in DATES if is_open and dates[name] != getattr(challenge, name)} - settled
    check_calendar(filled, dates, moved | ({"result_at"} - settled))
    for name in DATES:
        if is_skipped(getattr(filled.data, name), zone):
            filled.refuse(name, _("That night the clocks go forward: this hour does not exist."))
    check_weights(filled)
    if filled.data.template and filled.data.template not in {made.slug for made in (await products.newest()).values()}:
        filled.refuse("template", _("Choose one of the list."))
    if filled.data.enter not in {value for value, _label in await _audiences()}:
        filled.refuse("enter", _("Choose one of the list."))
    idea = filled.data.idea
    if idea is not None and not (0 < idea < 2**31 and not await ideas.unseen(request.state.viewer, [idea])):
        filled.refuse("idea", _("No idea has this number."))
    return filled


def _settled(challenge: ChallengeCard | None) -> set[str]:
    """Fields that can no longer be changed."""
    if challenge is None:
        return set()
    columns = {"template_id": "template"}
    names = (*FIELDS, *WEIGHTS, *DATES, "template_id", "royalty")
    return {columns.get(name, name) for name in names if actions.is_settled(challenge, name)}


async def _settled_words(challenge: ChallengeCard | None) -> dict[str, str]:
    """What can no longer be changed, as one reads it."""
    if challenge is None:
        return {}
    held = await _held(challenge)
    dates = {name: wording.said(getattr(challenge, name)) for name in DATES}
    shown = {**held, **dates, "template": challenge.template_name or _("Any product")}
    return {name: str(shown[name]) for name in _settled(challenge)}


async def _values(filled: Filled[ChallengeForm]) -> dict[str, Any]:
    """The columns of a challenge out of its form."""
    said, zone = filled.valid, wording.zone()
    chosen = await products.current(said.template) if said.template else None
    return {
        **{name: getattr(said, name) for name in (*FIELDS, *WEIGHTS)},
        **{name: in_zone(getattr(said, name), zone) for name in DATES},
        "slug": said.slug or _slug_of(said.title),
        "template_id": chosen.template_id if chosen else None,
        "idea_id": said.idea,
        "royalty": int(said.royalty * 100),
    }


def _slug_of(title: str) -> str:
    """An address made of a title; one without Latin letters has none of its own."""
    found = text.slug(title)
    return found if found not in ("-", "new") else "challenge"


async def _pictures(request: Request, filled: Filled[ChallengeForm]) -> list[tuple[int, str]]:
    """Pictures that came with the form, decoded and kept; outside of any transaction."""
    kept: list[tuple[int, str]] = []
    uploads = [one for n in range(1, MOST + 1) for one in filled.files.get(f"picture_{n}", [])[:1]]
    for upload, alt in zip(uploads, filled.valid.alts, strict=False):
        try:
            body = await upload.read(the_house().settings.upload_limit + 1)
            kept.append(
                (await files.keep_picture(body, owner=request.state.viewer.id, name=upload.filename or ""), alt)
            )
        except (Invalid, TooLarge) as error:
            filled.refuse("picture_1", error.message)
    return kept


async def _audiences() -> list[tuple[str, str]]:
    return [(value, label) for value, label in await audience_choices() if value not in (EVERYONE, "staff")]


async def _page(
    request: Request, filled: Filled[Any], challenge: ChallengeCard | None, *, status: int = 200
) -> Response:
    context = {
        "form": filled,
        "challenge": challenge,
        "action": f"{challenge.url}/edit" if challenge else "/challenges/new",
        "settled": await _settled_words(challenge),
        "templates": [("", _("Any product")), *((made.slug, made.name) for made in await products.all_open())],
        "audiences": await _audiences(),
        "dates": [(name, _(label)) for name, label in LABELS.items()],
        "weights": [(name, _(label)) for name, label in PARTS.items()],
        "pictures": await queries.pictures(challenge.id) if challenge else [],
        "places": range(1, MOST + 1),
        "zone": wording.zone(),
    }
    return await pages.page(request, "ideas/challenges/edit.html", context, status=status)


routes = [
    get("/challenges/new", new, allow=rules.may_keep),
    post("/challenges/new", make, allow=rules.may_keep),
    get("/challenges/{slug}/edit", edit, allow=rules.may_keep),
    post("/challenges/{slug}/edit", save, allow=rules.may_keep),
    post("/challenges/{slug}/announcement", announce, allow=rules.may_keep),
    get("/challenges/{slug}/cancellation", calling_off, allow=rules.may_keep),
    post("/challenges/{slug}/cancellation", call_off, allow=rules.may_keep),
]
