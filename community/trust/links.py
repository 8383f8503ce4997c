"""The links of a text: what a reader could follow out of the house. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_WRITTEN = re.compile(r"(?:https?:)?//[^\s<>\"'()\[\]]+|(?<![\w@.])(?:www\.)[^\s<>\"'()\[\]]+", re.IGNORECASE)


def hosts(text: str, *, home: str = "") -> list[str]:
    """The host of each link that leads away from `home`, as often as it stands there; small letters, punycode kept."""
    found = (_host(match[0]) for match in _WRITTEN.finditer(text))
    return [host for host in found if host and host != home]


def _host(written: str) -> str:
    address = written if "//" in written else f"//{written}"
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.rstrip(".").lower()
