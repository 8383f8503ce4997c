"""Every form that a page shows, filled in its own fields with what nobody would type, and with files nobody would send.

No answer is an error of ours, a refused form changes no table, and what was typed beside the fault is still in the page.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from PIL import Image

from community.people.models import Person
from kernel import db, jobs
from kernel.features import the_house
from tests import cast
from tests.browsing import ORIGIN, Browser, Page
from tests.journeys import confidences
from tests.journeys.papers import Field, Paper, papers_of
from tests.journeys.rounds import addresses, entered
from tests.journeys.test_fuzz import counts
from tests.pictures import png

Sent = dict[str, Any]
HOSTILE: dict[str, Any] = {
    "100,000 characters": "x" * 100_000,
    "nothing": "",
    "a NUL": "a\0b",
    "changed directions": "\u202egnirts\u2066 \u2069\u200f",
    "joined emoji": "👩\u200d👩\u200d👧 🏳️ e\u0301\u0327",
    "right to left": "حذاء أوسع",
    "a formula": '=HYPERLINK("http://x.invalid")',
    "HTML": "</textarea><script>alert(1)</script>{{ 7 * 7 }}' OR 1=1 --",
    "a huge number": "9" * 400,
    "a number below all": "-1e309",
    "no such day": "2026-02-30",
    "a day beyond the calendar": "99999-12-31",
    "many": ["1", "x", ""],
}
AWAY = ("/sign-out", "/account/sessions/end", "/account/password", "/account/tokens/{n}/revocation")
"""Forms that end the session or the token that the others are sent with."""
CASTS = [("sqlite", ""), ("postgresql", "ada"), ("sqlite", "mo"), ("postgresql", "sol"), ("sqlite", "root")]
"""Everybody once, on either database in turn: the same forms meet both."""


def hostile(one: Field) -> dict[str, Any]:
    """What to send in a field: everything where one types, some of it where a browser lets one choose only."""
    if one.name == "csrf" or one.kind == "file":
        return {}
    chosen = ("nothing", "a huge number", "HTML", "many")
    return HOSTILE if one.is_typed else {why: HOSTILE[why] for why in chosen}


async def forms_of(theirs: Browser) -> dict[str, tuple[str, Paper]]:
    """Every form that somebody is shown, one of each kind, with the page it stands on."""
    found: dict[str, tuple[str, Paper]] = {}
    for path in addresses():
        if path.startswith("/api/"):
            continue
        page = await theirs.get(path)
        for paper in papers_of(page.text) if page.status_code == 200 else []:
            action = urlsplit(urljoin(str(page.url), paper.action or str(page.url)))
            paper.action = action.path + (f"?{action.query}" if action.query else "")
            found.setdefault(re.sub(r"\d+", "{n}", action.path), (path, paper))
    return found


class Sender:
    """Somebody who sends forms, and notes what should not have happened."""

    def __init__(self, browser: Browser, handle: str) -> None:
        self.browser, self.handle, self.theirs = browser, handle, browser
        self.wrong: list[str] = []
        self.sent = 0
        self.held: dict[str, int] = {}

    async def enter(self) -> None:
        self.theirs = await entered(self.browser, self.handle)
        self.held = {}

    async def token(self, place: str) -> str:
        for paper in papers_of((await self.theirs.get(place)).text):
            for one in paper.fields:
                if one.name == "csrf":
                    return one.value
        return ""

    async def send(self, why: str, paper: Paper, fields: Sent, files: Any = None) -> Page:
        self.sent += 1
        before = self.held or await counts()
        self.held = {}
        reply = await self.theirs.post(paper.action, fields, files=files, Origin=ORIGIN)
        where = f"{self.handle or 'a stranger'}, {paper.action}, {why}: {reply.status_code}"
        if reply.status_code >= 500:
            self.wrong.append(where)
        elif reply.status_code >= 400:
            self.held = await counts()
            changed = [name for name, n in self.held.items() if n != before[name]]
            if changed:
                self.wrong.append(f"{where}, and yet {changed} changed")
            lost = [name for name, text in self._typed(paper, fields) if text not in html.unescape(reply.text)]
            if lost and reply.status_code in (409, 413, 422):
                self.wrong.append(f"{where}: what was typed into {lost} is gone")
        return reply

    def _typed(self, paper: Paper, fields: Sent) -> list[tuple[str, str]]:
        """What was typed, as far as a page may show it: the beginning, without what no page can hold."""
        told = {one.name: fields.get(one.name) for one in paper.typed}
        return [(name, text[:40]) for name, text in told.items() if isinstance(text, str) and text.isprintable()]


async def world(browser: Browser) -> None:
    """What forms are about: ideas, words, reports, jobs that gave up, views, files, and people of every role."""
    await confidences.told(await confidences.public_world())
    await db.execute("UPDATE job SET state = 'dead' WHERE kind = 'otterjob'")
    sol = await cast.browser_as(browser, "sol")
    table = b"customer_ref,name,email,segment\nC1,One,one@example.com,gold\n"
    for _ in range(2):
        await sol.submit("/team/imports", "/team/imports", kind="customers", files={"file": ("a.csv", table)})


@pytest.mark.parametrize(("settings", "handle"), CASTS, indirect=["settings"])
async def test_no_form_breaks_writes_a_half_or_loses_a_word(browser: Browser, handle: str) -> None:
    await world(browser)
    sender = Sender(browser, handle)
    await sender.enter()
    for kind, (place, paper) in (await forms_of(sender.theirs)).items():
        if kind in AWAY or (handle == "root" and kind.startswith("/moderation")):
            continue  # a community manager's part: what an administrator hides would be missing from the rest
        token = await sender.token(place)
        for one in paper.fields:
            for why, value in hostile(one).items():
                fields = {**paper.filled(), "csrf": token, one.name: value}
                reply = await sender.send(f"{why} as {one.name}", paper, fields)
                await Person.filter(email=f"{handle}@example.org").update(handle=handle)  # some of it makes a good one
                if reply.status_code == 401 or "/sign-in" in reply.headers.get("location", ""):
                    await sender.enter()
                    token = await sender.token(place)
        await sender.send("no field at all", paper, {"csrf": token})
    assert sender.sent > 20
    assert not sender.wrong, "\n".join(sender.wrong)
    assert await differences() == []


async def differences() -> list[str]:
    return [line for proof in the_house().all("proofs") for line in await proof.check(fix=False)]


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that claims, and holds, very many points."""
    rows = zlib.compress((b"\0" + b"\0" * (width // 8)) * height, 9)
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x01\0\0\0\0"
    parts = [(b"IHDR", head), (b"IDAT", rows), (b"IEND", b"")]
    chunks = [len(b).to_bytes(4, "big") + n + b + zlib.crc32(n + b).to_bytes(4, "big") for n, b in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 5_000_000)
    return out.getvalue()


def animation() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), (n, 0, 0)) for n in range(60)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
TABLE = b"customer_ref,name,email,segment\n"
FILES: dict[str, tuple[str, bytes, str]] = {
    "nothing in it": ("a.png", b"", "image/png"),
    "a table called a picture": ("a.png", TABLE, "image/png"),
    "a picture called a table": ("a.csv", png(9, 9), "text/csv"),
    "a drawing with a script": ("a.svg", SVG, "image/svg+xml"),
    "a drawing called a picture": ("a.png", SVG, "image/png"),
    "a bomb": ("a.png", bomb(20_000, 20_000), "image/png"),
    "30,000 points wide": ("a.png", bomb(30_000, 8), "image/png"),
    "half a picture": ("a.jpg", png(400, 400, kind="JPEG")[:900], "image/jpeg"),
    "a moving picture": ("a.gif", animation(), "image/gif"),
    "a way out of the folder": ("../../../etc/passwd", png(8, 8), "image/png"),
    "a NUL and a line end in its name": ("a\0b\r\n.png", png(7, 7), "image/png"),
    "a long name": (f"{'n' * 5000}.csv", TABLE, "text/csv"),
    "an archive": ("a.zip", zipped(), "application/zip"),
    "one line of five megabytes": ("a.csv", TABLE + b"x" * 5_000_000, "text/csv"),
    "NULs": ("a.csv", TABLE + b"\0" * 1000, "text/csv"),
    "a table in UTF-16": ("a.csv", TABLE.decode().encode("utf-16"), "text/csv"),
    "a quote that never ends": ("a.csv", TABLE + b'C1,"One,x\n' * 5000, "text/csv"),
    "formulas": ("a.csv", TABLE + b"=1+1,@SUM(A1),-x@example.org,+gold\n", "text/csv"),
    "columns of nobody": ("a.csv", b"x,y\n1,2\n", "text/csv"),
}


@pytest.mark.parametrize(("settings", "handle"), [("postgresql", "ada"), ("sqlite", "sol")], indirect=["settings"])
async def test_no_file_breaks_anything_or_leaves_a_half(browser: Browser, handle: str) -> None:
    await world(browser)
    sender = Sender(browser, handle)
    await sender.enter()
    found = [(place, p, one) for place, p in (await forms_of(sender.theirs)).values() for one in p.files]
    assert len({one.name for _, _, one in found}) >= 2
    for place, paper, one in found:
        token = await sender.token(place)
        for why, file in FILES.items():
            held = files_kept()
            fields = {**paper.filled(), "csrf": token}
            reply = await sender.send(f"{why} as {one.name}", paper, fields, files={one.name: file})
            if reply.status_code >= 400 and files_kept() != held:
                sender.wrong.append(f"{paper.action}, {why}: {reply.status_code}, and yet a file was kept")
    assert not sender.wrong, "\n".join(sender.wrong)
    await jobs.work(the_house(), until_idle=True)
    assert not [name for name in files_kept() if ".part" in name or "passwd" in name]


def files_kept() -> set[str]:
    folder = the_house().settings.data_dir
    return {str(file.relative_to(folder)) for name in ("uploads", "imports") for file in (folder / name).rglob("*.*")}


async def test_a_form_is_read_as_a_browser_reads_it(browser: Browser) -> None:
    made = papers_of(
        '<form method="post" action="/x"><input name="csrf" type="hidden" value="t"><input type="text" name="a" '
        'value="1"><select name="b"><option value="">-<option value="q" selected>Q</select>'
        '<input type="radio" name="c" value="m"><input type="radio" name="c" value="n" checked></form>'
        '<form><input name="z"></form>'
    )
    assert [(paper.action, paper.filled()) for paper in made] == [
        ("/x", {"csrf": "t", "a": "Kept a", "b": "q", "c": "n"})
    ]
    assert made[0].fields[0] == Field("csrf", "hidden", "t")
