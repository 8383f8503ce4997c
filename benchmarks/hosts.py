"""How soon a change made on one host is seen by a stranger on another: two servers, each with a folder of its own."""

from __future__ import annotations

import asyncio
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.load import Served, served
from benchmarks.pages import site
from benchmarks.votes import IDEA, prepare
from benchmarks.world import world
from kernel.features import open_house
from kernel.sessions import csrf_of
from run import house

TIMES = 20
LATEST = 5.0


def two_hosts() -> Iterator[Figure]:
    """A support given on one; the page that the other keeps in memory is asked for until it tells the new count."""
    from benchmarks.postgresql import copied

    with tempfile.TemporaryDirectory() as place, copied(world(1_000, 100_000), Path(place)) as settings:
        asyncio.run(prepare(settings.database_url))
        open_house(house(settings))
        one, other = (
            {**site(settings), "TANDEM_DATABASE_URL": settings.database_url, "TANDEM_DATA_DIR": f"{place}/{name}"}
            for name in ("one", "other")
        )
        with served("run:app", one) as here, served("run:app", other) as there:
            waits = [_wait(here, there, count) for count in range(1, TIMES + 1)]
    yield Figure(f"a change seen on another host, the worst of {TIMES}", max(waits), "s", at_most=1)


def _wait(here: Served, there: Served, count: int) -> float:
    """Seconds from the answer to the vote until the other host's page counts it."""
    if _tells(there, count) or not _tells(there, count - 1):
        raise RuntimeError("the page of the other host does not tell the count before the vote")
    _vote(here, f"voter-{count}")
    begun = time.monotonic()
    while not _tells(there, count):
        if time.monotonic() - begun > LATEST:
            raise RuntimeError(f"not seen within {LATEST:g} s")
    return time.monotonic() - begun


def _vote(host: Served, token: str) -> None:
    headers = {"Cookie": f"session={token}", "Sec-Fetch-Site": "same-origin", "HX-Request": "true"}
    form = f"csrf={csrf_of(token)}".encode()
    urllib.request.urlopen(urllib.request.Request(f"{host.base}/ideas/{IDEA}/support", form, headers)).read()


def _tells(host: Served, count: int) -> bool:
    page = urllib.request.urlopen(f"{host.base}/ideas/{IDEA}").read().decode()
    return f'<span class="num">{count}</span>' in page
