"""Where votes come from, as far as the house keeps it: a day's hash of the block of addresses and of the kind of device.

Salts differ from day to day and go with the day, so two votes are comparable within one day and nothing leads back.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.requests import Request

from community.people import agents
from kernel import clock, db, security
from kernel.features import the_house

KEPT = timedelta(days=30)
BLOCKS = {4: 24, 6: 48}
MOST = 50_000
EVERY = 6 * 3600
_salts: dict[tuple[str, str, date], bytes] = {}
_written: set[tuple[str, str, Trace]] = set()


@dataclass(frozen=True)
class Trace:
    """That somebody voted on a day, and the hashes of where from and with what."""

    day: date
    person: int
    block: str
    device: str


async def of(request: Request, person: int | None) -> Trace | None:
    """What a request tells, for the vote that it casts."""
    if person is None:
        return None
    today = clock.now().date()
    salt = await _salt(today)
    agent = agents.named(request.headers.get("user-agent", ""))
    return Trace(today, person, _hash(salt, "block", block(security.address_of(request))), _hash(salt, "device", agent))


def block(address: str) -> str:
    """The /24 of an address of the fourth version, the /48 of one of the sixth; what is no address as it is."""
    try:
        read = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    known = getattr(read, "ipv4_mapped", None) or read
    return str(ipaddress.ip_network(f"{known}/{BLOCKS[known.version]}", strict=False))


async def write(traces: Collection[Trace | None]) -> None:
    """Keep what is not kept yet, inside the transaction of the votes; who votes on is not written again."""
    house = _house()
    fresh = sorted(
        {trace for trace in traces if trace and (*house, trace) not in _written},
        key=lambda trace: (trace.day, trace.person, trace.block, trace.device),
    )
    if not fresh:
        return
    await db.execute(
        f"INSERT INTO trace (day, person_id, block, device) VALUES {', '.join(['(?, ?, ?, ?)'] * len(fresh))} "
        "ON CONFLICT (day, person_id, block, device) DO NOTHING",
        *(value for trace in fresh for value in (trace.day, trace.person, trace.block, trace.device)),
    )


def kept(trace: Trace | None) -> None:
    """The vote is in: its trace need not be written again today."""
    if trace:
        if len(_written) >= MOST:
            _written.clear()
        _written.add((*_house(), trace))


async def sweep() -> None:
    """Salts go with their day, and what was mixed with them after thirty more."""
    today = clock.now().date()
    await db.execute("DELETE FROM day_salt WHERE day < ?", today)
    await db.execute("DELETE FROM trace WHERE day < ?", today - KEPT)
    for key in [key for key in _salts if key[2] < today]:
        del _salts[key]


async def erased(person_id: int) -> None:
    """Inside the transaction of an erasure."""
    await db.execute("DELETE FROM trace WHERE person_id = ?", person_id)


async def _salt(day: date) -> bytes:
    key = (*_house(), day)
    if key not in _salts:
        async with db.transaction(quiet=True):
            await db.execute(
                "INSERT INTO day_salt (day, salt) VALUES (?, ?) ON CONFLICT (day) DO NOTHING",
                day,
                secrets.token_hex(32),
            )
            found = await db.value("SELECT salt FROM day_salt WHERE day = ?", day)
        _salts[key] = bytes.fromhex(str(found))
    return _salts[key]


def _house() -> tuple[str, str]:
    settings = the_house().settings
    return settings.database_url, str(settings.data_dir)


def _hash(salt: bytes, what: str, told: str) -> str:
    return hmac.new(salt + the_house().settings.key, f"{what}:{told}".encode(), "sha256").hexdigest()[:24]
