"""The team's pages of customers: for editors and administrators, and for others not even there."""

from __future__ import annotations

import pytest

from kernel import db, jobs
from kernel.features import the_house
from tests import cast
from tests.browsing import Browser
from voting.value import queries

CUSTOMERS = "reference;name;kind;email;segment;country;since;stated_value\nC1;Ada;person;ada@example.org;gold;FR;;\n"
CUSTOMERS += "C2;=cmd;company;;pros;BE;2020-01-01;5200.00\nC3;;alien;;;;;\n"
ORDERS = "reference,customer,placed_at,amount,currency\nO1,C1,2026-01-05,12.50,EUR\nO2,C1,2026-02-05,99.00,EUR\n"
PAGES = ["/team/customers", "/team/customers/1", "/team/imports", "/team/segments", "/team/worth"]


async def bring(sol: Browser, kind: str, text: str) -> str:
    files = {"file": (f"{kind}.csv", text.encode(), "text/csv")}
    page = await sol.submit("/team/imports", "/team/imports", files=files, kind=kind)
    return str(page.url.path)


async def test_files_are_looked_at_checked_and_read_by_the_worker(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "editor")
    where = await bring(sol, "customers", CUSTOMERS)
    seen = await sol.get(where)
    assert "Parted by semicolons" in seen.text
    assert "stated_value" in seen.text
    await sol.submit(where, f"{where}/start", dry_run="true")
    polled = await sol.get(where, **{"hx-request": "true"})
    assert polled.text.lstrip().startswith('<div class="stack stack--fill" id="progress"')
    assert "being read" in (await sol.get("/team/imports")).text
    await jobs.work(the_house(), until_idle=True)
    checked = await sol.get(where)
    assert "nothing was written" in checked.text
    assert await queries.count() == 0
    await sol.submit(where, f"{where}/start")
    await jobs.work(the_house(), until_idle=True)
    done = await sol.get(where)
    assert "3 rows read: 2 new, 0 changed, 0 as before, 1 bad." in done.text
    bad = await sol.get(f"{where}/bad.csv")
    assert bad.text.splitlines()[1].startswith("4,kind is neither")
    polled = await sol.get(where, **{"hx-request": "true"})
    assert (polled.status_code, polled.headers["hx-redirect"]) == (204, where)


async def test_the_worker_gives_its_reasons_in_the_language_of_who_handed_the_file_in(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "editor")
    await db.execute("UPDATE person SET language = 'fr'")
    where = await bring(sol, "customers", CUSTOMERS)
    await sol.submit(where, f"{where}/start", dry_run="true")
    await jobs.work(the_house(), until_idle=True)
    assert "kind n’est ni" in (await sol.get(where)).text


async def test_a_file_that_cannot_be_read_says_so_beside_its_field(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "editor")
    for body, says in ((b"PK\x03\x04", "XLSX"), (b"", "empty"), (b"a,b\n", "must name")):
        files = {"file": ("x.csv", body, "text/csv")}
        page = await sol.submit("/team/imports", "/team/imports", files=files, kind="customers")
        assert page.status_code == 422
        assert says in page.text
    assert (await sol.submit("/team/imports", "/team/imports", kind="customers")).status_code == 422
    assert await db.value("SELECT COUNT(*) AS n FROM upload") == 0


async def test_a_customer_is_explained_and_linked_by_hand(browser: Browser) -> None:
    ada, sol = await cast.person("ada", confirmed=False), await cast.browser_as(browser, "editor")
    for kind, text in (("customers", CUSTOMERS), ("orders", ORDERS)):
        where = await bring(sol, kind, text)
        await sol.submit(where, f"{where}/start")
    await jobs.work(the_house(), until_idle=True)
    await sol.submit("/team/worth", "/team/worth")
    await jobs.work(the_house(), until_idle=True)
    for page in PAGES:
        seen = await sol.get(page)
        assert seen.status_code == 200, page
    listed = await sol.get("/team/customers?q=ada")
    assert ">C1<" in listed.text
    assert ">C2<" not in listed.text
    assert ">C2<" in (await sol.get("/team/customers?segment=pros")).text
    one = (await queries.links())[ada.id]
    url = f"/team/customers/{one}"
    assert "for counting only" in (await sol.get(url)).text
    assert "Nobody has this handle" in (await sol.submit(url, f"{url}/links", handle="nobody")).text
    assert "by the team" in (await sol.submit(url, f"{url}/links", handle="@ada", reason="she wrote")).text
    mine = await (await cast.browser_as(browser, "member")).get("/account/data")
    assert "Customer C1" in mine.text
    assert "2 orders" in mine.text
    await sol.submit(url, f"{url}/links/removal", person=str(ada.id))
    assert await queries.links() == {}
    assert "linked to no customer" in (await (await cast.browser_as(browser, "member")).get("/account/data")).text


async def test_segments_are_added_and_removed(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "editor")
    where = await bring(sol, "customers", CUSTOMERS)
    await sol.submit(where, f"{where}/start")
    await jobs.work(the_house(), until_idle=True)
    page = await sol.submit("/team/segments", "/team/segments", name="Belgians", country="be", since_from="2019-01-01")
    assert "Belgians" in page.text
    assert ">C2<" in (await sol.get("/team/customers?segment=belgians")).text
    assert (await sol.submit("/team/segments", "/team/segments", name="All")).status_code == 422
    assert (await sol.submit("/team/segments", "/team/segments", name="X", country="Belgium")).status_code == 422
    assert "Champions" in (await sol.submit("/team/segments", "/team/segments/rfm")).text
    number = await db.value("SELECT id FROM segment WHERE slug = 'belgians'")
    await sol.submit("/team/segments", f"/team/segments/{number}/removal")
    assert (await sol.get("/team/customers?segment=belgians")).status_code == 200


@pytest.mark.parametrize("who", ["member", "manager"])
async def test_for_others_these_pages_do_not_exist(browser: Browser, who: str) -> None:
    other = await cast.browser_as(browser, who)
    for page in PAGES:
        assert (await other.peek(page)).status_code == 404
        stranger = await browser.peek(page)
        assert stranger.headers["location"].startswith("/sign-in")
