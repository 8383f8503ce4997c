"""Changes of a product: a thing more, otherwise or no longer, a new drawing, a product out of a drawing. No I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from ideas.studio.product import Product
from ideas.studio.shapes import Box
from ideas.studio.vectors import Drawing
from ideas.studio.words import Wrong
from kernel import forms

KINDS = ("dyes", "materials", "patterns", "parts", "texts", "areas", "views")
Data = dict[str, Any]
PATTERN_SIDE = 200
TALL_MM = 300.0
"""How tall a product is taken to be until somebody says the size of its areas."""


def built(data: Data) -> Product:
    """A product out of its document; Wrong with every place at which it does not hold together."""
    try:
        product = Product.model_validate(data)
    except ValidationError as error:
        faults: list[tuple[str, str]] = []
        for detail in error.errors():
            found = detail.get("ctx", {}).get("error")
            if isinstance(found, Wrong):
                faults += found.faults
            else:
                faults.append((".".join(map(str, detail["loc"])), forms.sentence(detail)))
        raise Wrong(faults) from error
    if unplaced := [part.id for part in product.parts if part.patterns and not _is_placed(product, part.id)]:
        raise Wrong([(f"parts.{key}", "unplaced") for key in unplaced])
    return product


def _is_placed(product: Product, part: str) -> bool:
    return any(("pattern", part) in view.places for view in product.views)


def changed(product: Product, **facts: Any) -> Product:
    return built({**product.model_dump(), **facts})


def put(product: Product, kind: str, thing: Mapping[str, Any]) -> Product:
    """The product with a thing of a kind as it is now said, behind the others when it is new."""
    data = product.model_dump()
    things = list(data[kind])
    at = next((n for n, one in enumerate(things) if one["id"] == thing["id"]), len(things))
    things[at : at + 1] = [{**(things[at] if at < len(things) else {}), **thing}]
    return built({**data, kind: things})


def without(product: Product, kind: str, key: str) -> Product:
    """The product without a thing, nor any choice of it."""
    data = product.model_dump()
    data[kind] = [one for one in data[kind] if one["id"] != key]
    if kind in ("dyes", "materials", "patterns"):
        data["parts"] = [{**part, kind: [one for one in part[kind] if one != key]} for part in data["parts"]]
    if kind == "dyes":
        data["texts"] = [{**area, "dyes": [one for one in area["dyes"] if one != key]} for area in data["texts"]]
    if kind == "parts":
        data["texts"] = [{**area, "on": None if area["on"] == key else area["on"]} for area in data["texts"]]
    if kind == "views":
        data["texts"] = [area for area in data["texts"] if area["view"] != key]
        data["areas"] = [area for area in data["areas"] if area["view"] != key]
    return built(data)


def ordered(product: Product, kind: str, keys: Sequence[str]) -> Product:
    """The product with the things of a kind in the order of these keys; whatever they leave out follows as it stood.

    What parts and words may be chosen in follows that order too, but for how each is made plain, which stays first.
    """
    place = {key: n for n, key in enumerate(dict.fromkeys(keys))}
    data = product.model_dump()
    data[kind] = sorted(data[kind], key=lambda one: place.get(one["id"], len(place)))
    now = {one["id"]: n for n, one in enumerate(data[kind])}
    first = 0 if kind == "patterns" else 1
    for one in (*data["parts"], *data["texts"]):
        if kind in one:
            one[kind] = (*one[kind][:first], *sorted(one[kind][first:], key=now.__getitem__))
    return built(data)


def viewed(product: Product, view: Mapping[str, Any], drawn: Drawing, *, drops: bool) -> Product:
    """The product with a side drawn (anew): new parts and areas come with it; `drops` lets go what no side shows now."""
    data = product.model_dump()
    key = view["id"]
    _grow(data, key, drawn)
    if drops:
        sides = [one["svg"] for one in data["views"] if one["id"] != key] + [drawn.svg]
        data["parts"] = [one for one in data["parts"] if any(f"var(--{one['id']})" in svg for svg in sides)]
        for kind, places in (("texts", drawn.texts), ("areas", drawn.arts)):
            data[kind] = [area for area in data[kind] if area["view"] != key or area["id"] in places]
    views = [one for one in data["views"] if one["id"] != key]
    at = next((n for n, one in enumerate(data["views"]) if one["id"] == key), len(views))
    views.insert(at, {**view, "svg": drawn.svg})
    return built({**data, "views": views})


def undrawn(product: Product, view: str, drawn: Drawing) -> list[str]:
    """Parts and areas that no side would show with this drawing."""
    others = "".join(one.svg for one in product.views if one.id != view)
    parts = [part.id for part in product.parts if f"var(--{part.id})" not in others + drawn.svg]
    areas = [area.id for area in product.areas if area.view == view and area.id not in drawn.arts]
    return [*parts, *areas, *(text.id for text in product.texts if text.view == view and text.id not in drawn.texts)]


def imported(name: Mapping[str, str], *, price: int, currency: str, drawn: Drawing, palette: Product | None) -> Product:
    """A product out of its first drawing, in another product's dyes or in those that the drawing has."""
    dyes = [dye.model_dump() for dye in palette.dyes] if palette else _dyes(drawn)
    taken = {kind: palette.model_dump()[kind] if palette else () for kind in ("materials", "patterns")}
    data: Data = {"name": name, "price": price, "currency": currency, "dyes": dyes, **taken}
    data |= {"parts": [], "texts": [], "areas": [], "views": []}
    _grow(data, "front", drawn)
    view = {"id": "front", "name": {"en": "Front", "fr": "Devant"}, "svg": drawn.svg}
    return built({**data, "views": [view]})


def _grow(data: Data, view: str, drawn: Drawing) -> None:
    """Add the parts and areas that a drawing has and the product does not know."""
    known = {part["id"] for part in data["parts"]}
    data["parts"] = [*data["parts"], *(_part(data, *one) for one in drawn.parts.items() if one[0] not in known)]
    for part in data["parts"]:
        if part["id"] in drawn.patterns and not part["drawn"]:
            part["drawn"] = _covering(drawn.patterns[part["id"]])
        if part["id"] in drawn.patterns and part["id"] not in known:
            part["patterns"] = [pattern["id"] for pattern in data["patterns"]]
    texts, areas = {one["id"] for one in data["texts"]}, {one["id"] for one in data["areas"]}
    for key in drawn.texts.keys() - texts:
        data["texts"] = [*data["texts"], _text(data, view, key, drawn)]
    for key in drawn.arts.keys() - areas:
        data["areas"] = [*data["areas"], _area(view, key, drawn)]


def _part(data: Data, key: str, colour: str) -> Data:
    near = sorted((_distance(dye["hex"], colour), n) for n, dye in enumerate(data["dyes"])) if colour else [(0, 0)]
    first = data["dyes"][near[0][1]]["id"]
    dyes = [first, *(dye["id"] for dye in data["dyes"] if dye["id"] != first)][:40]
    return {"id": key, "name": _named(key), "dyes": dyes, "materials": [], "patterns": [], "drawn": None}


def _text(data: Data, view: str, key: str, drawn: Drawing) -> Data:
    left, top, width, height = _placed(drawn, drawn.texts[key], 0.5, 0.08)
    dyes = [dye["id"] for dye in data["dyes"]][:40]
    shape = {"x": left, "y": top, "width": width, "height": height, "width_mm": round(width * _mm(drawn), 1)}
    return {"id": key, "name": _named(key), "view": view, **shape, "dyes": dyes, "letters": "0123456789.,!?&'’-"}


def _area(view: str, key: str, drawn: Drawing) -> Data:
    left, top, width, height = _placed(drawn, drawn.arts[key], 0.4, 0.4)
    size = {"width_mm": round(width * _mm(drawn), 1), "height_mm": round(height * _mm(drawn), 1)}
    method = {"en": "Screen print", "fr": "Sérigraphie"}
    return {"id": key, "name": _named(key), "view": view, "x": left, "y": top, "width": width, **size, "method": method}


def _mm(drawn: Drawing) -> float:
    return TALL_MM / drawn.box.height


def _placed(drawn: Drawing, box: Any, wide: float, tall: float) -> tuple[float, float, float, float]:
    if box is not None and box.width > 0 and box.height > 0:
        return box.left, box.top, box.width, box.height
    width, height = drawn.box.width * wide, drawn.box.height * tall
    return (
        drawn.box.left + (drawn.box.width - width) / 2,
        drawn.box.top + (drawn.box.height - height) / 2,
        width,
        height,
    )


def _covering(box: Box) -> tuple[float, float, float]:
    """Left, top and scale of the smallest square of a pattern that covers a box."""
    side = max(box.width, box.height)
    left, top = box.left + (box.width - side) / 2, box.top + (box.height - side) / 2
    return round(left, 1), round(top, 1), round(side / PATTERN_SIDE, 3)


def _dyes(drawn: Drawing) -> list[Data]:
    """The colours that a drawing has, and two more where it has fewer than two."""
    found = list(dict.fromkeys([*filter(None, drawn.parts.values()), "#f2f0e7", "#193637"]))[:60]
    return [
        {"id": f"dye-{n}", "name": {"en": colour, "fr": colour}, "hex": colour} for n, colour in enumerate(found, 1)
    ]


def _named(key: str) -> dict[str, str]:
    said = key.replace("-", " ").capitalize()
    return {"en": said, "fr": said}


def _distance(one: str, other: str) -> int:
    return sum((int(one[n : n + 2], 16) - int(other[n : n + 2], 16)) ** 2 for n in (1, 3, 5))
