"""Writing ideas: the form for a new one and for its edition, with a preview that needs no script."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.clubs import queries as clubs
from community.clubs import rules as club_rules
from community.clubs.queries import ClubCard
from ideas.board import actions, boards, club_boards, drafting, pictures, queries, rules, sheets
from ideas.board.boards import BoardCard
from ideas.board.forms import EditForm, ProposeForm
from ideas.board.models import Idea
from ideas.board.pictures import Picture
from kernel import db, forms, pages
from kernel.errors import Problem, require
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get, number, post


async def new(request: Request) -> Response:
    asked = request.query_params
    typed = {name: asked.get(name, "")[:400] for name in ("board", "title", "body", "tags", "club")}
    typed |= await drafting.restored(request.state.viewer, asked)
    return await propose_page(request, forms.blank(**typed))


async def create(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    filled = await forms.read(request, ProposeForm)
    club = await _club(viewer, filled)
    board = _chosen(await _offered(viewer, club), str(filled.values.get("board", "")))
    if board is None:
        filled.refuse("board", _("Choose one of the boards."))
    hung = await _kept(viewer, filled) if filled.ok else []
    if board is None or not filled.ok:
        return await propose_page(request, filled, status=422)
    words = filled.valid
    if club and board.club_id:
        board = await club_boards.opened(club)
    async with db.transaction():
        idea = await actions.propose(
            viewer,
            board,
            title=words.title,
            body=words.body,
            tag_names=words.tag_names,
            hung=hung,
            club_id=club.id if club else None,
        )
        await drafting.proposed(viewer, filled.values)
    pages.said(request, _("Your idea is on the wall. You will hear what becomes of it."))
    return pages.see_other(request, queries.address(idea.id, idea.slug))


async def change(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    idea = await _mine(request)
    sheet = await sheets.sheet(viewer, idea.id)
    filled = forms.blank(title=idea.title, body=idea.body, tags=", ".join(sheet.own_tags))
    return await _edit_page(request, idea, filled)


async def save(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    idea = await _mine(request)
    filled = await forms.read(request, EditForm)
    hung = await _kept(viewer, filled) if filled.ok else []
    if not filled.ok:
        return await _edit_page(request, idea, filled, status=422)
    words = filled.valid
    removed = [int(one) for one in words.remove if one.isascii() and one.isdecimal() and len(one) < 10]
    await actions.edit(
        viewer,
        idea,
        title=words.title,
        body=words.body,
        tag_names=words.tag_names,
        hung=hung,
        removed=removed,
    )
    pages.said(request, _("Your changes are kept. What stood there before can still be read."))
    return pages.see_other(request, queries.address(idea.id, idea.slug))


async def preview(request: Request) -> Response:
    """How a text will be read: the fragment for htmx, the whole form again for a browser without scripts."""
    filled = await forms.read(request, EditForm)
    body = str(filled.values.get("body", ""))[:40_000]
    filled.errors = {}
    if pages.by_htmx(request):
        return await pages.page(request, "ideas/board/_preview.html", {"preview": body})
    number_of = str(filled.values.get("idea", ""))
    if number_of.isascii() and number_of.isdecimal() and len(number_of) < 10:
        viewer: Viewer = request.state.viewer
        idea = await queries.find(viewer, int(number_of))
        require(rules.may_edit(viewer, idea.author_id, idea.status))
        return await _edit_page(request, idea, filled, preview=body)
    return await propose_page(request, filled, preview=body)


async def _mine(request: Request) -> Idea:
    viewer: Viewer = request.state.viewer
    idea = await queries.find(viewer, number(request))
    allowed = rules.may_edit(viewer, idea.author_id, idea.status)
    require(allowed, _("An idea is edited by its author, until it is settled."))
    return idea


async def _club(viewer: Viewer, filled: Filled[Any]) -> ClubCard | None:
    """The club that the idea is proposed in, where its form names one."""
    slug = str(filled.values.get("club", "")).strip()
    if not slug:
        return None
    club = await clubs.find(viewer, slug)
    require(club_rules.may_take_part(viewer, club), _("Only members propose ideas in a club."))
    return club


async def _offered(viewer: Viewer, club: ClubCard | None) -> list[BoardCard]:
    """Where it may go: the brand's boards, and the club's own."""
    open_boards = await boards.open_to(viewer)
    return [*open_boards, club_boards.offered(club)] if club else open_boards


def _chosen(open_boards: list[BoardCard], typed: str) -> BoardCard | None:
    """The board that was meant: by its address, number or name; the only one where nothing was chosen."""
    if not typed.strip() and len(open_boards) == 1:
        return open_boards[0]
    return next((b for b in open_boards if typed.strip() in (b.slug, str(b.id), b.name)), None)


async def _kept(viewer: Viewer, filled: Filled[Any]) -> list[Picture]:
    """The pictures that were sent, kept; what is wrong with one is said beside it."""
    found: list[Picture] = []
    for place, alt in enumerate(filled.valid.alts, 1):
        for upload in filled.files.get(f"picture_{place}", [])[:1]:
            try:
                found.append(await pictures.keep(viewer, upload, alt))
            except Problem as error:
                filled.refuse(f"picture_{place}", error.message)
    return found


async def propose_page(
    request: Request, filled: Filled[Any], *, status: int = 200, preview: str | None = None
) -> Response:
    """The form for a new idea with what was typed, and beside it what was perhaps proposed already."""
    viewer: Viewer = request.state.viewer
    club = await _club(viewer, filled)
    open_boards = await _offered(viewer, club)
    chosen = _chosen(open_boards, str(filled.values.get("board", "")))
    context = {
        **_form(filled, preview),
        "club": club,
        "boards": open_boards,
        "chosen": chosen.slug if chosen else "",
        "idea": None,
        "draft": drafting.held(filled.values),
        "beside": drafting.words(filled.values),
        "held": (),
        "action": "/ideas/new",
        "back": f"{club.url}/ideas" if club else "/ideas",
    }
    return await pages.page(request, "ideas/board/write.html", context, status=status)


async def _edit_page(
    request: Request, idea: Idea, filled: Filled[Any], *, status: int = 200, preview: str | None = None
) -> Response:
    sheet = await sheets.sheet(request.state.viewer, idea.id)
    context = {
        **_form(filled, preview),
        "club": None,
        "boards": [],
        "chosen": "",
        "idea": idea,
        "held": sheet.pictures,
        "action": f"/ideas/{idea.id}/edit",
        "back": sheet.url,
    }
    return await pages.page(request, "ideas/board/write.html", context, status=status)


def _form(filled: Filled[Any], preview: str | None) -> dict[str, Any]:
    sent = [upload.filename for uploads in filled.files.values() for upload in uploads]
    return {"form": filled, "preview": preview, "lost": sent, "places": range(1, pictures.MOST + 1)}


routes = [
    get("/ideas/new", new, allow=members),
    post("/ideas/new", create, allow=members),
    post("/ideas/preview", preview, allow=members),
    get("/ideas/{id}/edit", change, allow=members),
    post("/ideas/{id}/edit", save, allow=members),
]
