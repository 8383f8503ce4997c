"""The forms of missions and of the help desk, filled with what nobody would type and files nobody would send."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest

from ambassadors.helpdesk import accepting
from tests import cast
from tests.ambassadors.helpdesk import asked
from tests.ambassadors.missions import errands
from tests.browsing import Browser
from tests.journeys.papers import Paper, papers_of
from tests.journeys.test_hostile_forms import FILES, Sender, differences, hostile

ASKED = ("/missions", "/questions", "/questions/new", "/missions/desk", "/missions/desk/new")
CASTS = [("sqlite", ""), ("postgresql", "ada"), ("sqlite", "sol"), ("postgresql", "mo")]


async def _world() -> list[str]:
    """A mission of each kind and state, questions with and without an answer; says where they are."""
    for handle in ("mo", "sol", "ben", "cleo"):
        await cast.person(handle)
    proven, counted = await errands.opened(title="Otter soles"), await errands.draft_open(goal="support", target=3)
    waiting, draft = await errands.draft_open(title="A wash"), await errands.draft()
    for mission, handle in ((proven, "ada"), (counted, "ada"), (waiting, "ada"), (waiting, "ben")):
        await errands.taken(mission, handle)
    await errands.sent(waiting)
    await errands.sent(waiting, "ben")
    open_one, answered = await asked.question(), await asked.question("ben", "Which laces?")
    await asked.answer(open_one)
    await accepting.accept(await cast.viewer("ben"), answered, await asked.answer(answered, "cleo"))
    missions = [mission.id for mission in (proven, counted, waiting, draft)]
    team = [f"/missions/desk/{n}{further}" for n in missions for further in ("", "/edit", "/cancellation")]
    about = [f"/questions/{one.id}{further}" for one in (open_one, answered) for further in ("", "/edit")]
    return [*ASKED, *(f"/missions/{n}" for n in missions), *team, *about]


async def _forms(theirs: Browser, paths: list[str]) -> dict[str, tuple[str, Paper]]:
    found: dict[str, tuple[str, Paper]] = {}
    for path in paths:
        page = await theirs.get(path)
        for paper in papers_of(page.text) if page.status_code == 200 else []:
            paper.action = urlsplit(urljoin(str(page.url), paper.action or path)).path
            found.setdefault(re.sub(r"\d+", "{n}", paper.action), (path, paper))
    return {kind: one for kind, one in found.items() if kind.startswith(("/missions", "/questions"))}


@pytest.mark.parametrize(("settings", "handle"), CASTS, indirect=["settings"])
async def test_no_form_breaks_writes_a_half_or_loses_a_word(browser: Browser, handle: str) -> None:
    paths = await _world()
    sender = Sender(browser, handle)
    await sender.enter()
    found = await _forms(sender.theirs, paths)
    for place, paper in found.values():
        token = await sender.token(place)
        for one in paper.fields:
            for why, value in hostile(one).items():
                await sender.send(f"{why} as {one.name}", paper, {**paper.filled(), "csrf": token, one.name: value})
        await sender.send("no field at all", paper, {"csrf": token})
        for field in (one.name for one in paper.fields if one.kind == "file"):
            for why, told in FILES.items():
                await sender.send(f"{why} as {field}", paper, {**paper.filled(), "csrf": token}, files={field: told})
    assert len(found) >= {"": 0, "ada": 6, "sol": 8, "mo": 8}[handle], sorted(found)
    assert not sender.wrong, "\n".join(sender.wrong)
    assert await differences() == []
