"""Feeds as Atom (RFC 4287), with the brand's mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from starlette.requests import Request
from starlette.responses import Response

from kernel import assets, i18n, lists, site
from kernel.features import the_house
from kernel.viewer import Viewer

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One thing that a feed tells; `key` and `url` are full addresses, the languages those of a member's words."""

    key: str
    title: str
    url: str
    at: datetime
    changed: datetime
    author: str
    html: str
    title_language: str = ""
    language: str = ""


def atom(*, title: str, url: str, own: str, entries: Sequence[Entry], mark: str) -> str:
    """An Atom document (RFC 4287); `url`, `own` and `mark` are full addresses."""
    newest_at = max((entry.changed for entry in entries), default=datetime(2020, 1, 1, tzinfo=UTC))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{i18n.language.get()}">',
        f"<title>{_safe(title)}</title><id>{_safe(own)}</id><updated>{_moment(newest_at)}</updated>",
        f'<link rel="self" type="application/atom+xml" href={_quoted(own)}/>',
        f'<link rel="alternate" type="text/html" href={_quoted(url)}/>',
        f"<icon>{_safe(mark)}</icon><logo>{_safe(mark)}</logo>",
        *(_entry(entry) for entry in entries),
        "</feed>",
    ]
    return "\n".join(lines)


def _entry(entry: Entry) -> str:
    return (
        f"<entry><title{_tongue(entry.title_language)}>{_safe(entry.title)}</title><id>{_safe(entry.key)}</id>"
        f'<link rel="alternate" type="text/html" href={_quoted(entry.url)}/>'
        f"<published>{_moment(entry.at)}</published><updated>{_moment(entry.changed)}</updated>"
        f"<author><name>{_safe(entry.author)}</name></author>"
        f'<content type="html"{_tongue(entry.language)}>{_safe(entry.html)}</content></entry>'
    )


async def answer(request: Request, title: str, url: str, entries: Sequence[Entry]) -> Response:
    """A feed of what stands at `url`; strangers are given the same one, a member's sight is theirs."""
    viewer: Viewer = request.state.viewer
    request.state.shareable = not viewer.is_member
    mark = (await site.current()).mark_url or assets.url("img/mark.svg")
    body = atom(title=title, url=full(url), own=full(lists.address(request)), entries=entries, mark=full(mark))
    headers = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Language"}
    return Response(body, media_type="application/atom+xml; charset=utf-8", headers=headers)


def full(path: str) -> str:
    """An address of this site as others need it."""
    return f"{the_house().settings.base_url.rstrip('/')}{path}"


def _safe(value: str) -> str:
    return escape(_NOT_XML.sub("", value))


def _quoted(value: str) -> str:
    return quoteattr(_NOT_XML.sub("", value))


def _tongue(language: str) -> str:
    return f" xml:lang={_quoted(language)}" if language else ""


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
