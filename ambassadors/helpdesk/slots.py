"""Holes that the help desk fills: what helped, below each answer, and open questions on an ambassador's own page."""

from __future__ import annotations

from ambassadors.helpdesk import queries, rules
from kernel import pages
from kernel.features import Slot
from kernel.viewer import Viewer

SHOWN = 4


async def comment(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For keys `question:comment:author`: that it is the accepted answer, or the button to say so."""
    numbers = sorted({_three(key)[0] for key in keys})
    found = await queries.cards(viewer, numbers)
    filled: dict[str, str] = {}
    for key in keys:
        number, said, author = _three(key)
        question = found.get(number)
        if question is None:
            continue
        is_accepted = question.accepted == said
        may_accept = rules.may_accept_of(viewer, question, author)
        if is_accepted or may_accept:
            filled[key] = pages.drawn(
                "ambassadors/helpdesk/_accept.html",
                csrf=viewer.csrf,
                url=question.url,
                said=said,
                is_accepted=is_accepted,
                may_accept=may_accept,
                may_take_back=is_accepted and rules.may_accept(viewer, question),
            )
    return filled


def _three(key: str) -> tuple[int, int, int]:
    number, said, author = key.split(":")
    return int(number), int(said), int(author)


async def waiting(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of people: questions of others that wait for an answer, and how many of theirs helped."""
    return {
        key: pages.fragment(
            "ambassadors/helpdesk/_waiting.html",
            questions=await queries.waiting(int(key), SHOWN),
            helped=await queries.helped(int(key)),
        )
        for key in keys  # the page is one person's
    }


async def waiting_help(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """On the page that says why a score is what it is: that help counts, and what is asked now."""
    asked = await queries.waiting(viewer.id or 0, 2)
    return {key: pages.fragment("ambassadors/helpdesk/_next.html", questions=asked) for key in keys if asked}


slots = [
    Slot("influence.help", waiting_help, personal=True),
    Slot("question.comment", comment, personal=True),
    Slot("ambassador.questions", waiting, personal=True),
]
