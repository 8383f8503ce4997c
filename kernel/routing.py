"""Finding the route of an address among few instead of among all."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send


class Shelves(BaseRoute):
    """Stands before all other routes and holds them again: by whole address where it has no variable part,
    else by its first word, in their order. So `/designs/score` is found though another wing named `/designs/{key}`
    first. What it does not find is looked for among all, as if it were not there.
    """

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self.whole: dict[str, list[Route]] = {}
        self.by_word: dict[str, list[Route]] = {}
        for route in routes:
            if isinstance(route, Route):
                if not route.param_convertors:
                    self.whole.setdefault(route.path, []).append(route)
                self.by_word.setdefault(_first(route.path), []).append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http":
            return Match.NONE, {}
        path = scope["path"]
        for route in (*self.whole.get(path, ()), *self.by_word.get(_first(path), ())):
            match, child = route.matches(scope)
            if match is Match.FULL:
                return match, {**child, "route": route}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope["route"].handle(scope, receive, send)


def _first(path: str) -> str:
    return path[1:].partition("/")[0]
