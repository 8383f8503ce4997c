"""Calls that go out: the one client for all of them, which looks where an address leads before anything connects.

A name is resolved once, every address it has is judged after that, and the connection goes to the very address that was judged:
a name that means something else a moment later leads nowhere. Each redirect is judged anew.
"""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Any

from kernel.errors import Problem
from kernel.features import the_house

if TYPE_CHECKING:
    import httpx2

Address = IPv4Address | IPv6Address

CONNECTING, TOTAL = 5.0, 10.0
"""Seconds until somebody must have picked up, and until everything must have been said."""
LARGEST = 1_000_000
MOST_REDIRECTS = 3
_CLOSED = [
    ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    )
]
_OPEN6 = IPv6Network("2000::/3")  # all that is given out; unique-local, link-local and multicast lie outside
_CLOSED6 = [IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "3fff::/20")]
_HOLDING = [IPv6Network(text) for text in ("::ffff:0:0/96", "::/96", "64:ff9b::/96")]
_SIX_TO_FOUR = IPv6Network("2002::/16")


class Refused(Problem):
    """A call that may not go out, or an answer that may not come in; `message` is for logs and staff."""

    status = 502


def client(*, redirects: bool = True, total: float = TOTAL, largest: int = LARGEST) -> httpx2.AsyncClient:
    """A client for one errand: `async with outgoing.client() as http: await http.get(url)`; it may end with `errors()`."""
    import httpx2

    return httpx2.AsyncClient(follow_redirects=redirects, **options(total=total, largest=largest))


def options(*, total: float = TOTAL, largest: int = LARGEST) -> dict[str, Any]:
    """The same for a library that makes its client itself from httpx2's; redirects are followed only where it says so."""
    from kernel import carefully

    return {
        "transport": carefully.Transport(total=total, largest=largest),
        "timeout": CONNECTING,
        "max_redirects": MOST_REDIRECTS,
        "trust_env": False,
        "headers": {"User-Agent": "Tandem", "Accept-Encoding": "identity"},
    }


def errors() -> tuple[type[Exception], ...]:
    """What a call may end with: refused, unreachable, too slow, too long, not what was asked for."""
    import httpx2

    return (Refused, httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, ValueError)


def is_public(address: Address) -> bool:
    """May anything be asked there? Not where only this machine or this network answers, in whatever way that is written."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED)
    inner = _inner(address)
    if inner is not None:
        return is_public(inner)
    return address in _OPEN6 and not any(address in network for network in _CLOSED6)


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The old address that a new one stands for: mapped, compatible, by NAT64 or by 6to4."""
    number = int(address)
    if any(address in network for network in _HOLDING):
        return IPv4Address(number & 0xFFFFFFFF)
    return IPv4Address((number >> 80) & 0xFFFFFFFF) if address in _SIX_TO_FOUR else None


def is_opened(host: str, port: int) -> bool:
    """Is this a place that whoever runs the site opened, as on an intranet?"""
    bare = bare_name(host)
    written = f"[{bare}]:{port}" if ":" in bare else f"{bare}:{port}"
    return written in the_house().settings.outgoing_allow.lower().replace(",", " ").split()


async def resolved(host: str, port: int) -> list[str]:
    """The addresses of a host, all of which may be asked; Refused when there are none, or one that may not."""
    bare = bare_name(host)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(bare, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(f"{bare} has no address") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    closed = any("%" in text or not is_public(ip_address(text)) for text in addresses)
    if closed and not is_opened(host, port):
        raise Refused(f"{bare}:{port} leads into a private network; TANDEM_OUTGOING_ALLOW can open it")
    return addresses


def bare_name(host: str) -> str:
    """A host without brackets or the dot of the root."""
    return host.strip("[]").rstrip(".").lower()
