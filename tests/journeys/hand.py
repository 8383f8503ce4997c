"""Somebody at a page of the site in Chromium, with the keyboard alone or with a mouse and no scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.test_studio import faults
from tests.journeys.visit import by_keys


@dataclass
class Hand:
    """Somebody at a page, with the keyboard alone or with a mouse and no scripts."""

    page: Page
    keys: bool

    def go(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def look(self) -> None:
        """Nothing is wrong with the page that one sees."""
        if self.keys:
            wrong = faults(self.page)
            assert not wrong, f"{self.page.url}: {wrong}"

    def press(self, selector: str) -> None:
        """A link or a button that leads to another page."""
        if self.keys:
            by_keys(self.page, selector)
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
        else:
            with self.page.expect_navigation():
                self.page.locator(selector).first.click()
        self.look()

    def write(self, selector: str, words: str) -> None:
        if self.keys:
            by_keys(self.page, selector)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(words)
        else:
            self.page.locator(selector).fill(words)

    def date(self, name: str, typed: str) -> None:
        """A field of day and hour, whose parts one types in a row."""
        if self.keys:
            by_keys(self.page, f"#{name}")
            year, month, day, hour = re.findall(r"\d+", typed)[:4]
            half = "PM" if int(hour) >= 12 else "AM"
            self.page.keyboard.type(f"{month}{day}{year}")
            self.page.keyboard.press("ArrowRight")
            self.page.keyboard.type(f"{(int(hour) + 11) % 12 + 1:02}00{half}")
        else:
            self.page.locator(f"#{name}").fill(typed)
        assert self.page.input_value(f"#{name}") == typed

    def choose(self, name: str, value: int) -> None:
        """One of six in a row."""
        if self.keys:
            by_keys(self.page, f"input[name={name}]")
            self.page.keyboard.press("Space")
            for _ in range(value):
                self.page.keyboard.press("ArrowRight")
        else:
            self.page.locator(f"label:has(input[name={name}][value='{value}'])").click()
        assert self.page.locator(f"input[name={name}][value='{value}']").is_checked()

    def attach(self, field: str, file: Path) -> None:
        """A file, behind a summary that is to be opened first."""
        if self.keys:
            by_keys(self.page, "form summary")
            self.page.keyboard.press("Enter")
            by_keys(self.page, field)
        else:
            self.page.locator("form summary").click()
        self.page.set_input_files(field, file)

    def leave(self) -> None:
        self.page.context.close()
