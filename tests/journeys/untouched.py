"""Filling a form as a browser without scripts sends it: what nobody touched goes as the page has it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from tests.browsing import ORIGIN, Browser, Page

Sent = dict[str, list[str]]
UNSENT = ("submit", "button", "reset", "image", "file")


class _Forms(HTMLParser):
    """Each form of a page by where it goes, with what it would send untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, Sent] = {}
        self.form: Sent | None = None
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = self.forms.setdefault(about.get("action", ""), {})
        elif self.form is None or "disabled" in about:
            return
        elif tag == "input" and about.get("name") and about.get("type", "text") not in UNSENT:
            if about.get("type") not in ("checkbox", "radio") or "checked" in about:
                self.form.setdefault(about["name"], []).append(about.get("value", "on"))
        elif tag == "select":
            self.select = about.get("name", "")
        elif tag == "option" and self.select and ("selected" in about or self.select not in self.form):
            self.form[self.select] = [about.get("value", "")]
        elif tag == "textarea":
            self.area = about.get("name", "")

    def handle_data(self, data: str) -> None:
        if self.area and self.form is not None and data.strip():
            self.form[self.area] = [data.strip()]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""


def forms_of(page: str) -> dict[str, Sent]:
    reader = _Forms()
    reader.feed(page)
    return reader.forms


async def sent(browser: Browser, seen: Page, action: str, **typed: Any) -> Page:
    """Press a button of a form that one sees, with some fields typed or chosen; goes where the answer leads."""
    forms = forms_of(seen.text)
    assert action in forms, f"no form to {action} on {seen.url}: {sorted(forms)}"
    filled = {**forms[action], **{name.replace("__", "-"): value for name, value in typed.items()}}
    reply = await browser.post(action, filled, Origin=ORIGIN)
    if reply.status_code == 303:
        return await browser.get(urlsplit(reply.headers["location"])._replace(scheme="", netloc="").geturl())
    return reply


async def go(browser: Browser, path: str) -> Page:
    page = await browser.get(path)
    assert page.status_code == 200, f"{path}: {page.status_code}"
    return page


def main_of(page: Page) -> str:
    """The words of a page, without its tags."""
    inside = re.search(r"<main\b.*</main>", page.text, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", inside[0] if inside else page.text).split())
