"""Writing ideas: the form for a new one, with what its board asks for and a preview, none of which needs a script."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.clubs import queries as clubs
from community.clubs import rules as club_rules
from community.clubs.queries import ClubCard
from ideas.board import actions, boards, club_boards, drafting, edition, queries, writing
from ideas.board.boards import BoardCard
from ideas.board.forms import EditForm, ProposeForm
from ideas.board.models import Idea
from kernel import db, forms, pages
from kernel.errors import Invalid, TooMany, require
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get, post


async def new(request: Request) -> Response:
    asked = request.query_params
    typed = {name: asked.get(name, "")[:400] for name in ("board", "title", "body", "tags", "club")}
    typed |= writing.asked_for(asked)
    typed |= await drafting.restored(request.state.viewer, asked)
    return await propose_page(request, forms.blank(**typed), template=asked.get("template", ""))


async def create(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    filled = await forms.read(request, ProposeForm)
    club = await club_of(viewer, filled)
    board = _chosen(await _offered(viewer, club), str(filled.values.get("board", "")))
    if board is None:
        filled.refuse("board", _("Choose one of the boards."))
    typed = await writing.answered(filled, board.id if board else 0)
    hung = await writing.kept_pictures(viewer, filled) if filled.ok else []
    if board is None or not filled.ok:
        return await propose_page(request, filled, status=422)
    if club and board.club_id:
        board = await club_boards.opened(club)
    try:
        idea = await _proposed(viewer, board, filled, hung=hung, club_id=club.id if club else None, held=typed.held)
    except (Invalid, TooMany) as error:
        return await propose_page(request, filled.refuse("title", error.message), status=error.status)
    pages.said(request, _said(board, is_waiting=idea.waits_since is not None))
    return pages.see_other(request, queries.address(idea.id, idea.slug))


async def _proposed(viewer: Viewer, board: BoardCard, filled: Filled[ProposeForm], **more: Any) -> Idea:
    """The idea as typed; the draft it came from is gone with it."""
    words = filled.valid
    told: dict[str, Any] = {"title": words.title, "body": words.body, "language": words.language}
    async with db.transaction():
        idea = await actions.propose(viewer, board, tag_names=words.tag_names, **told, **more)
        await drafting.proposed(viewer, filled.values)
    return idea


def _said(board: BoardCard, *, is_waiting: bool) -> str:
    if is_waiting:
        return _("Your idea waits to be read before others see it. You will hear of it.")
    if board.is_one_way:
        return _("Your idea has arrived. You and the team alone read it, and you will hear what becomes of it.")
    return _("Your idea is on the wall. You will hear what becomes of it.")


async def choose(request: Request) -> Response:
    """What a board asks for and says, and a text to begin with; all that was typed stays."""
    filled = await forms.read(request, ProposeForm)
    template = str(filled.values.get("template", ""))
    filled.errors = {}
    return await propose_page(request, filled, template=template, is_part=pages.by_htmx(request) and not template)


async def preview(request: Request) -> Response:
    """How a text will be read: the fragment for htmx, the whole form again for a browser without scripts."""
    filled = await forms.read(request, EditForm)
    body = str(filled.values.get("body", ""))[:40_000]
    filled.errors = {}
    if pages.by_htmx(request):
        return await pages.page(request, "ideas/board/_preview.html", {"preview": body})
    number_of = str(filled.values.get("idea", ""))
    if number_of.isascii() and number_of.isdecimal() and len(number_of) < 10:
        idea = await edition.mine(request.state.viewer, int(number_of))
        return await edition.edit_page(request, idea, filled, preview=body)
    return await propose_page(request, filled, preview=body)


async def club_of(viewer: Viewer, filled: Filled[Any]) -> ClubCard | None:
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


async def propose_page(
    request: Request,
    filled: Filled[Any],
    *,
    status: int = 200,
    preview: str | None = None,
    template: str = "",
    is_part: bool = False,
) -> Response:
    """The form for a new idea with what was typed, and beside it what was perhaps proposed already.

    `template` is the text to begin with that was asked for; `is_part` answers with what hangs on the board alone.
    """
    viewer: Viewer = request.state.viewer
    club = await club_of(viewer, filled)
    open_boards = await _offered(viewer, club)
    chosen = _chosen(open_boards, str(filled.values.get("board", "")))
    asking = await writing.asking(filled, chosen)
    filled.values["body"] = asking["guide"].begun(str(filled.values.get("body", "")), template)
    context = {
        **writing.words(filled, preview),
        **asking,
        "owner": await boards.owner(chosen),
        "is_returned": False,
        "is_choosing": await writing.is_choosing(open_boards),
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
    page = "ideas/board/_chosen.html" if is_part else "ideas/board/write.html"
    return await pages.page(request, page, context, status=status)


routes = [
    get("/ideas/new", new, allow=members),
    post("/ideas/new", create, allow=members),
    post("/ideas/preview", preview, allow=members),
    post("/ideas/choose", choose, allow=members),
]
