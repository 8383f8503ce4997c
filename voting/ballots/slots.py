"""Holes that support fills: the button on every idea, and what a member supports."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from ideas.board import queries as ideas
from kernel import cache, db, i18n, pages
from kernel.features import Ask, Slot
from kernel.slots import Told
from kernel.viewer import STRANGER, Viewer
from voting.ballots import evidence_words, queries, recorded, rules
from voting.ballots.queries import Supportable

_ID, _NEXT, _TOKEN = "IDxSUPPORT", "NEXTxSUPPORT", "TOKENxSUPPORT"
WIDE = ":wide"
Faces = dict[str, tuple[str, str]]
"""For each key the control where the viewer gave no support, and where they did."""
_faces: cache.Store[Faces] = cache.Store(300)


def ask(viewer: Viewer, keys: list[str]) -> Ask | None:
    """Which of these ideas the viewer supports, be it through one that was merged into it."""
    if not viewer.is_member:
        return None
    numbers = [_number(key) for key in keys]
    own, values = db.among("idea_id", numbers)
    merged, _ = db.among("x.merged_into_id", numbers)
    sql = (
        f"SELECT idea_id AS number, 1 AS value FROM support WHERE person_id = ? AND {own} UNION ALL "
        "SELECT x.merged_into_id, 1 FROM idea x JOIN support y ON y.idea_id = x.id AND y.person_id = ? "
        f"WHERE {merged}"
    )
    return Ask(sql, (viewer.id, *values, viewer.id, *values))


async def fill(viewer: Viewer, keys: list[str], told: Told) -> dict[str, str]:
    """For keys `5` (in a list) or `5:wide` (on the idea's page): the button, the link to sign in, or the bare count.

    The controls of a list are kept until something changes; anew is only which of them the viewer pressed.
    """
    place = (i18n.language.get(), viewer.is_member, viewer.suspended, viewer.scope, *keys)
    faces, mine, token = await _faces.through(place, lambda: _drawn_for(viewer, keys)), dict(told), viewer.csrf
    return {key: faces[key][_number(key) in mine].replace(_TOKEN, token) for key in keys if key in faces}


def _number(key: str) -> int:
    return int(key.removesuffix(WIDE))


async def _drawn_for(viewer: Viewer, keys: list[str]) -> Faces:
    found = await queries.supportable(STRANGER, list(dict.fromkeys(_number(key) for key in keys)))
    return {
        key: (_control(_state(viewer, idea), idea, wide=wide), _control("given", idea, wide=wide))
        for key in keys
        if (idea := found.get(_number(key)))
        for wide in [key.endswith(WIDE)]
    }


def button(viewer: Viewer, idea: Supportable, *, wide: bool = False) -> str:
    """The control of one idea, as it was read for this viewer."""
    state = "given" if viewer.is_member and idea.mine_at is not None else _state(viewer, idea)
    return _control(state, idea, wide=wide).replace(_TOKEN, viewer.csrf)


def _state(viewer: Viewer, idea: Supportable) -> str:
    if viewer.is_member:
        return "open" if rules.may_support(viewer, idea) else "closed"
    return "stranger" if rules.may_be_supported(idea) else "closed"


def _control(state: str, idea: Supportable, *, wide: bool) -> str:
    drawn = _drawn(i18n.language.get(), state, idea.supporters, wide).replace(_ID, str(idea.id))
    return drawn.replace(_NEXT, quote(idea.url)) if state == "stranger" else drawn


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
        context = {"customer": key, "lines": lines, "address": ideas.address, "told": evidence_words.in_words}
        filled[key] = pages.fragment("voting/ballots/_behalf_customer.html", **context)
    return filled


async def for_person(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For a person's number, to that person: what the team wrote down for them, to take back."""
    lines = await recorded.of_person(int(viewer.id or 0)) if str(viewer.id) in keys else []
    if not lines:
        return {}
    context = {"lines": lines, "address": ideas.address, "csrf": viewer.csrf, "told": evidence_words.in_words}
    return {str(viewer.id): pages.fragment("voting/ballots/_behalf_own.html", **context)}


def ask_apart(viewer: Viewer, keys: list[str]) -> Ask:
    """How many support each of these ideas by the word of staff alone."""
    return Ask(*recorded.counting([int(key) for key in keys]))


async def apart(viewer: Viewer, keys: list[str], told: Told) -> dict[str, str]:
    """For numbers of ideas: so many, where any do."""
    return {str(idea): pages.fragment("voting/ballots/_recorded.html", written=n) for idea, n in told}


slots = [
    Slot("idea.recorded", apart, asks=ask_apart),
    Slot("idea.support", fill, personal=True, asks=ask),
    Slot("profile.supports", supported),
    Slot("idea.behalf", for_idea, personal=True),
    Slot("customer.behalf", for_customer, personal=True),
    Slot("account.behalf", for_person, personal=True),
]
