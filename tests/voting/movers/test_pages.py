"""The team's pages: a file from another tool handed in, corrected, looked through, brought over, taken back."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import Any

import pytest

from kernel import db, i18n, jobs
from kernel.features import the_house
from tests import cast
from tests.browsing import Browser
from tests.voting.movers import files
from tests.voting.movers.moving import ideas

PLAIN = "Intitulé;Détails;Étape;Courriel\nSemelle en liège;Légère;En cours;lea@example.com\nTalon bas;;Bizarre;lea@example.com\n"


async def hand_in(sol: Browser, text: str | bytes, name: str = "export.csv") -> str:
    body = text if isinstance(text, bytes) else text.encode()
    page = await sol.submit("/team/imports", "/team/imports", files={"file": (name, body, "text/csv")}, kind="ideas")
    assert page.status_code == 200
    return str(page.url.path)


async def worked(browser: Browser, where: str) -> str:
    await jobs.work(the_house(), until_idle=True)
    return (await browser.get(where)).text


async def test_a_known_file_is_looked_through_brought_over_and_taken_back(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "editor")
    where = await hand_in(sol, files.USERVOICE, "uservoice.csv")
    assert "Recognised as a file of UserVoice." in (await sol.get(where)).text
    await sol.submit(where, f"{where}/check")
    polled = await sol.get(where, **{"hx-request": "true"})
    assert 'id="progress"' in polled.text
    checked = await worked(sol, where)
    assert "nothing is written" in checked
    assert await ideas() == []
    listed = (await sol.get(f"{where}/rows.csv")).text.splitlines()
    assert listed[0] == "file,line,kind,reference (personal),fate,note"
    assert sum("created" in line for line in listed) == 5
    await sol.submit(where, f"{where}/start")
    done = await worked(sol, where)
    assert "This is what became of it" in done
    assert [row["supporters"] for row in await ideas()] == [1, 2]
    assert "uservoice.csv" in (await sol.get("/team/imports")).text
    await sol.submit(where, f"{where}/undoing")
    assert "0 stay" in await worked(sol, where)
    assert await ideas() == []
    polled = await sol.get(where, **{"hx-request": "true"})
    assert (polled.status_code, polled.headers["hx-redirect"]) == (204, where)


async def test_an_unknown_file_is_corrected_and_its_reading_kept(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "editor")
    where = await hand_in(sol, PLAIN)
    page = (await sol.get(where)).text
    assert "A file of no tool that we know" in page
    for word in ("Semelle en liège · Talon bas", "bizarre", "en cours"):
        assert word in page
    corrected: dict[str, Any] = {
        "columns": ["title", "body", "status", "email"],
        "kinds": ["ideas"],
        "statuses": ["declined", "in_progress"],
        "board": "Atelier",
        "source": "tableur",
        "name": "Notre tableur",
        "joins": "true",
    }
    said = await sol.submit(where, f"{where}/reading", **corrected)
    assert "kept as “Notre tableur”" in said.text
    await sol.submit(where, f"{where}/start")
    await worked(sol, where)
    first, second = await ideas()
    assert (first["board"], first["status"], second["status"]) == ("Atelier", "in_progress", "declined")
    assert str(first["reference"]).startswith("tableur:~")
    again = await hand_in(sol, PLAIN)
    await sol.submit(again, f"{again}/mapping", mapping="Notre tableur")
    await sol.submit(again, f"{again}/start")
    await worked(sol, again)
    assert len(await ideas()) == 2


async def test_what_was_typed_stands_in_the_form_that_comes_back(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "editor")
    where = await hand_in(sol, PLAIN)
    typed: dict[str, Any] = {
        "columns": ["", "title", "status", "body"],
        "kinds": ["comments"],
        "statuses": ["hidden", "shipped"],
        "board": "Atelier",
        "source": "a source of far more than twenty characters",
        "name": "Notre tableur",
        "joins": "true",
        "month_first": "true",
    }
    page = await sol.submit(where, f"{where}/reading", **typed)
    assert page.status_code == 422
    chosen = re.findall(r'<option value="([^"]*)" selected>', page.text)
    assert [value for value in chosen if value in ("comments", "hidden", "shipped", "body")] == [
        *("comments", "body", "hidden", "shipped")
    ]
    for word in ('value="Atelier"', typed["source"], 'value="Notre tableur"'):
        assert word in page.text
    assert page.text.count('value="true" checked') == 2
    del typed["joins"], typed["month_first"]
    again = await sol.submit(where, f"{where}/reading", **typed)
    assert 'value="true" checked' not in again.text


async def test_what_lacks_a_title_is_not_begun(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "editor")
    where = await hand_in(sol, "colour,size\nred,42\n")
    page = await sol.submit(where, f"{where}/start")
    assert page.status_code == 422
    assert "which column holds the title" in page.text
    assert "The file is gone." in (await sol.submit(where, f"{where}/removal")).text
    assert await db.value("SELECT count(*) AS n FROM import_batch") == 0


@pytest.mark.parametrize(
    ("body", "name", "says"),
    [
        (b"", "x.csv", "no rows"),
        (files.zipped({"[Content_Types].xml": "x"}), "x.xlsx", "XLSX"),
        (files.zipped({"readme.md": "x"}), "x.zip", "no CSV or JSON"),
        (files.zipped({"a.csv": b"0" * (70 << 20)}), "bomb.zip", "unpacks to far more"),
        (b"PK\x03\x04 but no ZIP", "x.zip", "cannot be unpacked"),
        (b"%PDF-1.7", "x.pdf", "PDF"),
    ],
)
async def test_what_cannot_be_read_says_so_beside_its_field(
    browser: Browser, body: bytes, name: str, says: str
) -> None:
    sol = await cast.browser_as(browser, "editor")
    sent = {"file": (name, body, "text/csv")}
    page = await sol.submit("/team/imports", "/team/imports", files=sent, kind="ideas")
    assert page.status_code == 422
    assert says in page.text
    assert await db.value("SELECT count(*) AS n FROM import_batch") == 0


@pytest.mark.parametrize("who", ["member", "manager"])
async def test_for_others_these_pages_do_not_exist(browser: Browser, who: str) -> None:
    sol = await cast.browser_as(browser, "editor")
    where = await hand_in(sol, files.FIDER)
    other = await cast.browser_as(browser, who)
    for page in (where, f"{where}/rows.csv"):
        assert (await other.peek(page)).status_code == 404
        assert (await browser.peek(page)).headers["location"].startswith("/sign-in")
    assert (await sol.peek("/team/imports/ideas/99999999999999999999")).status_code == 404


async def test_words_for_states_are_asked_about_as_soon_as_their_column_is_named(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "editor")
    where = await hand_in(sol, PLAIN.replace("Étape", "Où cela en est"))
    assert 'name="statuses"' not in (await sol.get(where)).text
    columns = ["title", "body", "status", "email"]
    page = await sol.submit(where, f"{where}/reading", columns=columns, kinds=["ideas"], source="tableur")
    assert page.text.count('name="statuses"') == 2, "en cours and bizarre"


ODD = {
    "posts": [
        {"id": "1", "title": "", "details": "Only this", "score": 0},
        {"id": "2", "title": "Cork", "details": "Light", "score": 0, "created": "someday"},
        {"id": "2", "title": "Cork", "details": "Heavy", "score": 0},
        {"id": "3", "title": "Hemp", "details": "x" * 50_000, "score": 0, "created": "2999-01-01"},
    ],
    "votes": [{"id": "v", "post": {"id": "9"}, "voter": {"id": "a", "name": "Tom", "email": "tom@example.com"}}],
    "comments": [
        {"id": "k", "post": {"id": "9"}, "value": "Yes", "author": {"id": "a", "name": "Tom"}},
        {"id": "l", "post": {"id": "2"}, "value": "No", "parentID": "m", "author": {"id": "a", "name": "Tom"}},
        {"id": "n", "post": {"id": "2"}, "value": "", "author": {"id": "a", "name": "Tom"}},
    ],
}
"""A row for each thing that is said of rows."""


def reasons(rows: str) -> list[str]:
    return [line[5] for line in csv.reader(io.StringIO(rows.removeprefix("\ufeff"))) if line[5]][1:]


@pytest.mark.parametrize("step", ["check", "start"])
async def test_every_reason_of_a_row_is_in_the_reader_s_language_on_the_page_and_in_the_file(
    browser: Browser, step: str
) -> None:
    sol = await cast.browser_as(browser, "editor")
    where = await hand_in(sol, json.dumps(ODD), "canny.json")
    await sol.submit(where, f"{where}/{step}")
    await worked(sol, where)
    in_english = reasons((await sol.get(f"{where}/rows.csv")).text)
    await db.execute("UPDATE person SET language = 'fr'")
    await sol.get("/language/fr?next=/")
    in_french = reasons((await sol.get(f"{where}/rows.csv")).text)
    page = html.unescape((await sol.get(where)).text)
    assert len(in_english) == len(in_french) >= 8, in_english
    for theirs, ours in zip(in_english, in_french, strict=True):
        assert theirs != ours
        assert ours in page
        assert theirs not in page


async def test_a_report_is_read_in_each_readers_language_whoever_asked_for_it(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "editor")
    where = await hand_in(sol, PLAIN.replace("Semelle en liège", ""))
    await sol.submit(
        *(where, f"{where}/reading"),
        columns=["title", "body", "status", "email"],
        kinds=["ideas"],
        source="tableur",
    )
    await sol.submit(where, f"{where}/check")
    in_english = await worked(sol, where)
    assert "It has no title." in in_english
    assert "It has no title." in (await sol.get(f"{where}/rows.csv")).text
    await db.execute("UPDATE person SET language = 'fr'")
    await sol.get("/language/fr?next=/")
    in_french = (await sol.get(where)).text
    assert "It has no title." not in in_french
    with i18n.speaking("fr"):
        told = i18n.gettext("It has no title.")
    assert told in html.unescape(in_french)
    assert told in (await sol.get(f"{where}/rows.csv")).text
