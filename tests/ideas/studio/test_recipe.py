"""A design as data: canonical, hashed, small, and checked against its product, whatever it is given."""

import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ideas.studio import drawing, forms, prices, recipe, renewal
from ideas.studio.recipe import Artwork, Lettering, Motif, Placement, Recipe
from ideas.studio.words import Wrong
from tests.ideas.studio import drawn

PRODUCTS = {slug: drawn.product(slug) for slug in ("bief", "margelle", "musette")}
BIEF = PRODUCTS["bief"]
PLAIN = recipe.plain("bief", 1, BIEF)
ART = {"a" * 64: Artwork(1000, 500, 3)}


@some.composite
def recipes(draw: some.DrawFn) -> Recipe:
    """Any design that can be made."""
    slug = draw(some.sampled_from(sorted(PRODUCTS)))
    product = PRODUCTS[slug]
    patterned = draw(some.booleans())
    motifs = {
        part.id: Motif(draw(some.sampled_from(part.patterns)), draw(some.sampled_from(product.dyes)).id)
        for part in product.parts
        if part.patterns and patterned
    }
    letters = some.sampled_from("ABCxyz 0123é'œ")
    texts = {
        area.id: Lettering(
            draw(some.text(letters, max_size=area.most - 1)) + "a",
            draw(some.sampled_from(recipe.FONTS)),
            draw(some.sampled_from(area.dyes)),
        )
        for area in product.texts
        if draw(some.booleans())
    }
    return Recipe(
        slug,
        draw(some.integers(1, 900)),
        {part.id: draw(some.sampled_from(part.dyes)) for part in product.parts},
        {part.id: draw(some.sampled_from(part.materials)) for part in product.parts if part.materials},
        motifs,
        texts,
        {area.id: Placement("a" * 64, 5, -7, 200, 30) for area in product.areas if draw(some.booleans())},
    )


@given(recipes())
@settings(max_examples=60, deadline=None)
def test_a_recipe_is_read_as_it_was_written_and_draws(wanted: Recipe) -> None:
    product, text = PRODUCTS[wanted.template], recipe.canonical(wanted)
    assert recipe.parse(text) == wanted
    assert len(text.encode()) <= recipe.LARGEST
    assert recipe.digest(wanted) == recipe.digest(recipe.parse(text))
    recipe.check(wanted, product, ART)
    for view in product.views:
        picture = drawing.draw(wanted, product, view.id, pictures={"a" * 64: "data:,"}, artworks=ART)
        assert picture.startswith("<svg")
        assert "var(--" not in picture
    assert sum(line.amount for line in prices.lines(wanted, product)) == prices.price(wanted, product) >= product.price
    assert renewal.gone(wanted, product, product) == []
    assert renewal.renewed(wanted, wanted.version, product) == wanted


@given(some.recursive(some.none() | some.booleans() | some.integers() | some.text(), lambda inner: (
    some.lists(inner, max_size=4)
    | some.dictionaries(
        some.sampled_from(["format", "template", "version", "dyes", "materials", "motifs", "texts", "artworks", "upper"]),
        inner,
        max_size=6,
    )
)))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_no_document_breaks_the_reader(document: object) -> None:
    with suppress(Wrong):
        found = recipe.parse(json.dumps(document))
        assert recipe.parse(recipe.canonical(found)) == found
        recipe.check(found, BIEF, {})


@given(some.text(max_size=300))
@settings(max_examples=80, deadline=None)
def test_no_text_breaks_the_reader(text: str) -> None:
    with pytest.raises(Wrong):
        recipe.parse(text)


FIELDS = [
    f"{kind}-{place}" for kind in ("dye", "material", "motif", "motif-dye") for place in ("upper", "panel", "wing")
]
FIELDS += ["text-sole", "font-sole", "ink-sole", "art-flank", "left-flank", "top-flank", "width-flank", "turn-flank"]


@given(
    some.dictionaries(
        some.sampled_from(FIELDS), some.text(max_size=40) | some.sampled_from(["lake", "-1e9", "nan", "5"])
    )
)
@settings(max_examples=120, deadline=None)
def test_whatever_a_form_holds_something_can_be_drawn(values: dict[str, str]) -> None:
    wanted, errors = forms.checked(values, BIEF, PLAIN, ART)
    recipe.check(wanted, BIEF, ART)
    assert drawing.draw(wanted, BIEF, "side")
    assert all(errors.values())


HOSTILE = {
    "another template's part": (
        replace(PLAIN, dyes={**PLAIN.dyes, "sleeves": "lake"}),
        ("dye-sleeves", "no-such-part"),
    ),
    "a withdrawn colour": (replace(PLAIN, dyes={**PLAIN.dyes, "toe": "gold"}), ("dye-toe", "not-offered")),
    "a part left out": (
        replace(PLAIN, dyes={k: v for k, v in PLAIN.dyes.items() if k != "toe"}),
        ("dye-toe", "missing"),
    ),
    "a pattern where none is": (replace(PLAIN, motifs={"toe": Motif("sun", "lake")}), ("motif-toe", "no-such-part")),
    "a pattern in no dye": (replace(PLAIN, motifs={"panel": Motif("sun", "gold")}), ("motif-dye-panel", "not-offered")),
    "a material of nothing": (
        replace(PLAIN, materials={**PLAIN.materials, "toe": "suede"}),
        ("material-toe", "no-such-part"),
    ),
    "an emoji": (replace(PLAIN, texts={"sole": Lettering("😀", "hand", "night")}), ("text-sole", "letters")),
    "10,000 letters": (
        replace(PLAIN, texts={"sole": Lettering("a" * 10_000, "hand", "night")}),
        ("text-sole", "too-long"),
    ),
    "nothing but spaces": (replace(PLAIN, texts={"sole": Lettering("  ", "hand", "night")}), ("text-sole", "missing")),
    "a font that is not shipped": (
        replace(PLAIN, texts={"sole": Lettering("a", "comic", "night")}),
        ("font-sole", "not-offered"),
    ),
    "ink that is not offered": (
        replace(PLAIN, texts={"sole": Lettering("a", "hand", "rose")}),
        ("ink-sole", "not-offered"),
    ),
    "a picture nobody sent": (replace(PLAIN, artworks={"flank": Placement("b", 0, 0, 100)}), ("art-flank", "missing")),
    "a picture far outside": (
        replace(PLAIN, artworks={"flank": Placement("a" * 64, -101, 0, 100)}),
        ("art-flank", "outside"),
    ),
    "a picture of no width": (
        replace(PLAIN, artworks={"flank": Placement("a" * 64, 0, 0, 0)}),
        ("art-flank", "out-of-range"),
    ),
    "a picture turned thrice": (
        replace(PLAIN, artworks={"flank": Placement("a" * 64, 0, 0, 100, 999)}),
        ("art-flank", "out-of-range"),
    ),
    "a picture too coarse": (
        replace(PLAIN, artworks={"flank": Placement("a" * 64, 0, 0, 2541)}),
        ("art-flank", "too-coarse"),
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_recipe_is_refused_for(what: str) -> None:
    wanted, fault = HOSTILE[what]
    with pytest.raises(Wrong) as refusal:
        recipe.check(wanted, BIEF, ART)
    assert fault in refusal.value.faults


def test_equal_designs_have_one_digest_whatever_their_order() -> None:
    turned = replace(PLAIN, dyes=dict(reversed([*PLAIN.dyes.items()])))
    assert recipe.canonical(turned) == recipe.canonical(PLAIN)
    assert recipe.digest(PLAIN) == "e1f9f27024be09d38d6ff7dc5eafcb2305757f3d163dbf1f17627ebe3252ea71"
    assert recipe.digest(replace(PLAIN, version=2)) != recipe.digest(PLAIN)


def test_a_recipe_over_4_kb_is_none() -> None:
    large = replace(PLAIN, texts={f"t{n}": Lettering("a" * 60, "hand", "night") for n in range(60)})
    with pytest.raises(Wrong):
        recipe.canonical(large)
    with pytest.raises(Wrong):
        recipe.parse('{"format":1,"template":"' + "a" * 5000 + '"}')


def test_what_differs_is_told_choice_by_choice_and_likeness_is_their_share() -> None:
    other = replace(PLAIN, dyes={**PLAIN.dyes, "toe": "lake"}, motifs={"panel": Motif("sun", "lake")})
    found = [(one.kind, one.place, one.before, one.after) for one in recipe.differences(PLAIN, other)]
    assert found == [("dyes", "toe", "night", "lake"), ("motifs", "panel", "", "sun lake")]
    assert recipe.alike(PLAIN, PLAIN) == 1
    assert recipe.alike(PLAIN, other) == pytest.approx(14 / 17)
    assert recipe.alike(PLAIN, recipe.plain("musette", 1, PRODUCTS["musette"])) == 0


def test_shuffling_leaves_words_and_pictures_alone() -> None:
    said = {"sole": Lettering("Ondine", "hand", "night")}
    mixed = recipe.shuffled(replace(PLAIN, texts=said), BIEF, lambda choices: choices[-1])
    assert (mixed.texts, mixed.dyes["toe"], mixed.motifs["panel"]) == (said, "rose", Motif("sun", "rose"))
    recipe.check(mixed, BIEF, {})


PRICES = [
    ("as it is made plain", {}, 12900, ["Bief, low shoe"]),
    ("in a dye that costs more", {"dyes": {**PLAIN.dyes, "toe": "lake"}}, 13200, ["Bief, low shoe", "Reach"]),
    ("in its own dearer dye", {"dyes": {**PLAIN.dyes, "panel": "mulberry"}}, 12900, ["Bief, low shoe"]),
    ("in suede", {"materials": {**PLAIN.materials, "upper": "suede"}}, 13500, ["Bief, low shoe", "Suede"]),
    ("with a pattern", {"motifs": {"panel": Motif("sun", "lake")}}, 13800, ["Bief, low shoe", "Sunset on the canal"]),
    (
        "with words and a print",
        {
            "texts": {"sole": Lettering("a", "hand", "night")},
            "artworks": {"flank": Placement("a" * 64, 0, 0, 100)},
        },
        14800,
        ["Bief, low shoe", "Words on the sole", "Print on the side panel"],
    ),
]


@pytest.mark.parametrize(("what", "changes", "price", "said"), PRICES, ids=[row[0] for row in PRICES])
def test_the_price_of_a_shoe(what: str, changes: dict[str, object], price: int, said: list[str]) -> None:
    wanted = replace(PLAIN, **changes)  # type: ignore[arg-type]
    assert prices.price(wanted, BIEF) == price
    assert [line.what.en for line in prices.lines(wanted, BIEF)] == said
