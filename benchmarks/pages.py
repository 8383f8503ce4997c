"""How fast pages are, against the same bytes from a bare handler and against a hand-written minimum."""

from __future__ import annotations

import gzip
import re
import sqlite3
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import closing

from benchmarks.figures import Figure
from benchmarks.load import Served, cpu_of, served, wrk
from benchmarks.world import TOKEN, world
from ideas.board.queries import address
from kernel.settings import Settings

COOKIE = {"Cookie": f"session={TOKEN}"}
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
    """The list for a member, against session, user row, one query and a loop written by hand."""
    settings = world()
    with served("run:app", site(settings)) as ours:
        mine = wrk(f"{ours.base}/ideas", headers=COOKIE)
    with served("benchmarks.reference:minimum", {"BENCHMARK_DATABASE": str(settings.sqlite_path)}) as minimum:
        theirs = wrk(f"{minimum.base}/ideas", headers=COOKIE)
    yield Figure(
        "member's list page, rate", mine.per_second / theirs.per_second, "x of a hand-written minimum", at_least=1.0
    )


def growth() -> Iterator[Figure]:
    """Processor time of a page in a small and in a large world, made anew for each request."""
    spent: dict[int, dict[str, float]] = {}
    for ideas, supports in ((1_000, 100_000), (20_000, 2_000_000)):
        with served("run:app", site(world(ideas, supports))) as ours:
            paths = {**{path: path for path in LISTS}, "idea page": _supported(world(ideas, supports))}
            spent[ideas] = {name: _uncached(ours, path) for name, path in paths.items()}
    for name in spent[1_000]:
        yield Figure(
            f"growth of {name} from 1,000 to 20,000 ideas", spent[20_000][name] / spent[1_000][name], "x", at_most=1.1
        )


def _uncached(server: Served, path: str) -> float:
    """The least of five takings of two hundred requests; a query that nobody else asks keeps each answer out of every cache."""
    joiner = "&" if "?" in path else "?"
    numbers = iter(range(10_000))
    return min(cpu_of(server, [f"{path}{joiner}fresh={next(numbers)}" for _ in range(200)]) for _ in range(5))


def first_view() -> Iterator[Figure]:
    """What the front page costs to load, to start and to keep running."""
    import time

    begun = time.monotonic()
    with served("run:app", site(world())) as ours:
        yield Figure("start until the first answer", time.monotonic() - begun, "s", at_most=1.5)
        zipped = {"Accept-Encoding": "gzip"}
        page = gzip.decompress(_page(ours, "/", zipped)).decode()
        found = set(re.findall(r'<(?:link|script)[^>]*(?:href|src)="(/[^"]+\.(?:css|js|svg|woff2))"', page))
        found |= {u for u, tag in re.findall(r'<img[^>]*src="(/[^"]+)"([^>]*)>', page) if "lazy" not in tag}
        sizes = [len(_page(ours, url, zipped)) for url in found] + [len(_page(ours, "/", zipped))]
        yield Figure("first view of /, transferred", sum(sizes) / 1000, "kB", at_most=80)
        yield Figure("first view of /, requests", len(sizes), "requests", at_most=8)
        yield Figure("memory at rest", ours.process.memory_info().rss / 1e6, "MB", at_most=160)
