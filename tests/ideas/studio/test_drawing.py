"""The one renderer: a recipe as SVG, its words as outlines, and cautions about both."""

import hashlib
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from ideas.studio import cautions, drawing, lettering, panel, recipe, renderer
from ideas.studio.recipe import Artwork, Lettering, Motif, Placement
from kernel.colours import contrast
from tests.ideas.studio import drawn

BIEF = drawn.product("bief")
PLAIN = recipe.plain("bief", 1, BIEF)


def test_each_part_takes_its_dye_and_names_itself_for_the_stylesheet() -> None:
    picture = drawing.draw(replace(PLAIN, dyes={**PLAIN.dyes, "toe": "lake"}), BIEF, "side")
    assert picture.count('fill="#347ca9" class="dye--toe"') == 1
    assert 'stroke="#f2f0e7" class="thread--laces"' in picture
    sheet = drawing.stylesheet(BIEF, BIEF.parts)
    for part in BIEF.parts:
        assert f".studio:has(#dye-{part.id}-night:checked)" in sheet
        assert f"--{part.id}" in picture


@pytest.mark.parametrize("slug", ["bief", "margelle", "musette"])
def test_every_side_is_well_formed_and_says_what_it_shows(slug: str) -> None:
    product = drawn.product(slug)
    wanted = replace(
        recipe.plain(slug, 1, product),
        motifs={part.id: Motif("sun", "lake") for part in product.parts if part.patterns},
        texts={area.id: Lettering("L’été & <moi>", "serif", area.dyes[0]) for area in product.texts},
        artworks={area.id: Placement("a", 100, 100, 300, -12) for area in product.areas},
    )
    seen = ""
    for view in product.views:
        address = "data:image/png;base64,AAAA"
        picture = drawing.draw(
            wanted, product, view.id, pictures={"a": address}, artworks={"a": Artwork(10, 20, 1)}, title="<T & t>"
        )
        root = ET.fromstring(picture)  # noqa: S314
        assert root.attrib["aria-label"] == "<T & t>"
        assert "<text" not in picture
        seen += picture
    assert seen.count("<image") == len(product.areas)
    assert seen.count('class="words--') == len(product.texts)


def test_a_drawing_stays_as_it_is() -> None:
    """Recipes are drawn for years: what changes here changes every design, and is a decision."""
    found = hashlib.sha256(drawing.draw(PLAIN, BIEF, "side").encode()).hexdigest()
    assert found[:16] == "464e3402e962cec2"


def test_words_are_the_outlines_of_the_shipped_fonts() -> None:
    data, advance, em = lettering.outline("AV", "familjen")
    assert data.startswith("M")
    assert data.endswith("Z")
    apart = sum(lettering.outline(letter, "familjen")[1] for letter in "AV")
    assert 0 < advance < apart, "kerning brings A and V together"
    assert em == 1200
    assert {font: lettering.outline("Ondine", font)[1] for font in lettering.FILES} == GOLDEN_WIDTHS
    assert lettering.outline("", "hand") == ("", 0, lettering.outline("A", "hand")[2])
    assert not lettering.covers("雪", "familjen")


GOLDEN_WIDTHS = {"familjen": 3775, "serif": 3365, "hand": 4444}


def test_words_fit_their_area_and_stand_in_its_middle() -> None:
    area = BIEF.text("sole")
    for said in ("I", "Ondine", "W" * area.most):
        found = re.search(
            r"translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)", drawing.words(area, said, "hand", "#000000")
        )
        assert found
        left, scale = float(found[1]), float(found[3])
        width = lettering.outline(said, "hand")[1] * scale
        assert width <= area.width + 0.5
        assert left + width / 2 == pytest.approx(area.x + area.width / 2, abs=0.05)


def test_the_picture_of_words_is_that_of_the_page_to_a_point() -> None:
    """One renderer: at 300 points per inch the words of the print lie where the page shows them."""
    area = BIEF.text("sole")
    wanted = replace(PLAIN, texts={"sole": Lettering("Ondine", "serif", "night")})
    shown = drawing.draw(wanted, BIEF, "side")
    alone = drawing.words(area, "Ondine", "serif", BIEF.dye("night").hex)
    assert alone in shown
    assert renderer.png(shown, 200).startswith(b"\x89PNG")


CONTRASTS = [
    ("#000000", "#ffffff", 21.0),
    ("#777777", "#ffffff", 4.478),
    ("#ff0000", "#ffffff", 3.998),
    ("#123456", "#123456", 1),
]


@pytest.mark.parametrize(("one", "other", "ratio"), CONTRASTS)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.001)
    assert contrast(other, one) == contrast(one, other)


def test_cautions_name_what_will_hardly_be_seen() -> None:
    pale = replace(
        PLAIN,
        dyes={**PLAIN.dyes, "midsole": "night"},
        texts={"sole": Lettering("Ondine", "hand", "night")},
        motifs={"panel": Motif("sun", "mulberry")},
        artworks={"flank": Placement("a", 0, 0, 500)},
    )
    found = cautions.cautions(pale, BIEF, {"a": Artwork(300, 300, 1)})
    assert [(one.kind, one.where.en) for one in found] == [
        ("words", "Words on the sole"),
        ("pattern", "Side panel"),
        ("coarse", "Print on the side panel"),
    ]
    assert found[2].amount == 152
    assert cautions.cautions(PLAIN, BIEF, {}) == []


def test_the_panel_says_what_each_choice_adds() -> None:
    laid = panel.panel(PLAIN, BIEF, "fr", values={}, errors={})
    side = laid.parts[1]
    assert (side.name, side.chosen) == ("Flanc", "Mûre")
    assert {one.name: one.surcharge for one in side.dyes if one.surcharge} == {
        "Bief bleu": 300,
        "Bruyère": 300,
        "Bouée": 300,
    }
    assert [one.id for one in side.dyes if one.checked] == ["mulberry"]
    assert [one.surcharge for one in side.patterns] == [900] * 5
    assert laid.views[0].checked
