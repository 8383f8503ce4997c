"""A site of a journey's own, on either kind of database, with and without scripts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from kernel.settings import Settings
from tests import chromium, databases, look
from tests.journeys.test_studio import faults
from tests.journeys.visit import NARROW, by_keys


@dataclass(frozen=True)
class Dress:
    """In what a journey is made: with or without scripts, on which kind of database."""

    scripts: bool
    kind: str

    def __str__(self) -> str:
        return f"{'scripts' if self.scripts else 'without-scripts'}-{self.kind}"


LONG_AGO = "2000-01-01 00:00:00+00:00"
DRESSES = (Dress(scripts=True, kind="sqlite"), Dress(scripts=False, kind="postgresql"))


class Street:
    """A site and the browsers of all who come by."""

    def __init__(self, address: str, settings: Settings, browser: Browser, *, scripts: bool) -> None:
        self.address, self.settings, self.browser, self.scripts = address, settings, browser, scripts
        self.wrong: list[str] = []

    def page(self, person: str = "") -> Page:
        """Somebody's window; a stranger's is empty, but that it prefers French."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": NARROW, "height": 780},
            locale="fr-FR",
            reduced_motion="reduce",
            java_script_enabled=self.scripts,
        )
        known: list[Any] = [
            {"name": n, "value": v, "url": self.address}
            for n, v in look.sign_in(self.address, person).items()
            if person
        ]
        context.add_cookies(known)
        return context.new_page()

    def see(self, page: Page, words: str) -> None:
        """The page says so, and axe-core finds nothing wrong with it."""
        page.get_by_text(words).first.wait_for()
        if self.scripts:
            self.wrong += [f"{page.url}: {one}" for one in faults(page)]

    def run(self, *words: str) -> None:
        """A command of the house, as whoever keeps the machine gives it."""
        command = [sys.executable, "run.py", *words]
        env = {**os.environ, **databases.told(self.settings), "TANDEM_BASE_URL": self.address}
        subprocess.run(command, cwd=look.ROOT, env=env, check=True, timeout=90)

    def base(self, sql: str, *values: Any) -> Any:
        found = databases.asked(self.settings, sql, *values)
        return found[0][0] if found else None


@contextmanager
def opened(settings: Settings, *, scripts: bool, **more: str) -> Iterator[Street]:
    """A site on this database, served to a browser while the block lasts; `more` settings."""
    look.LOOK.mkdir(exist_ok=True)
    told = databases.told(settings)
    with look.serving(settings.data_dir, **told, **more) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        yield Street(address, settings, browser, scripts=scripts)
        browser.close()


def press(page: Page, selector: str) -> None:
    """Reach a button or a link by keys and press it."""
    by_keys(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")
