"""Comments by the API, for whatever kind of subject a wing asks them for."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community.discussion import actions, queries, registry
from community.discussion.forms import LONGEST
from community.discussion.queries import Said
from community.discussion.registry import Named
from kernel import api, lists
from kernel.forms import Text
from kernel.viewer import Viewer, members
from kernel.web import Handler, number


class Origin(BaseModel):
    """What a comment was said on, before that became a part of what is read now."""

    title: str
    url: str


class Comment(BaseModel):
    id: int
    author: str
    body: str
    thanks: int
    parent: int | None = None
    created_at: datetime
    edited_at: datetime | None = None
    origin: Origin | None = None


class CommentList(BaseModel):
    items: list[Comment]
    next: str | None = None


class NewComment(BaseModel):
    body: Annotated[Text, Field(min_length=1, max_length=LONGEST)]
    parent: Annotated[int | None, Field(ge=1, lt=2**31)] = None


def comments_api(kind: str, path: str) -> list[Route]:
    """Reading and writing the thread of a kind of subject under `path`, such as `/ideas/{id}/comments`."""
    reading = api.route(
        "GET",
        path,
        _reader(kind),
        summary=f"Comments of a {kind}",
        gives=CommentList,
        query={"after": "cursor of the next page"},
    )
    writing = api.route(
        "POST",
        path,
        _writer(kind),
        summary=f"Comment on a {kind}",
        scope="write",
        allow=members,
        takes=NewComment,
        gives=Comment,
        status=201,
    )
    return [reading, writing]


def _reader(kind: str) -> Handler:
    async def comments(request: Request) -> Response:
        """What everyone who sees the subject may read; internal notes stay out."""
        viewer: Viewer = request.state.viewer
        subject = await registry.subject(viewer, kind, number(request))
        talk = await queries.thread(kind, subject.id, viewer, after=request.query_params.get("after"))
        items = [one for said in talk.comments for one in _with_replies(said)]
        following = lists.with_query(request, after=talk.after) if talk.after else None
        return api.answer(CommentList(items=items, next=following), request=request)

    return comments


def _writer(kind: str) -> Handler:
    async def comment(request: Request) -> Response:
        """Say something."""
        viewer: Viewer = request.state.viewer
        subject = await registry.subject(viewer, kind, number(request))
        sent = await api.body(request, NewComment)

        async def act() -> tuple[int, Comment]:
            made = await actions.post(viewer, subject, body=sent.body, parent_id=sent.parent)
            above = made.parent_id
            return 201, Comment(
                id=made.id, author=viewer.handle, body=made.body, thanks=0, parent=above, created_at=made.created_at
            )

        return await api.once(request, sent.model_dump_json().encode(), act)

    return comment


def _with_replies(said: Said) -> list[Comment]:
    shown = [] if said.gone or said.is_internal else [_as(said, None, said.origin)]
    return [*shown, *(_as(reply, said.id, said.origin) for reply in said.replies if not reply.is_internal)]


def _as(said: Said, parent: int | None, origin: Named | None) -> Comment:
    return Comment(
        id=said.id,
        author=said.author.handle,
        body=said.body,
        thanks=said.reactions,
        parent=parent,
        created_at=said.created_at,
        edited_at=said.edited_at,
        origin=Origin(title=origin.title, url=origin.url) if origin else None,
    )
