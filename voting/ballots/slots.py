"""Holes that support fills: the button on every idea, and what a member supports."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from ideas.board import queries as ideas
from kernel import cache, db, i18n, pages
from kernel.features import Ask, Slot
from kernel.slots import Told
from kernel.viewer import STRANGER, Viewer
from voting.ballots import queries, recorded, rules
from voting.ballots.queries import Supportable

_ID, _NEXT, _TOKEN = "IDxSUPPORT", "NEXTxSUPPORT", "TOKENxSUPPORT"
WIDE = ":wide"
_ideas: cache.Store[Supportable] = cache.Store(5000)


def ask(viewer: Viewer, keys: list[str]) -> Ask | None:
    """Which of these ideas the viewer supports."""
    if not viewer.is_member:
        return None
    numbers = [_number(key) for key in keys]
    sql = f"SELECT idea_id AS number, 1 AS value FROM support WHERE person_id = ? AND idea_id IN ({db.marks(numbers)})"
    return Ask(sql, (viewer.id, *numbers))


async def fill(viewer: Viewer, keys: list[str], told: Told) -> dict[str, str]:
    """For keys `5` (in a list) or `5:wide` (on the idea's page): the button, the link to sign in, or the bare count."""
    found, mine = await _known([_number(key) for key in keys]), {number for number, _ in told}
    return {
        key: _button(viewer, idea, given=idea.id in mine, wide=key.endswith(WIDE))
        for key in keys
        if (idea := found.get(_number(key)))
    }


def _number(key: str) -> int:
    return int(key.removesuffix(WIDE))


async def _known(ids: list[int]) -> dict[int, Supportable]:
    """Ideas as everybody knows them, kept until something changes; those that are not are read by one statement."""
    begun = cache.generation()
    found = {number: idea for number in ids if (idea := _ideas.get(number))}
    if unknown := [number for number in dict.fromkeys(ids) if number not in found]:
        for number, idea in (await queries.supportable(STRANGER, unknown)).items():
            _ideas.put(number, idea, begun)
            found[number] = idea
    return found


def button(viewer: Viewer, idea: Supportable, *, wide: bool = False) -> str:
    """The control of one idea, as it was read for this viewer."""
    return _button(viewer, idea, given=viewer.is_member and idea.mine_at is not None, wide=wide)


def _button(viewer: Viewer, idea: Supportable, *, given: bool, wide: bool) -> str:
    state = "given" if given else _state(viewer, idea)
    drawn = _named(i18n.language.get(), state, idea.supporters, wide, idea.id, idea.slug)
    return drawn.replace(_TOKEN, viewer.csrf)


def _state(viewer: Viewer, idea: Supportable) -> str:
    if viewer.is_member:
        return "open" if rules.may_support(viewer, idea) else "closed"
    return "stranger" if rules.may_be_supported(idea) else "closed"


@lru_cache(maxsize=8192)
def _named(lang: str, state: str, supporters: int, wide: bool, idea_id: int, slug: str) -> str:
    drawn = _drawn(lang, state, supporters, wide)
    return drawn.replace(_ID, str(idea_id)).replace(_NEXT, quote(ideas.address(idea_id, slug)))


@lru_cache(maxsize=8192)
def _drawn(lang: str, state: str, supporters: int, wide: bool) -> str:
    """Controls that look alike are rendered once."""
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


async def for_idea(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of ideas, to the team: the way to what was written down for customers."""
    if not rules.may_support_for_others(viewer):
        return {}
    return {key: pages.fragment("voting/ballots/_behalf_idea.html", idea=key) for key in keys}


async def for_customer(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of customers, to the team: what was written down for them and stands."""
    if not rules.may_support_for_others(viewer):
        return {}
    filled: dict[str, str] = {}
    for key in keys:
        lines = [line for line in await recorded.of_customer(int(key)) if line["is_standing"]]
        context = {"customer": key, "lines": lines, "address": ideas.address}
        filled[key] = pages.fragment("voting/ballots/_behalf_customer.html", **context)
    return filled


async def for_person(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For a person's number, to that person: what the team wrote down for them, to take back."""
    lines = await recorded.of_person(int(viewer.id or 0)) if str(viewer.id) in keys else []
    if not lines:
        return {}
    context = {"lines": lines, "address": ideas.address, "csrf": viewer.csrf}
    return {str(viewer.id): pages.fragment("voting/ballots/_behalf_own.html", **context)}


slots = [
    Slot("idea.support", fill, personal=True, asks=ask),
    Slot("profile.supports", supported),
    Slot("idea.behalf", for_idea, personal=True),
    Slot("customer.behalf", for_customer, personal=True),
    Slot("account.behalf", for_person, personal=True),
]
