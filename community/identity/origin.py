"""The name that passkeys are bound to, and where their signatures come from: the address people use, from the settings."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from kernel.features import the_house


def site() -> str:
    """The host that a passkey is good for; empty where the site has only a number, which no passkey can be bound to."""
    host = urlsplit(the_house().settings.base_url).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return host
    return ""


def origin() -> str:
    """The only page address that a signature may name."""
    parts = urlsplit(the_house().settings.base_url)
    return f"{parts.scheme}://{parts.netloc}"
