"""How fast words are found over HTTP while others browse, how soon a new idea is, and how fast an index is made."""

from __future__ import annotations

import http.client
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure
from benchmarks.load import ROOT, Served, as_deployed, served
from benchmarks.pages import site
from benchmarks.postgresql import copied
from benchmarks.texts import texts
from benchmarks.world import TOKEN, world
from kernel import sessions
from kernel.features import open_house
from kernel.search import words
from kernel.settings import Settings
from kernel.text import fold
from run import house

IDEAS, PEOPLE, ASKED = 20_000, 2_000, 620
"""So many of the people of the world have a page that can be found."""
PAUSE = 0.04
"""Seconds between two pages of whoever browses, and between two searches."""
COOKIE = {"Cookie": f"session={TOKEN}"}
TYPING = {"HX-Request": "true"}
"""As the page asks while one types; whoever asks without is sent on to the whole search."""


def by_whoosh() -> Iterator[Figure]:
    """The index in a folder, on SQLite."""
    with written() as settings:
        yield from _measured(settings, {"TANDEM_SEARCH": "whoosh"}, "Whoosh", median=10, p99=60)


def by_postgresql() -> Iterator[Figure]:
    """The index in the database."""
    with written() as source, tempfile.TemporaryDirectory() as folder, copied(source, Path(folder)) as settings:
        engine = {"TANDEM_SEARCH": "postgresql", "TANDEM_DATABASE_URL": settings.database_url}
        yield from _measured(settings, engine, "PostgreSQL", median=None, p99=25)


def _measured(
    settings: Settings, engine: Mapping[str, str], name: str, *, median: float | None, p99: float
) -> Iterator[Figure]:
    open_house(house(settings))
    environment = site(settings) | dict(engine)
    yield Figure(
        f"{name}: an index of 20,000 ideas made, alone", _reindexed(environment), "texts a second", at_least=400
    )
    with served("run:app", environment) as server, _browsing(server):
        queries = list(_queries(ASKED))
        _times(server, "/search?q=", queries[:20])
        found = _times(server, "/search?q=", queries[20:])
        yield Figure(f"{name}: a search, others browsing, median", float(np.median(found)), "ms", at_most=median)
        yield Figure(f"{name}: a search, others browsing, p99", float(np.percentile(found, 99)), "ms", at_most=p99)
        found = _times(server, "/search/suggestions?q=", [_begun(query) for query in queries], TYPING)
        yield Figure(f"{name}: suggestions while typing, p99", float(np.percentile(found, 99)), "ms", at_most=20)
        with _working(environment):
            soon = max(_until_found(server, turn) for turn in range(5))
        yield Figure(f"{name}: a new idea is found, others browsing, the worst of 5", soon, "s", at_most=2)
        rate = _reindexed(environment)
    yield Figure(f"{name}: the same index, beside the running site", rate, "texts a second", at_least=200)


@contextmanager
def written() -> Iterator[Settings]:
    """The measured world with few supports, its ideas reading as people write, in a folder of its own."""
    source = world(IDEAS, 5 * IDEAS)
    with tempfile.TemporaryDirectory(prefix="texts") as name:
        folder = Path(name)
        shutil.copy(source.sqlite_path, folder / "tandem.db")
        with closing(sqlite3.connect(folder / "tandem.db")) as base, base:
            rows = [
                (text.title, text.body, fold(text.title)[:60].replace(" ", "-"), fold(f"{text.title} {text.body}"), n)
                for n, text in enumerate(texts(IDEAS), 1)
            ]
            base.execute("UPDATE person SET is_claimed = 0 WHERE id > ?", (PEOPLE,))
            base.executemany("UPDATE idea SET title = ?, body = ?, slug = ?, folded = ? WHERE id = ?", rows)
        yield source.model_copy(update={"data_dir": folder})


def _queries(number: int) -> Iterator[str]:
    """What people look for: one to three words of a title that say something, one of seven with a slip of the hand."""
    lot = np.random.default_rng(5)
    titles = [text for text in texts(IDEAS) if len(text.title) > 20]
    for n in range(number):
        text = titles[int(lot.integers(len(titles)))]
        known = [word for word in text.title.split() if words.stem_of(word, text.language) and len(word) > 3]
        chosen = [str(word) for word in lot.permutation(known)[: int(lot.integers(1, 4))]] or ["semelle"]
        if n % 7 == 0:
            chosen[0] = chosen[0][:2] + chosen[0][3:]
        yield " ".join(chosen)


def _begun(query: str) -> str:
    return query[: max(3, len(query) * 2 // 3)]


def _times(server: Served, path: str, queries: Sequence[str], headers: Mapping[str, str] | None = None) -> list[float]:
    """Milliseconds of each request, one after the other, over one connection, as a browser keeps it."""
    found = []
    with closing(http.client.HTTPConnection(server.base.removeprefix("http://"))) as connection:
        for query in queries:
            begun = time.perf_counter()
            connection.request("GET", path + urllib.parse.quote(query), headers=COOKIE | dict(headers or {}))
            reply = connection.getresponse()
            reply.read()
            found.append((time.perf_counter() - begun) * 1000)
            assert reply.status == 200, (query, reply.status)
            time.sleep(PAUSE)
    return found


def _page(
    server: Served, path: str, data: Mapping[str, str] | None = None, *, headers: Mapping[str, str] | None = None
) -> str:
    sent = urllib.parse.urlencode(data).encode() if data else None
    with urllib.request.urlopen(
        urllib.request.Request(server.base + path, sent, COOKIE | dict(headers or {}))
    ) as reply:
        body: bytes = reply.read()
    return body.decode()


@contextmanager
def _browsing(server: Served) -> Iterator[None]:
    """Somebody who reads lists and ideas meanwhile, some twenty pages a second."""
    paths = re.findall(r'href="(/ideas/\d[^"?#]*)"', _page(server, "/ideas"))
    with _beside(lambda turn: _page(server, ["/ideas", "/ideas?sort=top", *paths][turn % (2 + len(paths))])):
        yield


@contextmanager
def _beside(work: Callable[[int], object]) -> Iterator[None]:
    stop = threading.Event()

    def go_on() -> None:
        turn = 0
        while not stop.wait(PAUSE):
            work(turn)
            turn += 1

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def _working(environment: Mapping[str, str]) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "run.py", "work"], cwd=ROOT, env=as_deployed(environment))
    try:
        time.sleep(3)
        yield
    finally:
        process.terminate()
        process.wait(15)


def _until_found(server: Served, turn: int) -> float:
    """Seconds from the answer to a form until the idea is among what its own word finds."""
    word = f"zyxwvu{'abcdefg'[turn] * 3}"
    form = {
        "csrf": sessions.csrf_of(TOKEN),
        "board": "board-1",
        "title": f"A {word} for every day",
        "body": "So there.",
    }
    _page(server, "/ideas/new", form)
    begun = time.monotonic()
    while f"{word}-for" not in _page(server, f"/search?q={word}"):
        if time.monotonic() - begun > 20:
            return 20.0
        time.sleep(0.05)
    return time.monotonic() - begun


def _reindexed(environment: Mapping[str, str]) -> float:
    """Texts a second of the command, its start left out."""
    words_ = [sys.executable, "run.py", "reindex"]
    told = subprocess.run(words_, cwd=ROOT, env=as_deployed(environment), capture_output=True, text=True, check=True)
    found = re.search(r"^(\d+) texts can be found, after ([\d.]+) s", told.stdout, re.MULTILINE)
    assert found is not None, told.stdout
    return int(found[1]) / float(found[2])
