"""What boards ask for: typed, checked, shown, looked for, and kept when the board asks for something else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ideas.board import actions, asking, boards, columns, fields, queries, values
from ideas.board.boards import BoardCard
from ideas.board.models import Idea
from ideas.board.values import Unusable
from kernel import db, i18n, site
from kernel.features import House
from kernel.imports import Batch
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things
from tests.ideas.board.test_api import bearer

pytestmark = pytest.mark.asyncio
EVERY = [
    ("number", "  3,5 ", Decimal("3.5")),
    ("number", "−1 200", Decimal(-1200)),
    ("number", "1e3", Decimal(1000)),
    ("number", 42, Decimal(42)),
    ("date", "2026-11-30", date(2026, 11, 30)),
    ("yes_no", "no", False),
    ("yes_no", True, True),
    ("choice", "red", "red"),
    ("text", "  Two\nlines  ", "Two\nlines"),
    ("text", "   ", None),
    ("number", "", None),
]
WRONG = [
    ("number", "9" * 10_000, "number"),
    ("number", "twelve", "number is needed"),
    ("number", "NaN", "number is needed"),
    ("number", "Infinity", "number is needed"),
    ("number", True, "number is needed"),
    ("number", "1000000000000", "twelve digits"),
    ("date", "2026-02-30", "date is needed"),
    ("date", "0001-01-01", "date is needed"),
    ("date", "yesterday", "date is needed"),
    ("choice", "purple", "Choose one"),
    ("choice", "Red", "Choose one"),
    ("yes_no", "perhaps", "yes or no"),
    ("text", "x" * 2001, "Shorten it by 1 "),
    ("text", ["a"], "cannot be used"),
    ("number", {"a": 1}, "cannot be used"),
]


async def asks(home: House, kind: str) -> fields.Asked:
    return await things.field(await things.board(), kind, "Thing", *(("Red", "Blue") if kind == "choice" else ()))


@pytest.mark.parametrize(("kind", "typed", "value"), EVERY)
async def test_what_is_typed_becomes_a_value_of_its_kind(home: House, kind: str, typed: object, value: object) -> None:
    assert values.read(await asks(home, kind), typed) == value


@pytest.mark.parametrize(("kind", "typed", "said"), WRONG)
async def test_what_cannot_be_a_value_is_refused_in_words(home: House, kind: str, typed: object, said: str) -> None:
    with pytest.raises(Unusable, match=said):
        values.read(await asks(home, kind), typed)


@pytest.mark.parametrize(("kind", "typed", "value"), [one for one in EVERY if one[2] is not None])
async def test_a_value_comes_back_from_the_table_as_it_was(
    home: House, kind: str, typed: object, value: object
) -> None:
    asked = await asks(home, kind)
    idea = await things.idea("One", held={asked.id: values.read(asked, typed)})
    assert await values.of([idea.id]) == {idea.id: {asked.id: value}}
    assert (await queries.listing(await cast.member("ada"), queries.IdeaFilter())).items[0].id == idea.id


async def shoes() -> BoardCard:
    """A board that asks for one thing of each kind."""
    board = await things.board()
    await things.field(board, "choice", "Model", "Bief", "Lock", is_required=True, label_fr="Modèle")
    await things.field(board, "number", "Size")
    await things.field(board, "date", "Bought")
    await things.field(board, "yes_no", "Resoled")
    await things.field(board, "text", "Ground")
    return board


ANSWERS = {"f.model": "bief", "f.size": "42,5", "f.bought": "2025-03-01", "f.resoled": "yes", "f.ground": "Wet cobbles"}


async def test_a_form_asks_keeps_what_is_wrong_and_publishes_what_is_right(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)
    await shoes()
    ada = await cast.browser_as(browser, "ada")
    page = await ada.submit("/ideas/new", "/ideas/new", title="Keep", **{"f.size": "wide", "f.ground": "Sand"})
    assert page.status_code == 422
    assert "is missing." in page.text
    assert "A number is needed." in page.text
    assert 'value="wide"' in page.text
    assert "Sand" in page.text
    page = await ada.submit("/ideas/new", "/ideas/new", title="Longer laces", **ANSWERS)
    for told in ("Bief", "42.5", "1 March 2025", "Wet cobbles"):
        assert told in page.text
    french = await browser.get("/ideas/1-longer-laces", **{"Accept-Language": "fr"})
    for told in ("Modèle", "42,5", "1 mars 2025", "Oui"):
        assert told in french.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("f.model=bief", {"Laces"}),
        ("f.model=lock", {"Soles"}),
        ("f.size.from=43", {"Soles"}),
        ("f.size.from=42&f.size.to=42,5", {"Laces"}),
        ("f.bought.to=2025-12-31", {"Laces"}),
        ("f.resoled=no", {"Soles"}),
        ("f.size.from=wide", {"Laces", "Soles", "Bare"}),
        ("f.model=purple", {"Laces", "Soles", "Bare"}),
        ("f.unknown=1&f.=2&f.size.sideways=3", {"Laces", "Soles", "Bare"}),
    ],
)
async def test_a_boards_list_is_narrowed_by_its_fields(browser: Browser, query: str, found: set[str]) -> None:
    await site.change(name="Halage", ready=True)
    board = await shoes()
    asked = await fields.of(board.id)
    await things.idea("Bare")
    await things.idea("Laces", held=values.check(asked, ANSWERS).held)
    other = {"f.model": "lock", "f.size": "44", "f.bought": "2026-02-01", "f.resoled": "no"}
    await things.idea("Soles", held=values.check(asked, other).held)
    page = (await browser.get(f"/ideas?board=shoes&{query}")).text
    assert {title for title in ("Bare", "Laces", "Soles") if f">{title}</a>" in page} == found
    listed = (await browser.get(f"/api/v1/ideas?board=shoes&{query}")).json()["items"]
    assert {one["title"] for one in listed} == found


async def test_a_choice_that_ends_stays_on_the_ideas_that_hold_it(home: House) -> None:
    board = await shoes()
    [model, *_] = await fields.of(board.id)
    idea = await things.idea("One", held={model.id: "lock"})
    ended = [fields.Choice(one.key, one.en, one.fr, is_ended=one.key == "lock") for one in model.choices]
    words = {"label_en": "Model", "label_fr": "", "help_en": "", "help_fr": "", "is_required": True}
    await asking.change(await cast.admin(), model, choices=ended, **words)
    [model, *_] = await fields.of(board.id)
    assert await values.lines({model.id: "lock"}) == [("Model", "Lock")]
    assert values.check([model], {"f.model": "lock"}).errors
    assert values.check([model], {"f.model": "lock"}, had={model.id: "lock"}).held == {model.id: "lock"}
    await asking.end(await cast.admin(), model)
    assert model.id not in {one.id for one in await fields.of(board.id)}
    await actions.edit(await cast.member("ada"), idea, title="Two", body="", held={})
    assert await values.of([idea.id]) == {idea.id: {model.id: "lock"}}


async def test_what_an_idea_held_before_stays_readable(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)
    board = await shoes()
    size = next(one for one in await fields.of(board.id) if one.key == "size")
    idea = await things.idea("One", held={size.id: Decimal("41")})
    ada = await cast.browser_as(browser, "ada")
    address = f"/ideas/{idea.id}/edit"
    assert 'value="41"' in (await ada.get(address)).text
    page = await ada.submit(address, address, title="One", **{**ANSWERS, "f.size": "43"})
    assert ">43<" in page.text
    history = (await browser.get(f"/ideas/{idea.id}/history")).text
    assert "Size" in history
    assert ">41<" in history


async def test_choosing_a_board_or_a_text_keeps_what_was_typed(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)
    await things.board("bags")
    board = await shoes()
    text = {"name_en": "It rubs", "name_fr": "", "body_en": "**Where?**", "body_fr": ""}
    await asking.keep_template(await cast.admin(), board.id, **text)
    await actions.change_board(
        await cast.admin(), board.id, guidance_en="Say **where**.", owner_id=(await cast.editor()).id
    )
    ada = await cast.browser_as(browser, "ada")
    typed = {"title": "My title", "body": "My words", "tags": "a, b", "board": "shoes", "f.ground": "Sand"}
    page = await ada.submit("/ideas/new", "/ideas/choose", **typed)
    assert page.status_code == 200
    for told in ("My title", "My words", "a, b", "Sand", "<strong>where</strong>", "Looked after by", "Model"):
        assert told in page.text
    page = await ada.submit("/ideas/new", "/ideas/choose", **{**typed, "board": "bags"})
    assert '<input type="hidden" name="f.ground" value="Sand">' in page.text
    page = await ada.submit("/ideas/new", "/ideas/choose", **typed, template="it-rubs")
    assert "My words\n\n**Where?**" in page.text
    page = await ada.get("/ideas/new?board=shoes&template=it-rubs")
    assert "**Where?**" in page.text
    part = await ada.post("/ideas/choose", {**typed, "csrf": await _token(ada)}, **{"HX-Request": "true"})
    assert part.text.lstrip().startswith("<div")
    assert "hx-swap-oob" in part.text


async def _token(browser: Browser) -> str:
    from tests.browsing import hidden_fields

    return hidden_fields((await browser.get("/ideas/new")).text, "/ideas/new")["csrf"]


async def test_a_board_that_changes_midway_says_what_it_asks_now(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)
    board = await things.board()
    ada = await cast.browser_as(browser, "ada")
    token = await _token(ada)
    await things.field(board, "number", "Size", is_required=True)
    page = await ada.post("/ideas/new", {"csrf": token, "title": "Typed before", "board": "shoes"})
    assert page.status_code == 422
    assert "Typed before" in page.text
    assert 'id="f.size"' in page.text
    await actions.change_board(await cast.admin(), board.id, is_open=False)
    page = await ada.post("/ideas/new", {"csrf": token, "title": "Typed before", "board": "shoes", "f.size": "4"})
    assert page.status_code == 422
    assert "Typed before" in page.text


async def test_the_api_takes_and_gives_fields(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)
    await shoes()
    token = await bearer("ada", "write", "read")
    said = {"model": "bief", "size": 42.5, "bought": "2025-03-01", "resoled": True, "ground": "Sand"}
    body = {"board": "shoes", "title": "By the API", "fields": said}
    made = await browser.client.post("/api/v1/ideas", json=body, headers=token)
    assert made.status_code == 201, made.text
    assert made.json()["fields"] == said
    bad = {**body, "fields": {"model": "x", "size": "wide", "colour": "red", "bought": [1]}}
    refused = await browser.client.post("/api/v1/ideas", json=bad, headers=token)
    assert refused.status_code == 422
    for name in ("fields.model", "fields.size", "fields.colour", "fields.bought"):
        assert name in refused.text
    assert (await browser.get("/api/v1/ideas")).json()["items"][0]["fields"] == said


async def test_a_file_brings_fields_and_a_second_run_changes_nothing(home: House) -> None:
    from ideas.board.imports import importer
    from kernel.delimited import Line

    await shoes()
    cells = {"reference": "r1", "board": "Shoes", "title": "From a file", "fields": '{"model": "bief", "size": "44"}'}
    odd = {"reference": "r2", "board": "Shoes", "title": "Odd", "fields": '{"size": "wide", "colour": "red"}'}
    none = {"reference": "r3", "board": "Shoes", "title": "None", "fields": "[1]"}
    lines = [Line(number, one) for number, one in enumerate((cells, odd, none), 2)]
    for created, unchanged in ((3, 0), (0, 3)):
        batch = Batch(lines)
        async with db.transaction():
            await importer.run(batch)
        assert (batch.created, batch.unchanged, batch.updated) == (created, unchanged, 0)
        assert len(batch.warnings) == 3
    idea = await Idea.get(reference="r1")
    held = (await values.of([idea.id]))[idea.id]
    assert await values.keyed(held) == {"model": "bief", "size": 44}


async def test_fields_are_columns_of_the_roadmaps_files(home: House) -> None:
    board = await shoes()
    asked = await fields.of(board.id)
    idea = await things.idea("One", held=values.check(asked, ANSWERS).held)
    bare = await things.idea("Bare")
    found = await columns.of_ideas({idea.id: board.id, bare.id: board.id, 99: 99})
    said = {"field_model": "bief", "field_size": 42.5, "field_bought": "2025-03-01", "field_resoled": "yes"}
    assert found[idea.id] == {**said, "field_ground": "Wet cobbles"}
    assert set(found[bare.id].values()) == {None}
    assert 99 not in found


async def test_texts_and_choices_can_be_looked_for(home: House) -> None:
    board = await shoes()
    idea = await things.idea("One", held=values.check(await fields.of(board.id), ANSWERS).held)
    assert await values.searched([idea.id]) == {idea.id: ["Bief", "Wet cobbles"]}


async def test_a_label_falls_back_on_the_other_language(home: House) -> None:
    board = await things.board()
    asked = await things.field(board, "text", "", label_fr="Sol")
    with i18n.speaking("en"):
        assert asked.label == "Sol"
    both = await things.field(board, "text", "Ground", label_fr="Terrain")
    with i18n.speaking("fr"):
        assert both.label == "Terrain"
    assert (await boards.by_id(board.id)).id == board.id
