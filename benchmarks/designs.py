"""How fast designs are drawn, tried and shown, each against the least that could do the same."""

from __future__ import annotations

import asyncio
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import numpy as np

from benchmarks.figures import Figure
from benchmarks.load import served, wrk
from benchmarks.pages import site
from benchmarks.world import TOKEN
from community.people import actions as people
from ideas.studio import actions, demo, drawing, products, recipe, renderer
from ideas.studio.product import Product
from ideas.studio.recipe import Lettering, Motif, Recipe
from kernel import clock, db, sessions
from kernel.demo import FOLDER
from kernel.features import open_house
from kernel.migrate import migrate
from kernel.models import Session
from kernel.settings import Settings
from run import house

SIDE, DRAWN, GALLERY, PREVIEWS = 800, 400, 24, 300
ALONE = """
import statistics, sys, time, resvg_py
svg = sys.stdin.read()
def once():
    begun = time.perf_counter()
    resvg_py.svg_to_bytes(svg_string=svg, width=800, skip_system_fonts=True)
    return time.perf_counter() - begun
[once() for _ in range(5)]
print(statistics.median(once() for _ in range(60)))
"""


def _shoe() -> tuple[Product, Recipe]:
    """The low shoe with a pattern and words, so that everything there is to draw is drawn."""
    made = demo.product(FOLDER / "products" / "bief.toml")
    plain = recipe.plain("bief", 1, made)
    area = made.texts[0]
    words = {area.id: Lettering("Amont", recipe.FONTS[0], area.dyes[0])}
    part = next(part for part in made.parts if part.patterns)
    dye = next(dye.id for dye in made.dyes if dye.id != plain.dyes[part.id])
    told = {**vars(plain), "texts": words, "motifs": {part.id: Motif(part.patterns[0], dye)}}
    return made, Recipe(**told)


def _other(wanted: Recipe, made: Product, n: int, lot: random.Random) -> Recipe:
    """The same shoe in other dyes, patterns and words, so that nothing is remembered of it."""
    (area,) = wanted.texts
    words = {area: replace(wanted.texts[area], words=f"Amont {n}")}
    return replace(recipe.shuffled(wanted, made, lot.choice), texts=words)


def _timed(run: Callable[[], object], times: int) -> float:
    """The median in milliseconds, after a few that warm up."""
    for _ in range(5):
        run()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return 1000 * statistics.median(taken)


def drawings() -> Iterator[Figure]:
    """A recipe as it is stored to SVG, and that to PNG, against the renderer called by itself in a process of its own."""
    made, wanted = _shoe()
    lot = random.Random(1)
    stored = iter([recipe.canonical(_other(wanted, made, n, lot)) for n in range(DRAWN + 5)])
    yield Figure(
        "recipe to SVG, median",
        _timed(lambda: drawing.draw(recipe.parse(next(stored)), made, "side", title="Amont"), DRAWN),
        "ms",
        at_most=2,
    )
    svg = drawing.draw(wanted, made, "side", title="Amont")
    ours = _timed(lambda: renderer.png(svg, SIDE), 60)
    alone = subprocess.run([sys.executable, "-c", ALONE], input=svg, capture_output=True, text=True, check=True)
    renderer.stop()
    yield Figure("SVG to PNG of 800 px", ours / (1000 * float(alone.stdout)), "x the renderer alone", at_most=1.2)


def gallery() -> Iterator[Figure]:
    """The gallery as a stranger sees it: what a browser 360 px wide takes at first, and the rate of the page."""
    with tempfile.TemporaryDirectory() as place:
        with served("run:app", site(_world(Path(place)))) as ours:
            page = urllib.request.urlopen(f"{ours.base}/designs").read()
            if page.count(b'<li class="piece"') < GALLERY:
                raise RuntimeError("the gallery does not show as many designs as it should")
            _taken(f"{ours.base}/designs")  # pictures are made once
            taken = _taken(f"{ours.base}/designs")
            mine = wrk(f"{ours.base}/designs")
        body = Path(place) / "gallery.html"
        body.write_bytes(page)
        with served("benchmarks.reference:fixed", {"BENCHMARK_BODY": str(body)}) as bare:
            theirs = wrk(f"{bare.base}/designs")
    yield Figure("gallery of 24 at 360 px, transferred", taken / 1000, "kB", at_most=150)
    yield Figure("gallery, rate", mine.per_second / theirs.per_second, "x of a bare handler", at_least=0.5)


def previews() -> Iterator[Figure]:
    """A choice in the studio without scripts: the form sent and the page it leads to, one after the other."""
    with tempfile.TemporaryDirectory() as place, served("run:app", site(_world(Path(place)))) as ours:
        line = HTTPConnection(urlsplit(ours.base).netloc)
        path, page = "/studio/bief", _asked(line, "GET", "/studio/bief")[1]
        taken = []
        for n in range(PREVIEWS + 10):
            fields = {**dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)), "do": "redraw"}
            fields["dye-panel"] = ("lake", "rowan", "spruce")[n % 3]
            begun = time.perf_counter()
            path, _ = _asked(line, "POST", "/studio/bief", urlencode(fields))
            page = _asked(line, "GET", path)[1]
            taken.append(1000 * (time.perf_counter() - begun))
    yield Figure("preview without scripts, p99", float(np.percentile(taken[10:], 99)), "ms", at_most=60)
    yield Figure("preview without scripts, median", statistics.median(taken[10:]), "ms")


def _asked(line: HTTPConnection, method: str, path: str, body: str = "") -> tuple[str, str]:
    """Where an answer leads, and what it says."""
    headers = {"Cookie": f"session={TOKEN}", "Sec-Fetch-Site": "same-origin"}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    line.request(method, path, body or None, headers)
    reply = line.getresponse()
    said = reply.read().decode()
    if reply.status != (303 if body else 200):
        raise RuntimeError(f"{method} {path}: {reply.status}")
    return reply.headers.get("Location", path), said


def _taken(address: str) -> int:
    """Bytes that a browser 360 px wide and 800 px tall takes until nothing more comes."""
    from playwright.sync_api import sync_playwright

    from tests import chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        page = browser.new_page(viewport={"width": 360, "height": 800})
        talk, sizes = page.context.new_cdp_session(page), list[int]()
        talk.send("Network.enable")
        talk.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
        page.goto(address, wait_until="networkidle")
        browser.close()
    return sum(sizes)


def _world(folder: Path) -> Settings:
    """A site with three products and a page and a half of designs; somebody is signed in."""
    settings = Settings(
        data_dir=folder, secret="of-the-benchmarks", rate_limits="off", base_url="http://localhost:8000"
    )
    asyncio.run(_fill(settings))
    return settings


async def _fill(settings: Settings) -> None:
    built, lot = house(settings), random.Random(1)
    open_house(built)
    await migrate(built)
    async with db.opened(built.settings, built.features):
        for key, value in {"name": "Halage", "ready": True, "language": "en"}.items():
            await db.execute("INSERT INTO site_setting (key, value) VALUES (?, ?)", key, json.dumps(value))
        ada = await people.create(
            name="Ada Morel", email="ada@example.org", password="plum and thyme 7", role="admin", confirmed=True
        )
        viewer, now = await sessions.viewer_of(ada.id), clock.now()
        expires = now + timedelta(days=1)
        await Session.create(
            id=sessions.digest(TOKEN), person_id=ada.id, created_at=now, seen_at=now, expires_at=expires
        )
        for slug in demo.PRODUCTS:
            await actions.make_template(viewer, slug, demo.product(FOLDER / "products" / f"{slug}.toml"))
        for n in range(GALLERY * 3 // 2):
            made = await products.current(demo.PRODUCTS[n % 3])
            plain = recipe.plain(made.slug, made.version, made.product)
            design = await actions.start(viewer, made, recipe.shuffled(plain, made.product, lot.choice))
            await actions.publish(viewer, design, title=f"Design {n + 1}")
