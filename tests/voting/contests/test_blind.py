"""What a juror could find on their pages and at the addresses these name."""

import re

import pytest

from community.people.models import Person
from ideas.challenges import actions as entering
from ideas.studio.models import Design
from kernel import clock
from kernel.errors import Missing
from tests import cast
from tests.browsing import Browser
from tests.ideas.challenges import called
from tests.voting.contests import judged
from voting.contests import actions, blind, queries

ADDRESS = re.compile(r'(?:href|src|action)="([^"]+)"')


async def test_no_address_nor_word_of_a_jurors_pages_leads_to_an_author(browser: Browser) -> None:
    made, lines = await judged.challenge(("vera",))
    await called.at(made, "jury")
    designs = await Design.filter(id__in=[line.design_id for line in lines])
    for line, (name, handle) in zip(lines, (("Ada Morel", "ada"), ("Ben Okafor", "ben")), strict=True):
        words = f"{name} drew it, {handle} says. https://{handle}.example/"
        await Design.filter(id=line.design_id).update(story=words)
    authors = await Person.filter(id__in=[line.person_id for line in lines])
    told = {word for one in designs for word in (one.title, one.digest, one.digest[:8], one.slug)}
    told |= {word for one in authors for word in (one.name, f"/{one.handle}", str(one.email))}
    with clock.at(called.IN["jury"]):
        vera, path = await cast.browser_as(browser, "vera"), "/challenges/autumn/jury"
        letters = sorted((await blind.letters(made.id)).values())
        assert letters == ["A", "B"]
        for page in [path, *(f"{path}/{letter}" for letter in letters)]:
            text = (await vera.get(page)).text.partition("<main")[2].partition("<footer")[0]
            assert not [word for word in told if word.lower() in text.lower()]
            found = {address.partition("?")[0] for address in ADDRESS.findall(text)}
            assert found
            assert all(re.fullmatch(r"/challenges/autumn(/jury(/[AB](\.png)?)?)?", one) for one in found)
        story = (await vera.get(f"{path}/A")).text
        assert "— — drew it, — says" in story


async def test_pictures_of_the_jury_are_for_jurors_alone_and_name_nothing(browser: Browser) -> None:
    made, lines = await judged.challenge(("vera",))

    with clock.at(called.IN["jury"]):
        await called.at(made, "jury")
        vera = await cast.browser_as(browser, "vera")
        view = re.findall(r"A\.png\?view=(\w+)", (await vera.get("/challenges/autumn/jury/A")).text)[0]
        path = f"/challenges/autumn/jury/A.png?view={view}"
        reply = await vera.get(path)
        assert (reply.status_code, reply.headers["content-type"]) == (200, "image/png")
        assert reply.headers["cache-control"].startswith("private")
        design = await Design.get(id=lines[0].design_id)
        assert design.digest[:8] not in str(reply.headers)
        for wrong in (path.replace("A.png", "C.png"), f"{path}x", "/challenges/autumn/jury/A.png"):
            assert (await vera.get(wrong)).status_code == 404
        for other in ("ada", "manager", "editor"):
            assert (await (await cast.browser_as(browser, other)).get(path)).status_code == 404
        assert (await browser.peek(path)).status_code == 303


@pytest.mark.usefixtures("home")
async def test_letters_stay_when_an_entry_is_taken_down_and_no_other_page_shows_their_order() -> None:
    made = await called.at(await called.announced(most=40), "submissions")
    ada = await cast.member("ada")
    numbers = [await called.entered(made, ada, title=f"Design {n}") for n in range(28)]
    letters = await blind.letters(made.id)
    assert sorted(letters.values(), key=lambda one: (len(one), one))[-3:] == ["Z", "AA", "AB"]
    by_letter = sorted(numbers, key=lambda one: (len(letters[one]), letters[one]))
    assert by_letter != numbers
    with clock.at(called.IN["submissions"]):
        await entering.withdraw(ada, made, numbers[3])
    assert await blind.letters(made.id) == letters
    with pytest.raises(Missing):
        await blind.entry(made.id, letters[numbers[3]])
    assert (await blind.entry(made.id, letters[numbers[4]].lower())).id == numbers[4]


@pytest.mark.usefixtures("home")
async def test_each_juror_meets_the_entries_in_an_order_of_their_own() -> None:
    made = await called.announced(most=40)
    people = [(await cast.person(handle)).id for handle in ("vera", "yann", "zoe")]
    await actions.empanel(await cast.manager(), made, judged.LOOKS, people)
    made = await called.at(made, "submissions")
    for n in range(12):
        await called.entered(made, await cast.member("ada"), title=f"Design {n}")
    turns = [[letter for letter, _ in await blind.in_turn(one, made.id)] for one in await queries.jury(made.id)]
    assert len({tuple(one) for one in turns}) == 3
    assert {tuple(sorted(one)) for one in turns} == {tuple(sorted(turns[0]))}


@pytest.mark.parametrize(
    ("words", "names", "left"),
    [
        ("I am Ada Morel.", ["Ada Morel", "ada"], "I am — —."),
        ("Canada is far, says ADA", ["Ada Morel", "ada"], "Canada is far, says —"),
        ("Le Goff", ["Yannick Le Goff"], "Le —"),
        ("Nothing here.", [], "Nothing here."),
    ],
)
def test_names_of_three_letters_or_more_are_left_out_of_stories(words: str, names: list[str], left: str) -> None:
    assert blind.without(words, names) == left
