"""Ideas by the API: the same lists and the same doors as the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from community.clubs import queries as clubs
from community.clubs import rules as club_rules
from community.discussion.api import comments_api
from community.people.queries import PersonCard
from ideas.board import actions, boards, fields, filters, lineage, queries, rules, sheets, values
from ideas.board.forms import Body, Title
from ideas.board.queries import IdeaCard, IdeaFilter
from ideas.board.tags import LONGEST, MOST, parse
from kernel import api
from kernel.errors import Invalid, require
from kernel.i18n import gettext as _
from kernel.lists import with_query
from kernel.viewer import Viewer
from kernel.web import number


class AuthorOut(BaseModel):
    """Who proposed it; an ambassador receives perks from the brand."""

    handle: str
    name: str
    is_ambassador: bool


class IdeaOut(BaseModel):
    """An idea."""

    id: int
    reference: str | None
    title: str
    body: str
    board: str
    status: str
    tags: list[str]
    author: AuthorOut
    supporters: int
    raw_votes: int
    doubtful_votes: int
    url: str
    created_at: datetime
    fields: dict[str, Any] = {}


class OneIdeaOut(IdeaOut):
    """An idea with what it became one with, as far as the reader may see it; one that never did has none of these fields.

    One that was merged answers under its own number, its status is `merged`, and `merged_into` says where it went;
    its supporters are counted there. `merged_from` are the ideas that lead here, `authors` all who asked for it.
    """

    authors: list[AuthorOut] = []
    merged_into: int | None = None
    merged_from: list[int] = []


class IdeasOut(BaseModel):
    """A page of ideas, and the address of the next."""

    items: list[IdeaOut]
    next: str | None


class IdeaIn(BaseModel):
    """A new idea; `board` is the board's address, `club` that of the club it is proposed in.

    `fields` is what the board asks for, by the keys of its fields: texts, numbers, ISO dates, true or false, keys of choices.
    """

    model_config = ConfigDict(extra="forbid")
    board: str = Field(max_length=80)
    title: Title
    body: Body = ""
    tags: Annotated[list[str], Field(max_length=8)] = []
    club: str = Field("", max_length=60)
    fields: Annotated[dict[str, Any], Field(max_length=40)] = {}


async def index(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    asked = request.query_params
    board = await boards.by_slug(viewer, asked["board"]) if asked.get("board") else None
    wanted = IdeaFilter(
        board=board,
        status=asked.get("status", ""),
        tag=asked.get("tag", ""),
        q=asked.get("q", ""),
        club_id=(await clubs.find(viewer, asked["club"])).id if asked.get("club") else None,
        sort=asked.get("sort", "new"),
        mine=viewer.is_member and board is not None and not rules.may_read_all(viewer, board),
        asked=(await filters.narrowed(board, asked)).where,
    )
    listing = await queries.listing(viewer, wanted, asked.get("after"), body=queries.WHOLE)
    after = with_query(request, after=listing.after) if listing.after else None
    held = await values.of([card.id for card in listing.items])
    items = [_out(card, await values.keyed(held.get(card.id, {}))) for card in listing.items]
    return api.answer(IdeasOut(items=items, next=after), request=request)


async def show(request: Request) -> Response:
    return api.answer(await _idea(request.state.viewer, number(request)), request=request)


async def create(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    words = await api.body(request, IdeaIn)
    board, club = await boards.by_slug(viewer, words.board), None
    if words.club:
        club = await clubs.find(viewer, words.club)
        require(club_rules.may_take_part(viewer, club), _("Only members propose ideas in a club."))
    names = parse(",".join(words.tags))
    if len(names) > MOST or any(len(name) > LONGEST for name in names):
        raise Invalid(_("Some fields cannot be used."), errors={"tags": _("At most eight tags of 40 characters.")})

    typed = await _typed(board.id, words.fields)

    async def act() -> tuple[int, IdeaOut]:
        club_id = club.id if club else None
        idea = await actions.propose(
            viewer, board, title=words.title, body=words.body, tag_names=names, club_id=club_id, held=typed
        )
        return 201, await _idea(viewer, idea.id)

    return await api.once(request, words.model_dump_json().encode(), act)


async def _idea(viewer: Viewer, idea_id: int) -> IdeaOut:
    idea = await sheets.sheet(viewer, idea_id)
    alone = IdeaOut(
        id=idea.id,
        reference=idea.reference,
        title=idea.title,
        body=idea.body,
        board=idea.board.slug,
        status=idea.status,
        tags=list(idea.tags),
        author=_person(idea.author),
        supporters=idea.supporters,
        raw_votes=idea.raw_votes,
        doubtful_votes=idea.doubtful_votes,
        url=idea.url,
        created_at=idea.created_at,
        fields=await values.keyed(dict(idea.held)),
    )
    if not idea.merged_into and not idea.taken:
        return alone
    told = await lineage.told(viewer, idea.taken, idea.merges, author_id=idea.author_id)
    into = idea.merged_into[0] if idea.merged_into else None
    return OneIdeaOut(
        **dict(alone),
        authors=[alone.author, *map(_person, told.authors)],
        merged_into=None if into is None or await queries.unseen(viewer, [into]) else into,
        merged_from=[one.id for one in told.taken],
    )


def _person(card: PersonCard) -> AuthorOut:
    return AuthorOut(handle=card.handle, name=card.name, is_ambassador=card.is_ambassador)


async def _typed(board_id: int, said: dict[str, Any]) -> values.Held:
    """What was said of the board's fields; Invalid names each that cannot be used, or is not asked for."""
    asked = await fields.of(board_id)
    typed = values.check(asked, {f"{fields.PREFIX}{key}": value for key, value in said.items()})
    unknown = said.keys() - {one.key for one in asked}
    wrong = {f"fields.{name.removeprefix(fields.PREFIX)}": message for name, message in typed.errors.items()}
    wrong |= {f"fields.{key[:40]}": _("This board does not ask for that.") for key in sorted(unknown)}
    if wrong:
        raise Invalid(_("Some fields cannot be used."), errors=wrong)
    return typed.held


def _out(card: IdeaCard, held: dict[str, Any]) -> IdeaOut:
    return IdeaOut(
        id=card.id,
        reference=card.reference,
        title=card.title,
        body=card.text,
        board=card.board.slug,
        status=card.status,
        tags=list(card.tags),
        author=AuthorOut(handle=card.handle, name=card.author_name, is_ambassador=card.is_ambassador),
        supporters=card.supporters,
        raw_votes=card.raw_votes,
        doubtful_votes=card.doubtful_votes,
        url=card.url,
        created_at=card.created_at,
        fields=held,
    )


QUERY = {
    "board": "address of a board",
    "sort": "trending, top or new",
    "club": "address of a club",
    "status": "one of the states",
    "tag": "address of a tag",
    "q": "words that all occur",
    "f.key": "with a board: what its field of this key holds; f.key.from and f.key.to for numbers and dates",
    "after": "where to go on, from `next`",
}

routes = [
    api.route("GET", "/ideas", index, summary="Ideas", gives=IdeasOut, query=QUERY),
    *comments_api("idea", "/ideas/{id}/comments"),
    api.route("GET", "/ideas/{id}", show, summary="One idea", gives=OneIdeaOut),
    api.route(
        "POST", "/ideas", create, summary="Propose an idea", scope="write", takes=IdeaIn, gives=OneIdeaOut, status=201
    ),
]
