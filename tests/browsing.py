"""A small browser over ASGI: cookies, forms with their hidden fields, redirects followed."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx2

from kernel import slots
from kernel.app import create
from kernel.features import House

ORIGIN = "http://localhost:8000"
Page = httpx2.Response


class Browser:
    """One person's browser; the pages it sees are httpx2 responses."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=app, raise_app_exceptions=False),
            base_url=ORIGIN,
            headers={"Accept-Language": "en", "Sec-Fetch-Site": "same-origin"},
        )

    def another(self) -> Browser:
        return Browser(self.app)

    async def get(self, path: str, **headers: str) -> Page:
        """A page, redirects followed."""
        return _whole(await self.client.get(path, headers=headers, follow_redirects=True))

    async def peek(self, path: str, **headers: str) -> Page:
        """The first answer, redirects not followed."""
        return _whole(await self.client.get(path, headers=headers))

    async def post(self, path: str, data: dict[str, Any] | None = None, *, files: Any = None, **headers: str) -> Page:
        """A bare POST: no token is added, no redirect followed."""
        return _whole(await self.client.post(path, data=data, files=files, headers=headers))

    async def submit(self, page: str, action: str, *, files: Any = None, **fields: Any) -> Page:
        """Open `page`, fill the form that posts to `action`, send it, and follow where it leads."""
        seen = await self.get(page)
        sent = {**hidden_fields(seen.text, action), **fields}
        reply = await self.client.post(action, data=sent, files=files, headers={"Origin": ORIGIN})
        if reply.status_code == 303:
            return await self.get(urlsplit(reply.headers["location"])._replace(scheme="", netloc="").geturl())
        return _whole(reply)

    async def sign_in(self, email: str, password: str) -> Browser:
        reply = await self.submit("/sign-in", "/sign-in", email=email, password=password)
        assert reply.status_code == 200, reply.text[:500]
        return self


def _whole(reply: Page) -> Page:
    """A page as anybody may get it: no hole in it is left open."""
    if reply.headers.get("content-type", "").startswith("text/html"):
        assert len(slots.cut(reply.text)) == 1, str(reply.url)
    return reply


def hidden_fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that posts to `action`, else of any form of the page."""
    forms = re.findall(r"<form\b([^>]*)>(.*?)</form>", page, re.S)
    mine = [inside for attributes, inside in forms if f'action="{html.escape(action)}"' in attributes] or [
        f[1] for f in forms if 'name="csrf"' in f[1]
    ]
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input\b[^>]*type=\"hidden\"[^>]*>", mine[0] if mine else ""):
        name, value = re.search(r'\bname="([^"]*)"', tag), re.search(r'\bvalue="([^"]*)"', tag)
        if name:
            fields[name[1]] = html.unescape(value[1]) if value else ""
    return fields


@asynccontextmanager
async def site_on(house: House) -> AsyncIterator[Browser]:
    """The site running in this process, its lifespan included."""
    app = create(house)
    async with app.router.lifespan_context(app):
        stranger = Browser(app)
        yield stranger
        await stranger.client.aclose()
