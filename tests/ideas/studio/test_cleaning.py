"""What strangers send for print: each kind of bad picture is refused in words that say what to do."""

import io

import pytest
from PIL import Image, ImageDraw

from ideas.studio import cleaning
from kernel.errors import Invalid


def svg(inside: str, about: str = 'viewBox="0 0 100 100"', before: str = "") -> bytes:
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{before}<svg {spaces} {about}>{inside}</svg>".encode()


def encoded(picture: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


LAUGHS = (
    '<defs><g id="a0"><rect width="1" height="1"/></g>'
    + "".join(f'<g id="a{n}">{f"""<use xlink:href="#a{n - 1}"/>""" * 10}</g>' for n in range(1, 10))
    + '</defs><use xlink:href="#a9"/>'
)
REFUSED = {
    "scripts": (svg("<script>alert(1)</script>"), "more than shapes"),
    "a foreign object": (svg("<foreignObject><p>x</p></foreignObject>"), "more than shapes"),
    "an external picture": (svg('<image href="http://example.org/x.png"/>'), "more than shapes"),
    "moving parts": (svg("<rect><animate/></rect>"), "more than shapes"),
    "words": (svg("<text>Hello</text>"), "outlines"),
    "entities": (svg("<g/>", before='<!DOCTYPE svg [<!ENTITY a "b">]>'), "entities"),
    "a document type": (svg("<g/>", before="<!DOCTYPE svg>"), "entities"),
    "10,000 nested groups": (svg("<g>" * 10_000 + "</g>" * 10_000), "too complicated"),
    "6,000 elements": (svg("<g/>" * 6000), "too complicated"),
    "a huge view box": (svg("<rect/>", 'viewBox="0 0 1e12 1e12"'), "cannot be drawn"),
    "an endless strip": (svg("<rect/>", 'viewBox="0 0 1 100000"'), "cannot be drawn"),
    "no size at all": (svg("<rect/>", ""), "cannot be drawn"),
    "a billion copies": (svg(LAUGHS), "cannot be drawn"),
    "half a drawing": (b"<svg", "cannot be drawn"),
    "two megabytes": (svg("<g/>" + " " * 2_000_000), "over 2 MB"),
    "a page": (b"<html><script>alert(1)</script></html>", "can be printed"),
    "another kind of file": (b"%PDF-1.7 and so on", "can be printed"),
    "half a picture": (b"\x89PNG\r\n\x1a\n and nothing else", "can be printed"),
    "a GIF": (encoded(Image.new("P", (30, 30)), "GIF"), "can be printed"),
    "CMYK": (encoded(Image.new("CMYK", (300, 300)), "JPEG"), "RGB"),
    "an animation": (
        encoded(Image.new("RGB", (30, 30)), save_all=True, append_images=[Image.new("RGB", (30, 30), "red")]),
        "moves",
    ),
    "30,000 points on a side": (encoded(Image.new("1", (30_000, 100))), "too many points"),
    "a bomb": (encoded(Image.new("1", (11_000, 11_000))), "too many points"),
    "a dot": (encoded(Image.new("RGB", (2, 2))), "too small"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_picture_is_refused_in_words_for_having(what: str) -> None:
    body, said = REFUSED[what]
    with pytest.raises(Invalid) as refusal:
        cleaning.clean(body)
    assert said in refusal.value.message


def test_a_drawing_becomes_a_picture_and_what_it_could_do_is_gone() -> None:
    told = '<rect width="90" height="90" fill="#cc3333" onload="alert(1)" style="background:url(http://example.org)"/>'
    style = "<style>@font-face{font-family:x;src:url(http://example.org/x.woff)}</style>"
    cleaned = cleaning.clean(svg(style + told + '<a href="javascript:alert(1)"><circle r="9" fill="#223399"/></a>'))
    assert (cleaned.is_vector, cleaned.print_kind, cleaned.width, cleaned.height) == (True, "png", 2700, 2700)
    assert cleaned.print.startswith(b"\x89PNG")
    assert cleaned.colours == 2
    assert max(Image.open(io.BytesIO(cleaned.screen)).size) == 700


def test_the_colours_of_a_logo_are_counted_as_inks() -> None:
    logo = Image.new("RGBA", (900, 900), (0, 0, 0, 0))
    assert cleaning.clean(encoded(logo)).colours == 0
    draw = ImageDraw.Draw(logo)
    draw.ellipse((50, 50, 850, 850), fill=(200, 30, 40, 255))
    draw.ellipse((300, 300, 600, 600), fill=(255, 255, 255, 255))
    assert cleaning.clean(encoded(logo)).colours == 2
    assert cleaning.clean(encoded(logo.convert("RGB"), "JPEG", quality=70)).colours == 3


def test_a_picture_keeps_every_point_and_loses_what_its_camera_wrote() -> None:
    picture = Image.effect_noise((300, 200), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "taken at home", 6
    cleaned = cleaning.clean(encoded(picture, "JPEG", exif=exif.tobytes(), quality=95))
    assert (cleaned.width, cleaned.height) == (200, 300)
    assert b"taken at home" not in cleaned.print
    lossless = cleaning.clean(encoded(picture.quantize(4).convert("RGB")))
    assert lossless.print_kind == "png"
    assert Image.open(io.BytesIO(lossless.print)).tobytes() == picture.quantize(4).convert("RGB").tobytes()
