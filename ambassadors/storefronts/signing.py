"""The signature by which the brand's shop is known: `t=<unix>,v1=<hex>`, a keyed digest of the moment and the bytes sent.

HMAC (RFC 2104) with SHA-256 over `<unix>.<body>`: the moment is signed too, or an old report could be given a new one.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime

HEADER = "Tandem-Signature"
TOLERANCE = 300
"""Seconds that a report may be old, or ahead of our clock."""
_SIGNED = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})", re.ASCII)


def sign(body: bytes, secret: str, moment: datetime) -> str:
    """The header for `body`, sent at `moment`."""
    at = int(moment.timestamp())
    return f"t={at},v1={_digest(body, secret, at)}"


def is_signed(header: str, body: bytes, secret: str, now: datetime) -> bool:
    """Was `body` signed with `secret` within the last five minutes? Compared in constant time."""
    found = _SIGNED.fullmatch(header.strip())
    if not secret or found is None:
        return False
    at = int(found[1])
    fresh = abs(now.timestamp() - at) <= TOLERANCE
    return hmac.compare_digest(found[2], _digest(body, secret, at)) and fresh


def _digest(body: bytes, secret: str, at: int) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
