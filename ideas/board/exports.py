"""Feeds: new ideas, and what becomes of one, as Atom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from starlette.requests import Request
from starlette.responses import Response

from community.discussion import feed
from community.discussion.feed import Message
from ideas.board import boards, queries, sheets, words
from ideas.board.queries import IdeaCard, IdeaFilter
from ideas.board.sheets import AnswerCard, IdeaSheet, Step
from kernel import i18n, site, text
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone
from kernel.web import get, number

LENGTH = 30
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    key: str
    title: str
    url: str
    at: datetime
    changed: datetime
    author: str
    html: str


async def newest(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    slug = request.query_params.get("board", "")
    board = await boards.by_slug(viewer, slug) if slug else None
    listing = await queries.listing(viewer, IdeaFilter(board=board, sort="new"), size=LENGTH, body=queries.WHOLE)
    brand = await site.current()
    title = f"{brand.name}: {board.name}" if board else _("%(brand)s: ideas") % {"brand": brand.name}
    return await _answer(request, title, board.url if board else "/ideas", [_of_card(card) for card in listing.items])


async def of_idea(request: Request) -> Response:
    """The proposal, each answer and each change of state, and the newest messages."""
    idea = await sheets.sheet(request.state.viewer, number(request))
    entries = [*_of_sheet(idea), *map(_of_message, await feed.newest("idea", idea.id))]
    return await _answer(request, idea.title, idea.url, sorted(entries, key=lambda entry: entry.changed, reverse=True))


def atom(*, title: str, url: str, own: str, entries: Sequence[Entry], logo: str = "") -> str:
    """An Atom document (RFC 4287); `url`, `own` and `logo` are full addresses."""
    newest_at = max((entry.changed for entry in entries), default=datetime(2020, 1, 1, tzinfo=UTC))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{i18n.language.get()}">',
        f"<title>{_safe(title)}</title><id>{_safe(own)}</id><updated>{_moment(newest_at)}</updated>",
        f'<link rel="self" type="application/atom+xml" href={_quoted(own)}/>',
        f'<link rel="alternate" type="text/html" href={_quoted(url)}/>',
        f"<logo>{_safe(logo)}</logo>" if logo else "",
        *(_entry(entry) for entry in entries),
        "</feed>",
    ]
    return "\n".join(line for line in lines if line)


def _entry(entry: Entry) -> str:
    return (
        f"<entry><title>{_safe(entry.title)}</title><id>{_safe(entry.key)}</id>"
        f'<link rel="alternate" type="text/html" href={_quoted(entry.url)}/>'
        f"<published>{_moment(entry.at)}</published><updated>{_moment(entry.changed)}</updated>"
        f"<author><name>{_safe(entry.author)}</name></author>"
        f'<content type="html">{_safe(entry.html)}</content></entry>'
    )


def _of_card(card: IdeaCard) -> Entry:
    url = _full(card.url)
    changed = max(card.created_at, card.answered_at or card.created_at)
    key = _full(f"/ideas/{card.id}")
    return Entry(key, card.title, url, card.created_at, changed, card.author_name, text.markdown(card.text))


def _of_sheet(idea: IdeaSheet) -> list[Entry]:
    url, key = _full(idea.url), _full(f"/ideas/{idea.id}")
    changed = idea.edited_at or idea.created_at
    proposed = Entry(key, idea.title, url, idea.created_at, changed, idea.author.name, text.markdown(idea.body))
    steps = {step.answer_id: step for step in idea.trail if step.answer_id}
    answers = [_of_answer(said, steps.get(said.id), url, key) for said in idea.answers]
    moves = [_of_step(step, url, f"{key}#step-{n}") for n, step in enumerate(idea.trail) if step.answer_id is None]
    return [proposed, *answers, *moves]


def _of_answer(said: AnswerCard, step: Step | None, url: str, key: str) -> Entry:
    """`step` is the change of state that came with it, if one did."""
    title, name = words.status(step.after) if step else _("Answer"), f"#answer-{said.id}"
    more = [f"<p><b>{escape(_('What would change it'))}</b></p>", text.markdown(said.would_change)]
    html = "".join([text.markdown(said.body), *(more if said.would_change else [])])
    return Entry(key + name, title, url + name, said.created_at, said.created_at, said.by.name, html)


def _of_step(step: Step, url: str, key: str) -> Entry:
    states = {"before": words.status(step.before), "after": words.status(step.after)}
    html = _("From %(before)s to %(after)s.") % states
    return Entry(key, states["after"], f"{url}#trail", step.created_at, step.created_at, step.by.name, html)


def _of_message(message: Message) -> Entry:
    url, changed = _full(message.url), message.edited_at or message.created_at
    title = _("Message from %(name)s") % {"name": message.author}
    return Entry(url, title, url, message.created_at, changed, message.author, text.markdown(message.body))


async def _answer(request: Request, title: str, url: str, entries: Sequence[Entry]) -> Response:
    own = _full(request.url.path + (f"?{request.url.query}" if request.url.query else ""))
    viewer: Viewer = request.state.viewer
    request.state.shareable = not viewer.is_member
    mark = (await site.current()).mark_url
    body = atom(title=title, url=_full(url), own=own, entries=entries, logo=_full(mark) if mark else "")
    return Response(body, media_type="application/atom+xml")


def _full(path: str) -> str:
    return f"{the_house().settings.base_url.rstrip('/')}{path}"


def _safe(value: str) -> str:
    return escape(_NOT_XML.sub("", value))


def _quoted(value: str) -> str:
    return quoteattr(_NOT_XML.sub("", value))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


routes = [
    get("/ideas.atom", newest, allow=everyone),
    get("/ideas/{id}.atom", of_idea, allow=everyone),
]
