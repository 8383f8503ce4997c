"""Questions and answers that tests begin with."""

from __future__ import annotations

from ambassadors.helpdesk import actions, queries
from ambassadors.helpdesk.queries import QuestionCard
from community.discussion import actions as talk
from community.discussion import registry
from tests import cast


async def question(handle: str = "ada", title: str = "Do they run small?", *, place: str = "") -> QuestionCard:
    viewer = await cast.viewer(handle)
    return await queries.find(viewer, await actions.ask(viewer, title=title, body="I wear 41.", place=place))


async def again(one: QuestionCard, handle: str = "ada") -> QuestionCard:
    """The question as it stands now."""
    return await queries.find(await cast.viewer(handle), one.id)


async def answer(one: QuestionCard, handle: str = "ben", body: str = "Take half a size more.") -> int:
    """The number of an answer."""
    viewer = await cast.viewer(handle)
    return (await talk.post(viewer, await registry.subject(viewer, "question", one.id), body=body)).id
