"""The address of a design in the brand's own shop: what may stand in it, and how it is filled in. No I/O."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from kernel.i18n import mark

PLACES = ("design", "size", "via")
LONGEST = 500
NO_ADDRESS = mark("An address begins with https:// and names a host.")
NO_DESIGN = mark("Without {design} every design would lead to the same place.")
UNKNOWN = mark("Only {design}, {size} and {via} are filled in; nothing else may stand in braces.")
IN_HOST = mark("What is filled in stands behind the host, not in it.")


def fault(address: str) -> str:
    """What is wrong with an address, as a message id; empty where nothing is."""
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return NO_ADDRESS
    if parts.scheme not in ("https", "http") or not named or re.search(r"[\s\x00-\x1f<>\"\\]", address):
        return NO_ADDRESS
    if "{" in parts.netloc:
        return IN_HOST
    bare = re.sub("|".join(rf"\{{{name}\}}" for name in PLACES), "", address)
    if "{" in bare or "}" in bare:
        return UNKNOWN
    return "" if "{design}" in address else NO_DESIGN


def filled(address: str, design: int, size: str = "", via: str = "") -> str:
    for name, value in (("design", str(design)), ("size", size), ("via", via)):
        address = address.replace(f"{{{name}}}", quote(value, safe=""))
    return address
