import argparse
import json
from pathlib import Path

import pytest

from kernel import clock
from kernel.errors import Problem
from kernel.settings import Settings
from run import house
from tests import cast
from tests.browsing import Browser
from tests.ideas.challenges import called
from tests.voting.contests import judged
from voting.contests import blind, commands
from voting.contests.result import document, faults


async def test_the_jury_has_pages_of_its_own_blind_until_it_has_handed_in(browser: Browser) -> None:
    made, lines = await judged.challenge(("vera",))
    await called.at(made, "scoring")
    await judged.score(lines[0], cleo=5)
    await called.at(made, "jury")
    path = "/challenges/autumn/jury"
    with clock.at(called.IN["jury"]):
        for other in ("ada", "manager", "editor"):
            assert (await (await cast.browser_as(browser, other)).get(path)).status_code == 404
        assert (await browser.peek(path)).status_code == 303
        vera = await cast.browser_as(browser, "vera")
        letters = await blind.letters(made.id)
        pages = {line.id: f"{path}/{letters[line.id]}" for line in lines}
        shown = [(await vera.get(place)).text for place in (path, *pages.values())]
        hidden = ("Ada Morel", "Ben Okafor", "members:", "By ada", "By ben", "/designs/", "/people/ada")
        assert not any(name in page.partition("<main")[2] for page in shown for name in hidden)
        first = pages[lines[0].id]
        few = await vera.submit(first, first, mark_1="4")
        assert few.status_code == 422
        assert "a mark from 0 to 5" in few.text
        assert 'name="mark_1" value="4" checked' in few.text
        for place in pages.values():
            await vera.submit(place, place, mark_1="4", mark_2="4")
        done = await vera.submit(path, path)
        assert "Your marks are handed in." in done.text
        assert "Ada Morel" in done.text
        assert "members: 5.0 of 5, 1 score" in done.text
        assert (await vera.peek(first)).status_code == 303


async def test_the_result_is_there_for_everyone_with_its_file(browser: Browser) -> None:
    made, lines = await judged.challenge()
    path = "/challenges/autumn"
    for address in (f"{path}/result", f"{path}/result.json"):
        assert (await browser.get(address)).status_code == 404
    made = await called.at(made, "jury")
    await judged.marked(made, lines, "vera", (5, 4), (2, 2))
    await called.at(made, "result")
    with clock.at(called.IN["result"]):
        member, manager = await cast.browser_as(browser, "member"), await cast.browser_as(browser, "manager")
        for who in (browser, member, manager):
            page = await who.get(f"{path}/result")
            assert page.status_code == 200
            assert "By ada" in page.text
            assert "Ada Morel" in page.text
            assert ("Thank you for entering." in page.text) == (who is member)
            assert "points of 100" in (await who.get(path)).text
        told = (await browser.get(f"{path}/result.json")).json()
    assert faults(told) == []
    assert [one["design"] for one in told["result"]] == [line.design_id for line in lines]


async def test_staff_names_the_jury_and_writes_to_those_who_entered(browser: Browser) -> None:
    made, lines = await judged.challenge(())
    panel, said = "/challenges/autumn/panel", "/challenges/autumn/feedback"
    await cast.person("vera")
    with clock.at(called.IN["submissions"]):
        for other in ("member", "editor"):
            assert (await (await cast.browser_as(browser, other)).get(panel)).status_code == 404
        manager = await cast.browser_as(browser, "manager")
        for sent, wrong in (
            ({"criteria": "Brief", "jurors": "vera"}, "a colon and a weight"),
            ({"criteria": "Brief: 2\nbrief: 3", "jurors": "vera"}, "the same name"),
            ({"criteria": "Brief: 2", "jurors": "vera nobody-here"}, "Nobody here is called nobody-here."),
            ({"criteria": "", "jurors": "vera"}, "Say what the jury looks at."),
            ({"criteria": "Brief: 2", "jurors": "ada"}, "has entered a design"),
        ):
            page = await manager.submit(panel, panel, **sent)
            assert page.status_code == 422
            assert wrong in page.text
        assert "nobody is named yet" in (await manager.get("/challenges/autumn")).text
        page = await manager.submit(panel, panel, criteria="Brief: 2\nMade well: 1", jurors="@vera")
        assert "The jury is named." in page.text
        assert "nobody is named yet" not in page.text
        assert "Made well" in (await browser.get("/challenges/autumn")).text
    await called.at(made, "result")
    with clock.at(called.IN["result"]):
        action = f"{said}/{lines[0].id}"
        empty = await manager.submit(said, action, words=" ")
        assert (empty.status_code, "This is missing." in empty.text) == (422, True)
        assert "Who entered it will hear of it." in (await manager.submit(said, action, words="A *fine* sole.")).text
        ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
        assert "A <em>fine</em> sole." in (await ada.get("/challenges/autumn/result")).text
        assert "sole" not in (await ben.get("/challenges/autumn/result")).text
        assert (await (await cast.browser_as(browser, "editor")).get(said)).status_code == 404


def test_a_result_is_made_again_from_its_file_at_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.voting.contests.test_result import ABOUT, CRITERIA, WEIGHTS, entry

    told = document(ABOUT, WEIGHTS, CRITERIA, [entry(1, [1] * 6, [[1, 2]], 3), entry(2, [2] * 6, [[4, 4]], 1)])
    file, built = tmp_path / "result.json", house(Settings())
    file.write_text(json.dumps(told))
    assert commands.run(built, argparse.Namespace(file=file, json=True)) == 0
    assert json.loads(capsys.readouterr().out) == {"faults": [], "result": told["result"]}
    told["entries"][0]["accounts"] = 0
    file.write_text(json.dumps(told))
    assert commands.run(built, argparse.Namespace(file=file, json=False)) == 1
    assert "the ranking is another" in capsys.readouterr().out
    file.write_text("[]")
    with pytest.raises(Problem):
        commands.run(built, argparse.Namespace(file=file, json=True))
