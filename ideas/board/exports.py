"""Feeds: new ideas, and what becomes of one, as Atom."""

from __future__ import annotations

from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response

from community.discussion import feed
from community.discussion.feed import Message
from ideas.board import boards, queries, sheets, words
from ideas.board.queries import IdeaCard, IdeaFilter
from ideas.board.sheets import AnswerCard, IdeaSheet, Step
from kernel import feeds, site, speech, text
from kernel.feeds import Entry
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone
from kernel.web import get, number

LENGTH = 30


async def newest(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    slug = request.query_params.get("board", "")
    board = await boards.by_slug(viewer, slug) if slug else None
    listing = await queries.listing(viewer, IdeaFilter(board=board, sort="new"), size=LENGTH, body=queries.WHOLE)
    brand = await site.current()
    title = f"{brand.name}: {board.name}" if board else _("%(brand)s: ideas") % {"brand": brand.name}
    return await feeds.answer(
        request, title, board.url if board else "/ideas", [_of_card(card) for card in listing.items]
    )


async def of_idea(request: Request) -> Response:
    """The proposal, each answer and each change of state, and the newest messages."""
    viewer: Viewer = request.state.viewer
    idea = await sheets.sheet(viewer, number(request))
    entries = [*_of_sheet(idea), *map(_of_message, await feed.newest(viewer, "idea", idea.id))]
    return await feeds.answer(
        request, idea.title, idea.url, sorted(entries, key=lambda entry: entry.changed, reverse=True)
    )


def _of_card(card: IdeaCard) -> Entry:
    url = feeds.full(card.url)
    changed = max(card.created_at, card.answered_at or card.created_at)
    key = feeds.full(f"/ideas/{card.id}")
    html, spoken = text.markdown(card.text), card.language
    return Entry(key, card.title, url, card.created_at, changed, card.signature, html, spoken, spoken)


def _of_sheet(idea: IdeaSheet) -> list[Entry]:
    url, key = feeds.full(idea.url), feeds.full(f"/ideas/{idea.id}")
    changed = idea.edited_at or idea.created_at
    html, author, spoken = text.markdown(idea.body), idea.author.signature, idea.language
    proposed = Entry(key, idea.title, url, idea.created_at, changed, author, html, spoken, spoken)
    steps = {step.answer_id: step for step in idea.trail if step.answer_id}
    answers = [_of_answer(said, steps.get(said.id), url, key) for said in idea.answers]
    moves = [_of_step(step, url, f"{key}#step-{n}") for n, step in enumerate(idea.trail) if step.answer_id is None]
    return [proposed, *answers, *moves]


def _of_answer(said: AnswerCard, step: Step | None, url: str, key: str) -> Entry:
    """`step` is the change of state that came with it, if one did."""
    title, name = words.status(step.after) if step else _("Answer"), f"#answer-{said.id}"
    more = ["<p><b>" + escape(_("What would change it")) + "</b></p>", text.markdown(said.would_change)]
    html = "".join([text.markdown(said.body), *(more if said.would_change else [])])
    at, spoken = said.created_at, speech.of(said.body)
    return Entry(key + name, title, url + name, at, at, said.by.name, html, language=spoken)


def _of_step(step: Step, url: str, key: str) -> Entry:
    states = {"before": words.status(step.before), "after": words.status(step.after)}
    html = _("From %(before)s to %(after)s.") % states
    return Entry(key, states["after"], f"{url}#trail", step.created_at, step.created_at, step.by.name, html)


def _of_message(message: Message) -> Entry:
    url, changed = feeds.full(message.url), message.edited_at or message.created_at
    title = _("Message from %(name)s") % {"name": message.author}
    html, spoken = text.markdown(message.body), speech.of(message.body)
    return Entry(url, title, url, message.created_at, changed, message.author, html, language=spoken)


routes = [
    get("/ideas.atom", newest, allow=everyone),
    get("/ideas/{id}.atom", of_idea, allow=everyone),
]
