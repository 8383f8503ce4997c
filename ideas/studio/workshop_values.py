"""What stands in the workshop's fields: a product and its things as people write them. No I/O."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ideas.studio.product import Product
from ideas.studio.products import Made
from ideas.studio.workshop_forms import major
from kernel import i18n
from kernel.i18n import gettext as _

Values = dict[str, Any]


def facts(made: Made) -> Values:
    """The product's own fields."""
    product = made.product
    return {
        **_names(product),
        "price": major(product.price, product.currency),
        "lead_days": product.lead_days,
        "sizes": ", ".join(product.sizes),
        "hangs": product.hangs,
        "royalty": str((Decimal(made.royalty) / 100).normalize().quantize(Decimal("0.01"))),
    }


def of(made: Made, kind: str, key: str) -> Values:
    """The fields of one thing; none where the product does not have it."""
    thing = next((one for one in getattr(made.product, kind) if one.id == key), None)
    if thing is None:
        return {}
    told: Values = {**thing.model_dump(exclude={"id", "name"}), **_names(thing), "key": key}
    if "surcharge" in told:
        told["surcharge"] = major(told["surcharge"], made.currency)
    if kind == "parts":
        told["plain"], told["made_of"] = thing.dyes[0], thing.materials[0] if thing.materials else ""
        told["left"], told["top"], told["scale"] = (f"{number:g}" for number in thing.drawn or (0, 0, 1))
    if kind == "areas":
        told["method_en"], told["method_fr"] = thing.method.en, thing.method.fr
    return {name: f"{value:g}" if isinstance(value, float) else value for name, value in told.items()}


def empty(made: Made, kind: str) -> Values:
    """What a new thing begins with."""
    dyes = [dye.id for dye in made.product.dyes]
    begun: dict[str, Values] = {
        "parts": {"dyes": dyes, "plain": dyes[0], "left": "0", "top": "0", "scale": "1"},
        "texts": {"dyes": dyes, "most": 18, "turn": "0", "letters": "0123456789.,!?&'’-", "view": made.view},
        "areas": {"colours": 8, "bleed_mm": "3", "view": made.view},
        "dyes": {"hex": "#70925d"},
    }
    return begun.get(kind, {})


def choices(product: Product) -> Values:
    """What a field may choose from, by kind: key, name, and a dye's colour."""
    lang = i18n.language.get()

    def told(things: tuple[Any, ...]) -> list[tuple[str, str, str]]:
        return [(one.id, one.name.in_language(lang), getattr(one, "hex", "")) for one in things]

    kinds = ("dyes", "materials", "patterns", "parts", "views")
    return {kind: told(getattr(product, kind)) for kind in kinds}


def spoken(product: Product, name: str, value: Any) -> str:
    """What a field holds, as it is read: things by their names, a drawing by its length."""
    if name == "svg":
        return _("another drawing")
    if value in (None, "", (), []):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    kind = {"plain": "dyes", "made_of": "materials", "on": "parts", "view": "views"}.get(name, name)
    known = {one[0]: one[1] for one in choices(product).get(kind, ())}
    said = value if isinstance(value, (list, tuple)) else [value]
    return i18n.format_list([known.get(str(one), str(one)) for one in said])


def _names(thing: Any) -> Values:
    return {"name_en": thing.name.en, "name_fr": thing.name.fr}
