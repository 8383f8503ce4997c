"""Pictures of every page for eyes: `uv run python -m tests.look [PATH ...] [--width 360] [--theme dark] [--lang fr]`.

It starts the demo world on a free port, finds the pages by following links as a stranger and as each of the five, and
puts a picture of each at three widths, in two themes and two languages, into ./look.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx2
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from starlette.routing import Route

from kernel.demo import PASSWORD
from kernel.settings import Settings
from run import house
from tests import chromium
from tests.browsing import hidden_fields

ROOT = Path(__file__).resolve().parent.parent
LOOK = ROOT / "look"
WIDTHS = (360, 768, 1280)
THEMES = ("light", "dark")
LANGUAGES = ("fr", "en")
PEOPLE = ("", "ada", "ben", "mo", "sol", "root")
OWN = ("/", "/ideas", "/inbox", "/account")  # worth a look as a stranger and as a member
NO_PAGE = re.compile(
    r"^/(api|static|brand|pictures|healthz|readyz|metrics|language|unsubscribe|confirm|sign-out)|\.\w+$"
)
SAMPLES = 2
LINK = re.compile(r'\bhref="(/[^"#]*)')


def main(words: Sequence[str] | None = None) -> int:
    """Take the pictures; 1 where a page answered with an error."""
    chosen = _arguments().parse_args(words)
    binary = chromium.path()
    if binary is None:
        sys.exit(chromium.LEFT_OUT)
    data = LOOK / ".data"
    if chosen.fresh:
        shutil.rmtree(data, ignore_errors=True)
    with site(data) as address:
        cookies = {person: sign_in(address, person) for person in PEOPLE}
        pages = found(address, cookies, only=chosen.pages)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=binary, args=chromium.ARGUMENTS)
            taken, broken = shoot_all(browser, address, cookies, pages, chosen)
            browser.close()
    for line in broken:
        print(line)
    print(f"{taken} pictures of {len(pages)} pages in {LOOK.relative_to(ROOT)}/")
    return 1 if broken else 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.look", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pages", nargs="*", help="paths to look at; all pages when none is named")
    parser.add_argument("--width", type=int, action="append", help="360, 768, 1280 when not given")
    parser.add_argument("--theme", choices=THEMES, action="append")
    parser.add_argument("--lang", choices=LANGUAGES, action="append")
    parser.add_argument("--as", dest="person", choices=PEOPLE[1:], action="append", help="only as this person")
    parser.add_argument("--fresh", action="store_true", help="make the demo world anew")
    return parser


@contextmanager
def site(data: Path) -> Iterator[str]:
    """The demo world, served on a free port while the block lasts."""
    with serving(data, first="demo") as address:
        yield address


@contextmanager
def serving(data: Path, *, first: str = "migrate", **more: str) -> Iterator[str]:
    """A data folder, served on a free port while the block lasts, once a first command has made it ready; `more` settings."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://localhost:{port}"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TANDEM_")}
    settings = {"TANDEM_DATA_DIR": str(data), "TANDEM_BASE_URL": address, "TANDEM_DEVELOPMENT": "true"}
    env = {**clean, **settings, "TANDEM_RATE_LIMITS": "off", **more}
    run = [sys.executable, "run.py"]
    subprocess.run([*run, first], cwd=ROOT, env=env, check=True)
    log = (LOOK / "server.log").open("wb")
    server = subprocess.Popen([*run, "serve", "--port", str(port)], cwd=ROOT, env=env, stderr=log)
    try:
        _wait(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=10)
        log.close()


def _wait(address: str) -> None:
    for _ in range(100):
        try:
            if httpx2.get(f"{address}/healthz").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the site did not start")


def sign_in(address: str, person: str) -> dict[str, str]:
    """The cookies of one of the five; none for a stranger."""
    if not person:
        return {}
    with httpx2.Client(base_url=address) as client:
        fields = hidden_fields(client.get("/sign-in").text, "/sign-in")
        sent = {**fields, "email": f"{person}@example.org", "password": PASSWORD}
        reply = client.post("/sign-in", data=sent, headers={"Origin": address})
        if reply.status_code != 303:
            raise RuntimeError(f"{person} could not sign in: {reply.status_code}")
        return dict(client.cookies)


def found(address: str, cookies: dict[str, dict[str, str]], *, only: Sequence[str]) -> list[tuple[str, str]]:
    """Pages and as whom to see them: each address pattern by its first reader who may, some samples where it has places."""
    routes = [r for r in house(Settings()).all("routes") if isinstance(r, Route) and "GET" in (r.methods or ())]
    patterns = {route.path: route.path_regex for route in routes if not NO_PAGE.search(route.path)}
    wanted = [path for path in patterns if "{" not in path]
    seen: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    for person in PEOPLE:
        with httpx2.Client(base_url=address, cookies=cookies[person]) as client:
            queue = [*only] if only else [*wanted]
            for path in queue:
                readers = seen.setdefault(path, set())
                if person in readers or (readers and not only and not (path in OWN and person == "ada")):
                    continue
                reply = client.get(path)
                if reply.status_code >= 500:
                    print(f"{path} as {person or 'stranger'}: {reply.status_code}")
                if reply.status_code != 200 or "html" not in reply.headers["content-type"]:
                    continue
                readers.add(person)
                if not only:
                    queue += _samples(reply.text, address, patterns, counts, seen)
    return [(path, person) for path, readers in seen.items() for person in sorted(readers)]


def _samples(
    page: str, address: str, patterns: dict[str, re.Pattern[str]], counts: dict[str, int], seen: dict[str, set[str]]
) -> list[str]:
    """A few addresses that the page links to, for patterns that have places to fill."""
    taken = []
    for link in LINK.findall(page):
        path = urlsplit(urljoin(address, link)).path
        pattern = next((p for p, regex in patterns.items() if regex.match(path)), None)
        if pattern and "{" in pattern and path not in seen and path not in taken and counts.get(pattern, 0) < SAMPLES:
            counts[pattern] = counts.get(pattern, 0) + 1
            taken.append(path)
    return taken


def shoot_all(
    browser: Browser,
    address: str,
    cookies: dict[str, dict[str, str]],
    pages: Sequence[tuple[str, str]],
    chosen: argparse.Namespace,
) -> tuple[int, list[str]]:
    """Every page in every dress; how many pictures, and what went wrong."""
    taken, broken = 0, []
    for lang in chosen.lang or LANGUAGES:
        for theme in chosen.theme or THEMES:
            for person in [p for p in PEOPLE if not chosen.person or p in chosen.person]:
                mine = [path for path, reader in pages if reader == person]
                if not mine:
                    continue
                context = _dressed(browser, address, cookies[person], lang, theme)
                for width in chosen.width or WIDTHS:
                    for path in mine:
                        broken += shoot(
                            context, address, path, width, LOOK / lang / f"{_name(path, person)}-{width}-{theme}.png"
                        )
                        taken += 1
                context.close()
                print(f"{lang} {theme} {person or 'stranger'}: {len(mine)} pages", flush=True)
    return taken, broken


def _dressed(browser: Browser, address: str, cookies: dict[str, str], lang: str, theme: str) -> BrowserContext:
    context = browser.new_context(
        color_scheme="dark" if theme == "dark" else "light", locale=lang, reduced_motion="reduce"
    )
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    page = context.new_page()
    page.goto(f"{address}/language/{lang}?next=/healthz")
    page.close()
    return context


def shoot(context: BrowserContext, address: str, path: str, width: int, target: Path) -> list[str]:
    """One picture; what the page complained of."""
    said: list[str] = []
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.on("console", lambda m: said.append(f"{path}: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(f"{path}: {error}"))
    reply = page.goto(address + path)
    if reply is not None and reply.status >= 400:
        said.append(f"{path}: {reply.status}")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        said.append(f"{path}: {wide} px wider than {width}")
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target, full_page=True)
    page.close()
    return said


def _name(path: str, person: str) -> str:
    return (re.sub(r"[^\w-]+", "-", path).strip("-") or "home") + (f"-{person}" if person else "")


if __name__ == "__main__":
    sys.exit(main())
