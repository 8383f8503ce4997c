import re

import pytest

from ideas.studio import vectors
from ideas.studio.shapes import Box
from ideas.studio.words import Wrong
from kernel.demo import FOLDER

OPENING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">'
CUP = f"""{OPENING}<g id="layer1">
<g id="cup"><path fill="#ff8800" d="M50 50h200v200h-200z"/><path fill="#000" fill-opacity=".2" d="M50 50h20v200z"/></g>
<path id="handle" style="fill:none;stroke:red;stroke-width:12" d="M250 100h60v80h-60"/>
<circle id="fixed-dot" r="5" cx="60" cy="60" fill="blue"/>
<rect id="art-front" x="80" y="80" width="120" height="100" fill="pink"/>
<rect id="text-name" x="80" y="200" width="120" height="20"/>
<g id="pattern-cup"/>
</g></svg>"""


def faults(svg: str | bytes) -> list[tuple[str, str]]:
    with pytest.raises(Wrong) as found:
        vectors.read(svg.encode() if isinstance(svg, str) else svg, "test")
    return found.value.faults


def test_named_groups_become_parts_and_shade_stays_shade() -> None:
    drawn = vectors.read(CUP.encode(), "cup")
    assert drawn.parts == {"cup": "#ff8800", "handle": "#ff0000"}
    assert '<path d="M50 50h200v200h-200z" fill="var(--cup)"/>' in drawn.svg
    assert 'fill="#000000" fill-opacity=".2"' in drawn.svg
    assert 'fill="none" stroke="var(--handle)"' in drawn.svg
    assert 'fill="#0000ff"' in drawn.svg


def test_named_rectangles_become_empty_places_with_their_box() -> None:
    drawn = vectors.read(CUP.encode(), "cup")
    assert drawn.arts == {"front": Box(80, 80, 120, 100)}
    assert drawn.texts == {"name": Box(80, 200, 120, 20)}
    assert drawn.patterns == {"cup": Box(50, 50, 200, 200)}
    assert '<g clip-path="url(#cup-art-front)"><g id="art-front"/></g>' in drawn.svg
    assert "pink" not in drawn.svg


def test_a_pattern_shows_on_its_part_and_nowhere_else() -> None:
    drawn = vectors.read(CUP.encode(), "cup")
    clip = '<clipPath id="cup-pattern-cup"><path d="M50 50h200v200h-200z"/></clipPath>'
    assert f'<g>{clip}<g clip-path="url(#cup-pattern-cup)"><g id="pattern-cup"/></g></g>' in drawn.svg
    again = vectors.read(drawn.svg.encode(), "cup")
    assert (len(again.svg), again.patterns) == (len(drawn.svg), drawn.patterns)  # attributes stand in any order


def test_a_pattern_follows_the_transforms_of_its_part() -> None:
    inside = (
        '<g transform="scale(2)"><g id="toe" transform="rotate(45)"><rect width="20" height="20" fill="red"/>'
        '<rect x="40" width="9" height="9" fill="red" fill-rule="evenodd" transform="translate(1 2)"/></g>{place}</g>'
    )
    drawn = vectors.read(f"{OPENING}{inside.format(place=PLACE)}</svg>".encode(), "x")
    clip = drawn.svg.partition("<clipPath")[2].partition("</clipPath>")[0]
    assert re.findall(r'transform="([^"]*)"', clip) == ["rotate(45)", "rotate(45) translate(1 2)"]
    assert clip.count('clip-rule="evenodd"') == 1
    elsewhere = f'{OPENING}{inside.format(place="")}<g transform="translate(4 4)">{PLACE}</g></svg>'
    assert faults(elsewhere) == [("pattern-toe", "turned")]


PLACE = '<g id="pattern-toe"/>'


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ('<path id="toe" fill="none" stroke="red" d="M0 0h99"/>', "lines"),
        ('<path id="heel" fill="red" d="M0 0h99v9z"/>', "no-part"),
    ],
)
def test_a_pattern_without_a_part_to_show_on_is_refused(inside: str, fault: str) -> None:
    assert faults(f"{OPENING}{inside}{PLACE}</svg>") == [("pattern-toe", fault)]


def test_a_rectangle_says_where_a_pattern_is_drawn() -> None:
    place = '<rect id="pattern-cup" x="60" y="70" width="100" height="80"/>'
    drawn = vectors.read(CUP.replace('<g id="pattern-cup"/>', place).encode(), "cup")
    assert drawn.patterns == {"cup": Box(60, 70, 100, 80)}
    assert '<clipPath id="cup-pattern-cup"><path d="M50 50h200v200h-200z"/>' in drawn.svg


def test_names_that_no_part_can_have_are_told_and_keep_their_colours() -> None:
    more = '<path id="Toe_Cap" fill="#123456" d="M0 0h9v9z"/><path id="Layer_1" d="M0 0h9v9z"/><g id="line-2"/></svg>'
    drawn = vectors.read(CUP.replace("</svg>", more).encode(), "cup")
    assert drawn.unread == ("Toe_Cap",)
    assert 'fill="#123456"' in drawn.svg
    found = faults(f"{OPENING}{more}")
    assert found == [("", "no-parts"), ("Toe_Cap", "bad-key")]


@pytest.mark.parametrize("name", ["bief", "margelle", "margelle-back", "musette"])
def test_a_drawing_that_names_its_dyes_is_taken_at_its_word(name: str) -> None:
    body = (FOLDER / "products" / f"{name}.svg").read_text("utf-8")
    drawn = vectors.read(body.encode(), name)
    assert drawn.svg.count("var(--") == body.count("var(--")
    assert vectors.read(drawn.svg.encode(), name).parts == drawn.parts


def test_a_pattern_is_drawn_in_one_colour_on_200_by_200() -> None:
    body = f'{OPENING.replace("0 0 400 300", "-50 0 100 100")}<circle id="a" r="20" fill="red"/></svg>'
    assert vectors.motif(body.encode()) == (
        '<g fill="currentColor" transform="scale(2) translate(50 0)"><circle fill="currentColor" r="20"/></g>'
    )


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<script>alert(1)</script>", "active"),
        ('<path onload="alert(1)" d="M0 0"/>', "active"),
        ("<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>", "foreign"),
        ('<a href="https://example.org"/>', "active"),
        ('<animate attributeName="d"/>', "active"),
        ('<image href="data:image/png;base64,AAAA"/>', "picture"),
        ('<g xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="file:///etc/passwd"/>', "outside"),
        ('<path fill="url(https://example.org/a)" d="M0 0"/>', "outside"),
        ('<path style="fill:u\\72l(//example.org)" d="M0 0"/>', "outside"),
        ("<style>@font-face{src:url(https://example.org/f.woff2)}</style>", "stylesheet"),
        ('<font-face font-family="x"/>', "letters"),
        ("<text>Hello</text>", "letters"),
        ('<use href="#toe"/>', "copies"),
        ("<linearGradient/>", "not-flat"),
        ('<g id="toe"/>', "twice"),
        ("<g>" * 10_000 + "</g>" * 10_000, "deep"),
        ("<g/>" * 6000, "many"),
        ("<g>", "unreadable"),
    ],
)
def test_a_hostile_drawing_is_refused_with_the_line_it_stands_on(inside: str, fault: str) -> None:
    found = faults(f'{OPENING}\n<path id="toe" d="M0 0h9v9z"/>\n{inside}</svg>')
    assert found[-1][1] == fault
    assert found[-1][0].split(" ")[0] == "3"


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        (b"", "unreadable"),
        (b"\x89PNG\r\n", "unreadable"),
        (b"<html/>", "no-svg"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>', "entities"),
        (f"{OPENING}</svg>".encode(), "no-parts"),
        (CUP.replace("0 0 400 300", "0 0 99999999 300").encode(), "size"),
        (CUP.replace("0 0 400 300", "0 0 1e9 1e9").encode(), "size"),
        (CUP.replace("0 0 400 300", "0 0 NaN 300").encode(), "size"),
        (CUP.replace("M50 50h200", "M50 50" + "h1 " * 180_000).encode(), "too-large"),
        (CUP.replace('id="cup"', f'id="{"cup" * 20}"').encode(), "bad-key"),
        (CUP.replace('id="art-front"', 'id="art-front" transform="rotate(4)"').encode(), "turned"),
    ],
)
def test_a_file_that_is_no_drawing_of_a_product_is_refused(file: bytes, fault: str) -> None:
    assert faults(file)[0][1] == fault


def test_every_fault_of_a_file_is_told_at_once() -> None:
    found = faults(f"{OPENING}\n<script/>\n<text/>\n<image/></svg>")
    assert [place for place, _fault in found] == ["2 script", "3 text", "4 image"]
