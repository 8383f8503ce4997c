"""The inner layer: whose request it is, in which language and zone, and whether a write may come in."""

from __future__ import annotations

import copy
from contextvars import ContextVar
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kernel import i18n, sessions, site
from kernel.features import the_house
from kernel.front import language_cookie
from kernel.viewer import STRANGER, Viewer

current: ContextVar[Request] = ContextVar("the request being answered")


class Doorway:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        scope["state"]["viewer"] = STRANGER
        scope["session"] = {}
        viewer, data = await sessions.load(request) if not _bare(scope["path"]) else (STRANGER, {})
        scope["state"]["viewer"] = viewer
        scope["session"] = data
        before = copy.deepcopy(data)

        async def outward(message: Message) -> None:
            if message["type"] == "http.response.start" and scope["session"] != before:
                await sessions.save(request, scope["session"])
            await send(message)

        lang = await _language(request, viewer)
        current.set(request)
        with i18n.speaking(lang, viewer.zone or "Europe/Paris"):
            answer = await _turned_away(request) or self.app
            await answer(scope, receive, outward)


async def _turned_away(request: Request) -> ASGIApp | None:
    """A gate's answer to a request that must go elsewhere first, such as on a site that nobody has set up."""
    for gate in the_house().registered("gate"):
        answer: ASGIApp | None = await gate(request)
        if answer is not None:
            return answer
    return None


def _bare(path: str) -> bool:
    return path.startswith(("/static/", "/healthz", "/readyz", "/metrics"))


async def _language(request: Request, viewer: Viewer) -> str:
    """The site's only language if it set one, the profile's, the cookie's, then the browser's."""
    if _bare(request.url.path):
        return "en"
    raw = dict(request.scope["headers"]).get(b"cookie", b"")
    otherwise = the_house().settings.language or (await site.current()).language
    return i18n.choose(
        viewer.language,
        language_cookie(raw),
        accept=request.headers.get("accept-language", ""),
        otherwise=otherwise,
    )


async def said(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """The sentence kept for this page, once."""
    message: Any = current.get().session.pop("said", "")
    return {key: str(message) for key in keys}
