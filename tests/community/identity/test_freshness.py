"""What cannot be taken back asks a member to show that it is them: every route that does so, found in the route table."""

from __future__ import annotations

import re
from datetime import timedelta

from starlette.routing import Route

from kernel import clock, sessions
from kernel.settings import Settings
from run import house
from tests import cast
from tests.browsing import Browser

HOUSE = house(Settings())
PROOF = "/account/proof"
OLD = timedelta(minutes=16)
FOR_GOOD = (
    "/account/address",
    "/account/data/download",
    "/account/erasure",
    "/account/passkeys",
    "/account/password",
    "/account/providers/",
    "/account/second-step",
    "/account/tokens",
    "/sign-in/joining",
    "/team/everything",
    "/team/people/{id}/role",
    "/team/recoveries/",
)
"""Export, erasure, role, address, what opens an account, letting somebody in again."""
PROVEN_OTHERWISE = {
    "GET /account/address/sent": "says where the letters went",
    "GET /account/address/{word}": "the letter to the new address leads here: the form before it was proven",
    "POST /account/address/{word}": "likewise",
    "GET /account/password": "the form asks for the present password; who has none shows first that it is them",
    "POST /account/password": "likewise",
    "GET /account/providers/{name}/proof": "this is a way to show that it is oneself",
    "GET /account/tokens": "a list without the tokens themselves",
    "POST /account/tokens/{id}/revocation": "takes a key away; who fears a theft should not look for a password first",
    "POST /sign-in/joining": "a stranger makes an account of their own",
}


def marked() -> list[tuple[str, Route]]:
    routes = [route for route in HOUSE.all("routes") if route.endpoint.about.get("fresh")]
    return [(method, route) for route in routes for method in route.methods - {"HEAD"}]


def test_what_cannot_be_taken_back_is_fresh_or_proven_otherwise() -> None:
    fresh = {f"{method} {route.path}" for method, route in marked()}
    asked = {
        f"{method} {route.path}"
        for route in HOUSE.all("routes")
        for method in route.methods - {"HEAD"}
        if route.path.startswith(FOR_GOOD)
    }
    assert asked - fresh == set(PROVEN_OTHERWISE)
    assert fresh <= asked, "a new one belongs under a word of FOR_GOOD"
    assert len(fresh) > 30


def sent(browser: Browser) -> dict[str, str]:
    return {"csrf": sessions.csrf_of(str(browser.client.cookies.get("session")))}


async def test_every_fresh_route_leads_to_the_proof_and_nothing_was_done(browser: Browser) -> None:
    """Before anything is looked for: what is not there asks as much as what is."""
    root = await cast.browser_as(browser, "root")
    with clock.at(clock.now() + OLD):
        for method, route in marked():
            path = re.sub(r"\{[^}]*\}", "1", route.path)
            reply = await (root.peek(path) if method == "GET" else root.post(path, sent(root)))
            assert (reply.status_code, reply.headers.get("location", "").split("?")[0]) == (303, PROOF), path


async def test_none_of_them_is_open_to_strangers_but_the_choice_after_a_providers_word(browser: Browser) -> None:
    for method, route in marked():
        path = re.sub(r"\{[^}]*\}", "1", route.path)
        reply = await (browser.peek(path) if method == "GET" else browser.post(path))
        if route.path == "/sign-in/joining":
            assert reply.status_code == 404, "nothing was begun"
        else:
            assert reply.headers.get("location", "").startswith("/sign-in?next="), path
