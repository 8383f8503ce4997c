"""Questions as subjects of a thread, and as things that may be reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ambassadors.helpdesk import actions, queries, rules
from ambassadors.helpdesk.queries import QuestionCard
from community.discussion.registry import Discussed, Named, Subject
from community.moderation.registry import Reportable, ReportedThing, Words
from kernel import db, text
from kernel.i18n import mark
from kernel.viewer import SYSTEM, Viewer

KIND = "question"


async def find(viewer: Viewer, number: int) -> Subject | None:
    """A question in the viewer's sight; every member answers."""
    question = (await queries.cards(viewer, [number])).get(number)
    if question is None:
        return None
    may = rules.may_answer(viewer, question)
    return Subject(KIND, question.id, question.title, question.url, may_comment=may, author_id=question.author_id)


async def named(viewer: Viewer, numbers: Sequence[int]) -> Mapping[int, Named]:
    return {number: Named(one.title, one.url) for number, one in (await queries.cards(viewer, numbers)).items()}


async def things(numbers: Sequence[int]) -> Mapping[int, ReportedThing]:
    """Questions as moderation shows them, hidden or not."""
    return {number: _thing(question) for number, question in (await queries.cards(SYSTEM, numbers)).items()}


def _thing(question: QuestionCard) -> ReportedThing:
    return ReportedThing(
        kind=KIND,
        id=question.id,
        title=question.title,
        excerpt=text.plain(question.body, 1000),
        author_id=question.author_id,
        url=question.url,
        is_hidden=question.hidden_at is not None,
    )


async def seen(viewer: Viewer, number: int) -> bool:
    return number in await queries.cards(viewer, [number])


discussed = Discussed(KIND, find, actions.counted, named)


async def reach(numbers: Sequence[int]) -> dict[int, int]:
    sql = f"SELECT id, comments AS n FROM question WHERE id IN ({db.marks(numbers)})"
    return {row["id"]: row["n"] for row in await db.rows(sql, *numbers)}


WORDS = Words(KIND, {"title": mark("Title"), "body": mark("Text")}, {"title": 160, "body": 40_000}, folded="folded")
reportable = Reportable(KIND, mark("Question"), things, seen, actions.hide, actions.restore, words=WORDS, reach=reach)
