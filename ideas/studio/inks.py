"""The inks that a print of a picture needs: counted, and made fewer by merging those that are missed least. No I/O."""

from __future__ import annotations

from typing import cast

from PIL import Image

MOST_COLOURS = 64
NEAR, SHARE = 40, 0.004
"""How near two colours are (in RGB) to be one ink, and how much of a picture one must cover to need an ink."""
Colour = tuple[int, int, int]


def count(picture: Image.Image) -> int:
    """How many inks a print would need, at most 64: colours that cover 0.4 % of it, those near one another as one."""
    return min(MOST_COLOURS, len(_needed(picture)))


def reduced(picture: Image.Image, most: int) -> Image.Image:
    """A picture in at most so many inks, its edges hard: each point takes the nearest ink, or none where it is clear."""
    inks = _merged(_needed(picture), max(1, most))
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for colour in inks or [(0, 0, 0)] for channel in colour])
    flat = picture.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE).convert("RGB")
    if picture.mode == "RGBA":
        flat.putalpha(picture.getchannel("A").point(lambda alpha: 255 if alpha >= 128 else 0))
    return flat


def palette(picture: Image.Image) -> list[str]:
    """The inks of a picture in hex, the one that covers most first."""
    return ["#{:02x}{:02x}{:02x}".format(*colour) for colour, _count in _needed(picture)[:MOST_COLOURS]]


def _needed(picture: Image.Image) -> list[tuple[Colour, int]]:
    """Each ink with how many points of a small copy it covers, the most first."""
    small = picture.copy()
    small.thumbnail((400, 400), Image.Resampling.NEAREST)
    points = small.convert("RGBA").tobytes()
    seen = b"".join(points[at : at + 3] for at in range(0, len(points), 4) if points[at + 3] >= 128)
    if not seen:
        return []
    flat = Image.frombytes("RGB", (len(seen) // 3, 1), seen)
    octree = flat.quantize(256, Image.Quantize.FASTOCTREE).convert("RGB")
    found: list[tuple[Colour, int]] = []
    for points_of, colour in cast("list[tuple[int, Colour]]", sorted(octree.getcolors(len(seen)) or [], reverse=True)):
        at = next((n for n, (other, _n) in enumerate(found) if _apart(colour, other) < NEAR), None)
        if at is None:
            found.append((colour, points_of))
        else:
            found[at] = (found[at][0], found[at][1] + points_of)
    return sorted((ink for ink in found if ink[1] >= SHARE * flat.width), key=lambda ink: -ink[1])


def _merged(inks: list[tuple[Colour, int]], most: int) -> list[Colour]:
    """Ward's clustering (J. Am. Stat. Assoc. 58, 1963), but the larger of two inks stays as it is: no mud is mixed."""
    left = inks[:MOST_COLOURS]
    while len(left) > most:
        pairs = ((_cost(left[i], left[j]), i, j) for j in range(len(left)) for i in range(j))
        _least, keep, gone = min(pairs)
        left[keep] = (left[keep][0], left[keep][1] + left[gone][1])
        del left[gone]
    return [colour for colour, _count in left]


def _cost(one: tuple[Colour, int], other: tuple[Colour, int]) -> float:
    """What merging two inks adds to the squared error."""
    return one[1] * other[1] / (one[1] + other[1]) * _apart(one[0], other[0]) ** 2


def _apart(one: Colour, other: Colour) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)
