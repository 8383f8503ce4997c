"""The inner layer: whose request it is, in which language and zone, and whether a write may come in."""

from __future__ import annotations

import base64
import copy
import hmac
from contextvars import ContextVar
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kernel import i18n, sessions, site
from kernel.features import the_house
from kernel.front import language_cookie
from kernel.viewer import STRANGER, Viewer

SAID_FOR = 120
"""Seconds that a sentence waits for its page."""
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
        current.set(request)
        viewer, data = await sessions.load(request) if not _bare(scope["path"]) else (STRANGER, {})
        scope["state"]["viewer"] = viewer
        before, sentence = copy.deepcopy(data) if data else {}, said_by(request, viewer)
        scope["session"] = {**data, "said": sentence} if sentence else data

        async def outward(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = dict(scope["session"])
                if (now := str(kept.pop("said", ""))) != sentence and viewer.is_member:
                    message["headers"] = [*message["headers"], (b"set-cookie", saying(now, request.state.viewer))]
                if kept != before:
                    await sessions.save(request, kept)
            await send(message)

        lang = scope["state"]["lang"] = await _language(request, viewer)
        with i18n.speaking(lang, viewer.zone or the_house().settings.zone):
            answer = (None if _bare(scope["path"]) else await _turned_away(request)) or self.app
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
    """The profile's language, the cookie's, then the browser's."""
    if _bare(request.scope["path"]):
        return "en"
    if viewer.language in i18n.LANGUAGES:
        return viewer.language
    raw = dict(request.scope["headers"]).get(b"cookie", b"")
    otherwise = the_house().settings.language or (await site.current()).language
    return i18n.choose(language_cookie(raw), accept=request.headers.get("accept-language", ""), otherwise=otherwise)


def said_name() -> str:
    return "__Host-said" if the_house().settings.secure else "said"


def saying(sentence: str, viewer: Viewer) -> bytes:
    """The cookie that carries a sentence to the next page, sealed for this session; an empty one takes it away."""
    text = base64.urlsafe_b64encode(sentence.encode()).decode().rstrip("=")
    value, age = (f"{text}.{_seal(text, viewer)}", SAID_FOR) if sentence else ("", 0)
    secure = "; Secure" if the_house().settings.secure else ""
    return f"{said_name()}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}".encode()


def said_by(request: Request, viewer: Viewer) -> str:
    """The sentence that a request brings along, if we sealed it for this session."""
    text, _, seal = sessions.crumb(request, said_name()).partition(".")
    if not viewer.is_member or not seal or not hmac.compare_digest(seal.encode(), _seal(text, viewer).encode()):
        return ""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()


def _seal(text: str, viewer: Viewer) -> str:
    return hmac.new(the_house().settings.key, f"said:{viewer.csrf}:{text}".encode(), "sha256").hexdigest()[:32]


async def said(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """The sentence kept for this page, once."""
    message: Any = current.get().session.pop("said", "")
    return {key: str(message) for key in keys}
