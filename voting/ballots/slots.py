"""Holes that support fills: the button on every idea, and what a member supports."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from ideas.board import queries as ideas
from kernel import i18n, pages
from kernel.features import Slot
from kernel.viewer import Viewer
from voting.ballots import queries, rules
from voting.ballots.queries import Supportable

_ID, _NEXT, _TOKEN = "IDxSUPPORT", "NEXTxSUPPORT", "TOKENxSUPPORT"
WIDE = ":wide"


async def fill(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For keys `5` (in a list) or `5:wide` (on the idea's page): the button, the link to sign in, or the bare count."""
    numbers = {key: int(key.removesuffix(WIDE)) for key in keys}
    found = await queries.supportable(viewer, list(dict.fromkeys(numbers.values())))
    return {
        key: button(viewer, found[number], wide=key.endswith(WIDE))
        for key, number in numbers.items()
        if number in found
    }


def button(viewer: Viewer, idea: Supportable, *, wide: bool = False) -> str:
    """The control of one idea; those that look alike are rendered once."""
    state = _state(viewer, idea)
    drawn = _drawn(i18n.language.get(), state, idea.supporters, wide)
    return drawn.replace(_ID, str(idea.id)).replace(_NEXT, _quoted(idea.url)).replace(_TOKEN, viewer.csrf)


def _state(viewer: Viewer, idea: Supportable) -> str:
    if viewer.is_member:
        if idea.mine_at is not None:
            return "given"
        return "open" if rules.may_support(viewer, idea) else "closed"
    return "stranger" if rules.may_be_supported(idea) else "closed"


@lru_cache(maxsize=8192)
def _quoted(url: str) -> str:
    return quote(url)


@lru_cache(maxsize=8192)
def _drawn(lang: str, state: str, supporters: int, wide: bool) -> str:
    context = {"id": _ID, "next": _NEXT, "token": _TOKEN, "state": state, "supporters": supporters, "wide": wide}
    drawn = str(pages.fragment("voting/ballots/_support.html", **context))
    if not wide:
        return drawn
    for address in ("/support", "/withdrawal"):  # so that the answer is wide again
        drawn = drawn.replace(f'{address}"', f'{address}?wide=1"')
    return drawn


async def supported(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of people: the newest ideas they support."""
    filled: dict[str, str] = {}
    for key in keys:
        numbers = await queries.supported_by(viewer, int(key))
        cards = await ideas.card(numbers)
        found = [cards[number] for number in numbers]
        filled[key] = pages.fragment("voting/ballots/_supported.html", ideas=found) if found else ""
    return filled


slots = [Slot("idea.support", fill, personal=True), Slot("profile.supports", supported)]
