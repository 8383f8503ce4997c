"""What a search is asked by its address: words, a kind, and what narrows ideas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

from ideas.board import boards
from ideas.board.boards import BoardCard
from ideas.board.states import Status
from kernel import lists, text
from kernel.errors import Missing
from kernel.i18n import LANGUAGES
from kernel.search import registry
from kernel.search.engine import Query
from kernel.viewer import Viewer

LONGEST = 1000
STATES = tuple(status.value for status in Status if status != Status.MERGED)


@dataclass(frozen=True)
class Asked:
    """What was asked for; whatever the address says that is nothing here is left out."""

    q: str = ""
    kind: str = ""
    board: str = ""
    status: str = ""
    tag: str = ""
    lang: str = ""
    offset: int = 0

    @property
    def is_of_ideas(self) -> bool:
        """Is it narrowed by something that only ideas have?"""
        return bool(self.board or self.status or self.tag)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kind or self.lang or self.is_of_ideas)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form keeps beside the words."""
        return [(name, value) for name, value in self._named.items() if value and name != "q"]

    @property
    def _named(self) -> dict[str, str]:
        return {
            "q": self.q,
            "kind": self.kind,
            "board": self.board,
            "status": self.status,
            "tag": self.tag,
            "lang": self.lang,
        }

    def query(self, kinds: tuple[str, ...]) -> Query:
        facets = {"board": self.board, "status": self.status, "tag": self.tag}
        return Query(self.q, kinds=kinds, facets=facets, language=self.lang, each=True)

    def url(self, **changes: str) -> str:
        """The same with something else chosen, from its first page on."""
        named = self._named | changes
        return (
            f"/search?{'&'.join(f'{name}={_quoted(value)}' for name, value in named.items() if value or name == 'q')}"
        )

    def further(self, offset: int) -> str:
        """Where the page goes on."""
        return f"{self.url()}&{urlencode({'after': lists.cursor(offset)})}"


@lru_cache(maxsize=1_000)
def _quoted(value: str) -> str:
    return quote_plus(value)


async def read(viewer: Viewer, params: Mapping[str, str]) -> Asked:
    """What an address asks; a board that the viewer does not see is a 404, as everywhere."""
    board = await _board(viewer, params.get("board", ""))
    kinds = {one.kind for one in registry.kinds()}
    found = Asked(
        q=text.one_line(params.get("q", "")[:LONGEST]),
        kind=params["kind"] if params.get("kind") in kinds else "",
        board=board.slug if board else "",
        status=params["status"] if params.get("status") in STATES else "",
        tag=text.one_line(params.get("tag", "")[:80]),
        lang=params["lang"] if params.get("lang") in LANGUAGES else "",
    )
    place = lists.place(params.get("after"), int)
    return replace(
        found,
        kind="idea" if found.is_of_ideas else found.kind,
        offset=place[0] if place and 0 < place[0] < 1000 else 0,
    )


async def _board(viewer: Viewer, slug: str) -> BoardCard | None:
    if not slug or "\0" in slug:
        return None
    for board in await boards.visible_to(viewer):
        if board.slug == slug:
            return board
    raise Missing()
