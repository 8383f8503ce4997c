"""An address is looked for on its shelf first, and found as if all routes had been asked in their order."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Match, Route

from kernel.routing import Shelves
from run import app as site
from tests.browsing import Browser


def _route(path: str, *methods: str) -> Route:
    async def named(request: Request) -> Response:
        return PlainTextResponse(f"{request.method} {path} {request.path_params}")

    return Route(path, named, methods=methods or ("GET",))


ROUTES = [
    _route("/things"),
    _route("/things", "POST"),
    _route("/things/{id}"),
    _route("/things/{id}/parts", "POST"),
    _route("/{any}"),
    _route("/files/{name:path}"),
]


async def test_the_shelves_find_what_all_routes_would_find() -> None:
    shelved, plain = (Browser(Starlette(routes=[*first, *ROUTES])) for first in ([Shelves(ROUTES)], []))
    for path in ("/things", "/things/5", "/things/5/parts", "/other", "/files/a/b", "/no/where", "/things/", "/"):
        for method in ("GET", "POST", "HEAD", "DELETE"):
            one, two = [await browser.client.request(method, path) for browser in (shelved, plain)]
            assert (one.status_code, one.text) == (two.status_code, two.text), (method, path)


def test_every_route_of_the_site_stands_where_it_stood() -> None:
    first, *routes = site().routes
    assert isinstance(first, Shelves)
    for route in routes:
        assert isinstance(route, Route)
        path = route.path_format.replace("{id}", "7").replace("{", "").replace("}", "")
        scope = {"type": "http", "method": sorted(route.methods or ())[0], "path": path, "root_path": ""}
        by_all = next(one for one in routes if one.matches(scope)[0] is Match.FULL)
        match, child = first.matches(scope)
        assert match is Match.NONE or child["route"] is by_all, path
