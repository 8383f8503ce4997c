"""Asking a question: the way to count first, then the form; announcing, withdrawing an option, calling off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.clubs import queries as clubs
from community.clubs.queries import ClubCard
from kernel import clock, forms, i18n, pages, site
from kernel.errors import Conflict, Forbidden, Invalid, Missing, require
from kernel.features import the_house
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import MEMBERS, Viewer, members
from kernel.web import get, number, post
from voting.ballots import asking, opened, poll_forms, poll_pages, poll_queries, poll_rules, polls, wording
from voting.ballots.electorate import CUSTOMERS, VERIFIED
from voting.ballots.marks import KINDS
from voting.ballots.plans import OPENING, PRESENT
from voting.ballots.poll_forms import BallotForm, CancelForm, WithdrawForm
from voting.ballots.poll_queries import PollCard
from voting.value import groups

PAGE = "voting/ballots/ballot_edit.html"
DATES = ("opens_at", "closes_at")


@dataclass(frozen=True)
class Place:
    """Where a question is asked and how it is counted: `ballot` is the draft that is changed."""

    method: str
    club: ClubCard | None
    meeting: int | None
    ballot: PollCard | None = None

    @property
    def kind(self) -> str:
        return KINDS[self.method]

    @property
    def address(self) -> str:
        return f"{self.ballot.url}/edit" if self.ballot else f"/ballots/new?{self.query}"

    @property
    def query(self) -> str:
        return asking.query(self.method, self.club.slug if self.club else "", self.meeting)


async def new(request: Request) -> Response:
    """Where to ask and how to count; then the form."""
    viewer: Viewer = request.state.viewer
    club = await _club(viewer, request.query_params.get("club", ""))
    method = request.query_params.get("method", "")
    if method not in KINDS or (club is None and not poll_rules.may_make(viewer, None)):
        return await _ways(request, club)
    place = Place(method, club, await asking.meeting(viewer, request.query_params.get("meeting", "")))
    require(poll_rules.may_make(viewer, club), _("You may not open ballots here."))
    return await _page(request, place, forms.blank(**await _first(place)))


async def _ways(request: Request, club: ClubCard | None) -> Response:
    """Every way to count, with what it is for; and where, for whoever may ask in several places."""
    viewer: Viewer = request.state.viewer
    places = await asking.places(viewer)
    if not places:
        raise Forbidden(_("Ballots are opened by the hosts and treasurers of a club."))
    chosen = club.slug if club else request.query_params.get("club", places[0][0])
    meeting = await asking.meeting(viewer, request.query_params.get("meeting", ""))
    context = {
        "places": [(f"/ballots/new?{asking.query('', slug, None)}", name, slug == chosen) for slug, name in places],
        "ways": [
            {
                "url": f"/ballots/new?{asking.query(name, chosen, meeting)}",
                "name": wording.method(name),
                "meaning": wording.meaning(name),
            }
            for name in KINDS
        ],
    }
    return await pages.page(request, "voting/ballots/ballot_ways.html", context)


async def make(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    method = request.query_params.get("method", "")
    if method not in KINDS:
        raise Missing()
    club = await _club(viewer, request.query_params.get("club", ""))
    return await _save(
        request, Place(method, club, await asking.meeting(viewer, request.query_params.get("meeting", "")))
    )


async def edit(request: Request) -> Response:
    place = await _draft(request)
    if place.ballot is None:
        raise Missing()
    options = await poll_queries.options(place.ballot.id)
    return await _page(request, place, forms.blank(**poll_forms.typed_of(place.ballot, options, _zone())))


async def save(request: Request) -> Response:
    return await _save(request, await _draft(request))


async def _save(request: Request, place: Place) -> Response:
    """One press of the form: a further row, something to choose from, or the ballot itself."""
    viewer: Viewer = request.state.viewer
    filled = await forms.read(request, BallotForm, **_unticked(request, await forms.sent(request)))
    step = str(filled.values.get("step", "save"))
    if step != "save":
        filled.errors.clear()
        return await _page(request, place, asking.stepped(filled, step))
    for name in DATES:
        if filled.data and poll_forms.is_skipped(getattr(filled.data, name), _zone()):
            filled.refuse(name, _("That night the clocks go forward: this hour does not exist."))
    if not filled.ok:
        return await _page(request, place, filled, status=422)
    about = {"method": place.method, "club_id": place.club.id if place.club else None, "meeting_id": place.meeting}
    plan = poll_forms.plan_of(filled.valid, poll_forms.rows_of(filled.values), about, _zone())
    try:
        if place.ballot:
            await polls.change(viewer, place.ballot.id, plan)
            ballot_id = place.ballot.id
        else:
            ballot_id = await polls.draft(viewer, plan)
    except Invalid as error:
        filled.errors.update(error.detail.get("errors", {}) or {"title": error.message})
        return await _page(request, place, filled, status=422)
    pages.said(request, _("The draft is kept. Look it over, then announce it."))
    return pages.see_other(request, f"/ballots/{ballot_id}")


def _unticked(request: Request, sent: Any) -> dict[str, Any]:
    """A box that is not ticked is sent by no browser."""
    return {name: False for name in ("shows_counts", "takes_proxies") if name not in sent}


async def _page(request: Request, place: Place, form: Filled[Any], *, status: int = 200) -> Response:
    viewer: Viewer = request.state.viewer
    words, wanted = str(form.values.get("words", "")), str(form.values.get("find", ""))
    context = {
        "place": place,
        "form": form,
        "rows": asking.rows(form),
        "method": wording.method(place.method),
        "meaning": wording.meaning(place.method),
        "audiences": await _audiences(place),
        "zone": _zone(),
        "kinds": asking.kinds(),
        "find": wanted,
        "words": words,
        "offered": await asking.offered(viewer, wanted, words, form) if wanted else [],
        "may_proxy": place.club is not None and place.kind != opened.PAIRS,
        "is_several": place.kind not in ("projects", "picks") and place.method != "instant-runoff",
        "is_bounded": place.kind in ("approvals", "ranks", "dots", "credits", "scores"),
    }
    return await pages.page(request, PAGE, context, status=status)


async def _audiences(place: Place) -> list[tuple[str, str]]:
    """Whom a question may be put to here."""
    present = [(PRESENT, _("Those who came to the meeting"))] if place.meeting else []
    if place.club:
        return [(clubs.audience_of(place.club.id), _("All members of the club")), *present]
    named = [(key, _(VERIFIED) if key == CUSTOMERS else label) for key, label in await groups.audience_choices()]
    return [(MEMBERS, _("All members")), *named, *present]


async def _first(place: Place) -> dict[str, Any]:
    """A form nobody has typed in: it opens at the next full hour, for a week."""
    now = clock.now().astimezone(i18n.timezone(_zone()))
    opens = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return {
        "opens_at": poll_forms.as_typed(opens, _zone()),
        "closes_at": poll_forms.as_typed(opens + timedelta(days=7), _zone()),
        "audience": (await _audiences(place))[-1][0] if place.meeting else (await _audiences(place))[0][0],
        "frozen": OPENING,
        "is_secret": True,
        "seats": 2 if place.method == "stv" else 1,
        "points": {"dots": 5, "credits": 100}.get(place.kind, ""),
        "currency": (await site.current()).currency if place.kind == "projects" else "",
    }


async def _draft(request: Request) -> Place:
    """The draft of the address, for those who may change it."""
    viewer: Viewer = request.state.viewer
    ballot = await poll_queries.find(viewer, number(request))
    require(poll_rules.may_change(viewer, ballot), _("Nothing of a ballot changes once it is announced."))
    club = await clubs.by_id(viewer, ballot.club_id) if ballot.club_id else None
    return Place(ballot.method, club, ballot.meeting_id, ballot)


async def _club(viewer: Viewer, slug: str) -> ClubCard | None:
    return await clubs.find(viewer, slug) if slug else None


def _zone() -> str:
    """The zone in which times are typed: the maker's own."""
    return i18n.zone.get() or str(the_house().settings.zone)


async def announce(request: Request) -> Response:
    ballot = await poll_queries.find(request.state.viewer, number(request))
    try:
        await polls.announce(request.state.viewer, ballot.id)
    except (Conflict, Invalid) as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("The ballot is announced. It opens and closes by itself."))
    return pages.see_other(request, ballot.url)


async def throw_away(request: Request) -> Response:
    ballot = await poll_queries.find(request.state.viewer, number(request))
    await polls.throw_away(request.state.viewer, ballot.id)
    pages.said(request, _("The draft is thrown away."))
    return pages.see_other(request, ballot.club_url or "/ballots")


async def withdraw(request: Request) -> Response:
    found = await opened.opened(request)
    filled = await forms.read(request, WithdrawForm)
    if not filled.ok or filled.valid.option not in [choice.id for choice in found.standing]:
        return await poll_pages.told(
            request, found, form=filled.refuse("option", _("Choose one of the list.")), status=422
        )
    try:
        await polls.withdraw_option(request.state.viewer, found.ballot.id, filled.valid.option)
    except Conflict as error:
        pages.said(request, error.message)
    else:
        pages.said(request, _("The option is withdrawn."))
    return pages.see_other(request, found.ballot.url)


async def calling_off(request: Request) -> Response:
    ballot = await poll_queries.find(request.state.viewer, number(request))
    require(poll_rules.may_cancel(request.state.viewer, ballot), _("This ballot cannot be called off."))
    return await _calling_off(request, ballot, forms.blank())


async def call_off(request: Request) -> Response:
    ballot = await poll_queries.find(request.state.viewer, number(request))
    require(poll_rules.may_cancel(request.state.viewer, ballot), _("This ballot cannot be called off."))
    filled = await forms.read(request, CancelForm)
    if filled.ok and not filled.valid.reason:
        filled.refuse("reason", _("Say why."))
    if not filled.ok:
        return await _calling_off(request, ballot, filled, status=422)
    await polls.cancel(request.state.viewer, ballot.id, filled.valid.reason)
    pages.said(request, _("The ballot is called off."))
    return pages.see_other(request, ballot.url)


async def _calling_off(request: Request, ballot: PollCard, form: Filled[Any], *, status: int = 200) -> Response:
    return await pages.page(
        request, "voting/ballots/cancellation.html", {"ballot": ballot, "form": form}, status=status
    )


routes = [
    get("/ballots/new", new, allow=members),
    post("/ballots/new", make, allow=members),
    get("/ballots/{id}/edit", edit, allow=members),
    post("/ballots/{id}/edit", save, allow=members),
    post("/ballots/{id}/announcement", announce, allow=members),
    post("/ballots/{id}/removal", throw_away, allow=members),
    post("/ballots/{id}/withdrawal", withdraw, allow=members),
    get("/ballots/{id}/cancellation", calling_off, allow=members),
    post("/ballots/{id}/cancellation", call_off, allow=members),
]
