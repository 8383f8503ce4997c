"""An address is looked for on its shelf first: whole addresses before those with a variable part, each in order."""

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


def test_every_route_of_the_site_is_found_by_its_address() -> None:
    first, *routes = site().routes
    assert isinstance(first, Shelves)
    for route in routes:
        assert isinstance(route, Route)
        path = route.path_format.replace("{id}", "7").replace("{", "").replace("}", "")
        scope = {"type": "http", "method": sorted(route.methods or ())[0], "path": path, "root_path": ""}
        in_order = sorted(routes, key=lambda one: isinstance(one, Route) and bool(one.param_convertors))
        by_all = next(one for one in in_order if one.matches(scope)[0] is Match.FULL)
        match, child = first.matches(scope)
        assert match is Match.NONE or child["route"] is by_all, path


def test_a_whole_address_is_found_before_a_variable_one_that_was_named_first() -> None:
    shelved = Shelves([_route("/things/{id}"), _route("/things/best")])
    scope = {"type": "http", "method": "GET", "path": "/things/best", "root_path": ""}
    assert shelved.matches(scope)[1]["route"].path == "/things/best"
