"""Ideas and designs as options of a ballot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ideas.board import joined
from ideas.board import queries as ideas
from ideas.board.models import Status
from ideas.board.queries import IdeaCard, IdeaFilter
from ideas.studio import queries as designs
from ideas.studio.queries import DesignCard, DesignFilter
from kernel import db
from kernel.i18n import mark
from kernel.search import looking
from kernel.viewer import Viewer
from voting.ballots.subjects import MOST_OFFERED, Choosable, Subject

DONE = (Status.SHIPPED, Status.DECLINED, Status.MERGED)


async def _ideas_offered(viewer: Viewer, words: str) -> list[Subject]:
    """Those that hold the words, or the most supported; what is decided already is not asked again."""
    if ideas.words_of(words):
        found = await ideas.search(viewer, words, size=MOST_OFFERED)
    else:
        found = await ideas.listing(viewer, IdeaFilter(sort="top"), size=2 * MOST_OFFERED)
    return [_idea(card) for card in found.items if card.status not in DONE][:MOST_OFFERED]


async def _ideas_found(viewer: Viewer, ids: Sequence[int]) -> Mapping[int, Subject]:
    unseen = await ideas.unseen(ideas.impersonal(viewer), ids)
    cards = await ideas.card([number for number in ids if number not in unseen])
    roots = await joined.roots(ideas.impersonal(viewer), list(cards))
    return {number: _idea(card, roots.get(number)) for number, card in cards.items()}


def _idea(card: IdeaCard, root: IdeaCard | None = None) -> Subject:
    """An idea; one that was merged keeps its own words and leads to where it went."""
    return Subject(card.id, card.title, card.excerpt, (root or card).url, joined=root.title if root else "")


async def _ideas_hidden(ids: Sequence[int]) -> set[int]:
    rows = await db.rows(
        f"SELECT id FROM idea WHERE (hidden_at IS NOT NULL OR waits_since IS NOT NULL) AND id IN ({db.marks(ids)})",
        *ids,
    )
    return {row["id"] for row in rows}


async def _designs_offered(viewer: Viewer, words: str) -> list[Subject]:
    """Published ones that the words find, or those that are looked at most now."""
    among = tuple(await looking.numbers(viewer, "design", words)) if words.strip() else None
    found = await designs.listing(viewer, DesignFilter(among=among), size=MOST_OFFERED)
    return [_design(card) for card in found.items]


async def _designs_found(viewer: Viewer, ids: Sequence[int]) -> Mapping[int, Subject]:
    return {number: _design(card) for number, card in (await designs.cards(viewer, ids)).items()}


def _design(card: DesignCard) -> Subject:
    told = f"{card.template_name}, {card.author}"
    return Subject(card.id, card.title, told, card.url, card.picture, is_gone=not card.is_listed)


async def _designs_hidden(ids: Sequence[int]) -> set[int]:
    rows = await db.rows(f"SELECT id FROM design WHERE hidden_at IS NOT NULL AND id IN ({db.marks(ids)})", *ids)
    return {row["id"] for row in rows}


choosable = [
    Choosable("idea", mark("Ideas"), _ideas_offered, _ideas_found, _ideas_hidden),
    Choosable("design", mark("Designs"), _designs_offered, _designs_found, _designs_hidden),
]
