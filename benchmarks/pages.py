"""How fast pages are, against the same bytes from a bare handler and against a hand-written minimum."""

from __future__ import annotations

import gzip
import re
import sqlite3
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from statistics import median

from benchmarks.figures import Figure
from benchmarks.load import Served, cpu_of, served, wrk
from benchmarks.world import TOKEN, world
from ideas.board.queries import address
from kernel import cache
from kernel.settings import Settings

COOKIE = {"Cookie": f"session={TOKEN}"}
TURNS = 5
"""Ours and the minimum take turns, since other load on a machine drifts; the median of each counts."""
LISTS = ("/ideas", "/ideas?sort=top", "/ideas?sort=new")


def site(settings: Settings) -> dict[str, str]:
    return {
        "TANDEM_DATA_DIR": str(settings.data_dir),
        "TANDEM_SECRET": settings.secret,
        "TANDEM_RATE_LIMITS": "off",
        "TANDEM_BASE_URL": "http://localhost:8000",
    }


def _page(server: Served, path: str, headers: dict[str, str] | None = None) -> bytes:
    asked = urllib.request.Request(server.base + path, headers=headers or {})
    body: bytes = urllib.request.urlopen(asked).read()
    return body


def _idea(server: Served) -> str:
    """The address of the first idea of the list."""
    found = re.search(r'href="(/ideas/\d[^"?#]*)"', _page(server, "/ideas").decode())
    assert found is not None
    return found[1]


def _supported(settings: Settings) -> str:
    """The address of an idea with as many supports as ideas have on average in either world."""
    with closing(sqlite3.connect(settings.sqlite_path)) as base:
        found = base.execute(
            "SELECT id, slug FROM idea WHERE is_listed AND supporters <= 100 ORDER BY supporters DESC, id LIMIT 1"
        ).fetchone()
    return address(*found)


def strangers() -> Iterator[Figure]:
    """Anonymous pages, against a bare Starlette handler that returns the same bytes."""
    with served("run:app", site(world())) as ours:
        for name, path in (("list", "/ideas"), ("idea", _idea(ours))):
            body = _page(ours, path)
            mine = wrk(ours.base + path)
            with tempfile.NamedTemporaryFile() as file:
                file.write(body)
                file.flush()
                with served("benchmarks.reference:fixed", {"BENCHMARK_BODY": file.name}) as bare:
                    theirs = wrk(bare.base + path)
            yield Figure(
                f"stranger's {name} page, rate",
                mine.per_second / theirs.per_second,
                "x of a bare handler",
                at_least=0.5,
            )
            yield Figure(f"stranger's {name} page, p99", mine.p99 / mine.median, "x of its median", at_most=5)
            yield Figure(
                f"stranger's {name} page, gzip",
                len(gzip.compress(body, 6)) / 1000,
                "kB",
                at_most=15 if name == "list" else None,
            )


def signed_in() -> Iterator[Figure]:
    """The list for a member, against session, user row, one query and a loop written by hand, by turns."""
    settings = world()
    reference = {"BENCHMARK_DATABASE": str(settings.sqlite_path)}
    with served("run:app", site(settings)) as ours, served("benchmarks.reference:minimum", reference) as minimum:
        rates = [[wrk(f"{one.base}/ideas", headers=COOKIE).per_second for one in (ours, minimum)] for _ in range(TURNS)]
        sizes = [len(_page(one, "/ideas", COOKIE)) / 1000 for one in (ours, minimum)]
    mine, theirs = (median(turns) for turns in zip(*rates, strict=True))
    yield Figure("member's list page, rate", mine / theirs, "x of a hand-written minimum", at_least=1.0)
    yield Figure("member's list page, a second", mine, "requests")
    yield Figure("member's list page, sent by ours", sizes[0], "kB")
    yield Figure("member's list page, sent by the minimum", sizes[1], "kB")


def growth() -> Iterator[Figure]:
    """Processor time of a page in a small and in a large world, by turns, made anew for each request."""
    worlds = world(1_000, 100_000), world(20_000, 2_000_000)
    with served("run:app", site(worlds[0])) as small, served("run:app", site(worlds[1])) as large:
        for name, paths in {**{path: (path, path) for path in LISTS}, "idea page": map(_supported, worlds)}.items():
            asked = list(zip((small, large), worlds, paths, strict=True))
            spent = [[_uncached(*one) for one in asked] for _ in range(TURNS)]
            least = [min(turns) for turns in zip(*spent, strict=True)]
            yield Figure(f"growth of {name} from 1,000 to 20,000 ideas", least[1] / least[0], "x", at_most=1.1)


def _uncached(server: Served, settings: Settings, path: str) -> float:
    """Processor time of one of a hundred requests, before each of which pages are forgotten as by a vote."""
    cache.open_generation(settings.data_dir)
    return cpu_of(server, _Forgotten([path] * 100))


class _Forgotten(list[str]):
    """Addresses, each asked for after a change."""

    def __iter__(self) -> Iterator[str]:
        for path in super().__iter__():
            cache.bump(light=True)
            yield path


def first_view() -> Iterator[Figure]:
    """What the front page costs to load, to start and to keep running."""
    import time

    settings = site(world())
    begun = time.monotonic()
    with served("run:app", settings) as ours:
        yield Figure("start until the first answer", time.monotonic() - begun, "s", at_most=1.5)
        zipped = {"Accept-Encoding": "gzip"}
        page = gzip.decompress(_page(ours, "/", zipped)).decode()
        found = set(re.findall(r'<(?:link|script)[^>]*(?:href|src)="(/[^"]+\.(?:css|js|svg|woff2))"', page))
        found |= {u for u, tag in re.findall(r'<img[^>]*src="(/[^"]+)"([^>]*)>', page) if "lazy" not in tag}
        sizes = [len(_page(ours, url, zipped)) for url in found] + [len(_page(ours, "/", zipped))]
        yield Figure("first view of /, transferred", sum(sizes) / 1000, "kB", at_most=80)
        yield Figure("first view of /, requests", len(sizes), "requests", at_most=8)
        yield Figure("memory at rest", ours.process.memory_info().rss / 1e6, "MB", at_most=160)
