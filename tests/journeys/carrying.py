"""A world in which somebody carries others: customers from files, what they do by plain forms, and nights that pass."""

from __future__ import annotations

import argparse
import re
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from kernel import clock, jobs
from kernel.features import the_house
from tests import cast
from tests.browsing import Browser, Page
from tests.ideas.board import things
from tests.journeys.untouched import go, main_of, sent
from voting.value import commands

LISTENERS = ("bea", "cid", "dee", "eva", "fin")
MINE = "/people/ada/influence"
BOUGHT = {"ada": "40.00", "bea": "900.00", "cid": "60.00", "dee": "700.00", "eva": "50.00", "fin": "80.00"}


async def worked(moment: datetime) -> None:
    """The worker at a moment: what is due is done, what comes every so often comes."""
    with clock.at(moment):
        await jobs.work(the_house(), until_idle=True)


async def night(days: float = 1) -> datetime:
    """A night passes: the worker ends its day and begins the next; gives the morning."""
    await worked(clock.now())
    morning = clock.now() + timedelta(days=days)
    await worked(morning)
    await worked(morning + timedelta(minutes=30))
    return morning + timedelta(hours=1)


async def brought_in(kind: str, rows: list[str], folder: Path) -> None:
    """A file as whoever keeps the machine imports it; no row is bad."""
    file = folder / f"{kind}.csv"
    file.write_text("\n".join(rows) + "\n", "utf-8")
    assert await commands.import_file(the_house(), argparse.Namespace(kind=kind, file=file, dry_run=False)) == 0


async def shopping(folder: Path, *, days: int = 60, amounts: dict[str, str] | None = None) -> None:
    """Members who bought something some days ago, as the shop's files tell it."""
    bought = amounts or BOUGHT
    day = (clock.now() - timedelta(days=days)).date()
    known = [f"C-{one},{one.title()},{one}@example.org" for one in bought]
    await brought_in("customers", ["reference,name,email", *known], folder)
    orders = [f"O-{one},C-{one},{day},{amount},EUR" for one, amount in bought.items()]
    await brought_in("orders", ["reference,customer,placed_at,amount,currency", *orders], folder)


async def people(browser: Browser, lang: str, *more: str) -> dict[str, Browser]:
    """Browsers without scripts: members in one language and the team."""
    found = {}
    for handle in ("ada", *LISTENERS, "mo", "sol", *more):
        await cast.person(handle, language=lang)
        found[handle] = await cast.browser_as(browser, handle)
    return found


async def carried(them: dict[str, Browser], title: str = "Wider toes") -> str:
    """Ada proposes, the others support her idea and answer what she wrote; gives the idea's address."""
    await things.board()
    typed = {"board": "shoes", "title": title, "body": "Mine pinch.", "tags": "fit"}
    seen = await sent(them["ada"], await go(them["ada"], "/ideas/new"), "/ideas/new", **typed)
    there = path_of(seen)
    assert title in main_of(seen), main_of(seen)[:400]
    wrote = await sent(them["ada"], await go(them["ada"], there), "/comments", body="Who else has wide feet?")
    first = re.findall(r'id="comment-(\d+)"', wrote.text)[0]
    for handle in LISTENERS:
        who = them[handle]
        await sent(who, await go(who, there), f"/ideas/{number(there)}/support?wide=1")
        await sent(who, await go(who, there), "/comments", body=f"I do, says {handle}.", parent=first)
    return there


async def shipped(sol: Browser, there: str) -> None:
    """The brand makes it, step by step."""
    desk = f"/ideas/{number(there)}/answer"
    for status in ("planned", "shipped"):
        seen = await sent(sol, await go(sol, desk), desk, status=status, body=f"It is {status}.")
        assert seen.status_code == 200, main_of(seen)[:400]


def path_of(page: Page) -> str:
    return urlsplit(str(page.url)).path


def number(path: str) -> int:
    return int(re.findall(r"/(\d+)", path)[-1])
