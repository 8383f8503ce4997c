"""Pictures from outside made safe for print: checked, decoded, encoded again; an SVG is filtered and drawn, never kept."""

from __future__ import annotations

import io
import re
import warnings
import xml.parsers.expat
from dataclasses import dataclass

import py_svg_hush
from PIL import Image, ImageOps, UnidentifiedImageError

from ideas.studio import inks, renderer
from kernel.errors import Invalid
from kernel.i18n import gettext as _

READS = ("PNG", "JPEG")
LONGEST_SIDE, MOST_PIXELS = 12_000, 50_000_000
KEPT_SIDE, SCREEN_SIDE = 6000, 700
VECTOR_SIDE = 2700
LARGEST_SVG, DEEPEST, MOST_ELEMENTS = 2_000_000, 64, 5000
FORBIDDEN = {"script", "foreignobject", "iframe", "object", "embed", "audio", "video", "animate", "set", "image"}
WORDS = {"text", "tspan", "textpath"}


@dataclass(frozen=True)
class Cleaned:
    """A picture for print and a small one for the screen, each with the ending of its file."""

    print: bytes
    print_kind: str
    screen: bytes
    screen_kind: str
    width: int
    height: int
    colours: int
    is_vector: bool


def clean(body: bytes) -> Cleaned:
    """A picture that may be printed; Invalid, in words for the one who sent it, where it is none."""
    if _is_markup(body):
        return _cleaned(_opened(_drawn(body)), is_vector=True)
    return _cleaned(_opened(body), is_vector=False)


def fewer(body: bytes, most: int) -> Cleaned:
    """A picture that was cleaned before, in at most so many colours."""
    with Image.open(io.BytesIO(body), formats=READS) as picture:
        return _cleaned(inks.reduced(picture, most), is_vector=False)


def _is_markup(body: bytes) -> bool:
    return body[:512].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<")


def _opened(body: bytes) -> Image.Image:
    """A decoded picture in RGB or RGBA, upright."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(body), formats=READS)
            _measure(picture)
            upright = ImageOps.exif_transpose(picture)
            has_alpha = "A" in upright.getbands() or "transparency" in upright.info
            return upright.convert("RGBA" if has_alpha else "RGB")
    except (Image.DecompressionBombError, Warning) as error:
        raise Invalid(
            _("The picture has too many points: 12,000 on a side and 50 million in all are the most.")
        ) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Invalid(_("This is not a picture that can be printed: send a PNG, JPEG or SVG.")) from error


def _measure(picture: Image.Image) -> None:
    if max(picture.size) > LONGEST_SIDE or picture.width * picture.height > MOST_PIXELS:
        raise Invalid(_("The picture has too many points: 12,000 on a side and 50 million in all are the most."))
    if min(picture.size) < 16:
        raise Invalid(_("The picture is too small to be printed."))
    if getattr(picture, "n_frames", 1) > 1:
        raise Invalid(_("The picture moves. A print stands still: send one of its frames."))
    if picture.mode in ("CMYK", "YCCK"):
        raise Invalid(_("The picture is in CMYK, and its colours would shift. Save it as RGB first."))


def _cleaned(picture: Image.Image, *, is_vector: bool) -> Cleaned:
    picture.thumbnail((KEPT_SIDE, KEPT_SIDE))
    small = picture.copy()
    small.thumbnail((SCREEN_SIDE, SCREEN_SIDE))
    colours = inks.count(picture)
    photo = picture.mode == "RGB" and colours > 24
    whole, tiny = _encoded(picture, photo=photo), _encoded(small, photo=photo)
    return Cleaned(*whole, *tiny, picture.width, picture.height, colours, is_vector)


def _encoded(picture: Image.Image, *, photo: bool) -> tuple[bytes, str]:
    """PNG without loss; a photograph as a JPEG whose loss no print shows."""
    out = io.BytesIO()
    if photo:
        picture.save(out, "JPEG", quality=94, subsampling=0)
    else:
        picture.save(out, "PNG")
    return out.getvalue(), "jpg" if photo else "png"


def _drawn(body: bytes) -> bytes:
    """A drawing as a PNG: what is not on the allow-list is gone, and the rest is drawn with little time and memory."""
    _inspect(body)
    try:
        filtered = py_svg_hush.filter_svg(body, {}).decode()
        return renderer.png_once(filtered, _width(filtered))
    except (ValueError, renderer.NotDrawn) as error:
        raise Invalid(_("This SVG cannot be drawn. Save it as a plain SVG, or send a PNG.")) from error


def _inspect(body: bytes) -> None:
    """Refuse what no picture needs, before anything else reads it."""
    if len(body) > LARGEST_SVG:
        raise Invalid(_("The SVG is over 2 MB. A simpler one will do, or a PNG."))
    counts, depth = [0, 0], [0]
    parser = xml.parsers.expat.ParserCreate()

    def begin(name: str, attributes: dict[str, str]) -> None:
        plain = name.rpartition(":")[2].lower()
        if plain in WORDS:
            raise Invalid(_("The SVG holds words in a font that we do not have. Turn them into outlines first."))
        if plain in FORBIDDEN:
            raise Invalid(_("The SVG holds more than shapes: no scripts, pictures, moving or foreign parts."))
        counts[0] += 1
        depth[0] += 1
        if counts[0] > MOST_ELEMENTS or depth[0] > DEEPEST:
            raise Invalid(_("The SVG is too complicated: 5,000 elements, 64 inside one another, are the most."))
        if counts[0] == 1 and plain != "svg":
            raise Invalid(_("This is not a picture that can be printed: send a PNG, JPEG or SVG."))

    def end(name: str) -> None:
        depth[0] -= 1

    def declared(*about: object) -> None:
        raise Invalid(_("The SVG declares entities or a document type. Save it as a plain SVG."))

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    try:
        parser.Parse(body, True)
    except (xml.parsers.expat.ExpatError, ValueError, UnicodeError) as error:
        raise Invalid(_("This SVG cannot be drawn. Save it as a plain SVG, or send a PNG.")) from error


_OPENING = re.compile(r"<(?:\w++:)?svg\b[^<>]*+>")
_ATTRIBUTE = re.compile(r'\b(viewBox|width|height)\s*=\s*["\']([^"\']*)["\']')
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e[-+]?\d+)?", re.I)


def _width(svg: str) -> int:
    """How many pixels wide to draw; ValueError for a drawing without a sane size."""
    opening = _OPENING.search(svg)
    if opening is None:
        raise ValueError("no svg")
    told = dict(_ATTRIBUTE.findall(opening[0]))
    numbers = [float(number) for number in _NUMBER.findall(told.get("viewBox", ""))]
    if len(numbers) == 4:
        width, height = numbers[2:]
    else:
        width, height = (float((_NUMBER.findall(told.get(side, "")) or ["0"])[0]) for side in ("width", "height"))
    if not (0.01 < width < 1e6 and 0.01 < height < 1e6 and 1 / 20 <= width / height <= 20):
        raise ValueError("a size that is none")
    return round(VECTOR_SIDE * min(1.0, width / height))
