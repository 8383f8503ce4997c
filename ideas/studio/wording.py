"""A design in words: its choices line by line, one sentence for those who do not see it, and what differs from another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ideas.studio import recipe
from ideas.studio.product import Product
from ideas.studio.recipe import Difference, Recipe
from kernel import i18n
from kernel.i18n import gettext as _

FONTS = {"familjen": "Familjen", "serif": "Source Serif", "hand": "Amatic"}


@dataclass(frozen=True)
class Said:
    """One choice: where it is, what it is, and the colours it shows."""

    where: str
    what: str
    hexes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changed:
    """One place where two designs of a product differ; what only one of them has is None on the other side."""

    where: str
    before: Said | None
    after: Said | None


@dataclass(frozen=True)
class Spoken:
    """A recipe beside its product, in the language being spoken."""

    wanted: Recipe
    product: Product

    def name(self, kind: str, key: str) -> str:
        """What a part or an area is called."""
        find = {"texts": self.product.text, "artworks": self.product.area}.get(kind, self.product.part)
        return find(key).name.in_language(i18n.language.get())

    def dye(self, key: str) -> str:
        return self.product.dye(key).name.in_language(i18n.language.get())

    def choice(self, kind: str, key: str) -> Said | None:
        """What was chosen for a place; None where nothing was."""
        if key not in getattr(self.wanted, kind):
            return None
        what, dyes = _CHOICES[kind](self, key)
        return Said(self.name(kind, key), what, tuple(self.product.dye(dye).hex for dye in dyes))


def _dyed(spoken: Spoken, key: str) -> tuple[str, tuple[str, ...]]:
    dye = spoken.wanted.dyes[key]
    return spoken.dye(dye), (dye,)


def _made_of(spoken: Spoken, key: str) -> tuple[str, tuple[str, ...]]:
    return spoken.product.material(spoken.wanted.materials[key]).name.in_language(i18n.language.get()), ()


def _patterned(spoken: Spoken, key: str) -> tuple[str, tuple[str, ...]]:
    motif = spoken.wanted.motifs[key]
    name = spoken.product.pattern(motif.pattern).name.in_language(i18n.language.get())
    return _("pattern %(pattern)s in %(dye)s") % {"pattern": name, "dye": spoken.dye(motif.dye)}, (motif.dye,)


def _lettered(spoken: Spoken, key: str) -> tuple[str, tuple[str, ...]]:
    said = spoken.wanted.texts[key]
    words = {"words": said.words, "font": FONTS.get(said.font, said.font), "dye": spoken.dye(said.dye)}
    return _("“%(words)s” in %(font)s, %(dye)s") % words, (said.dye,)


def _printed(spoken: Spoken, key: str) -> tuple[str, tuple[str, ...]]:
    put = spoken.wanted.artworks[key]
    told = {"width": i18n.format_number(put.width / 100, 1), "turn": put.turn}
    if put.turn:
        return _("a picture %(width)s cm wide, turned by %(turn)s°") % told, ()
    return _("a picture %(width)s cm wide") % told, ()


_CHOICES = {"dyes": _dyed, "materials": _made_of, "motifs": _patterned, "texts": _lettered, "artworks": _printed}


def lines(wanted: Recipe, product: Product) -> list[Said]:
    """Each part and area of a design, in the order of its product."""
    spoken = Spoken(wanted, product)
    found = [_part(spoken, part.id) for part in product.parts]
    for kind, areas in (("texts", product.texts), ("artworks", product.areas)):
        found += [said for area in areas if (said := spoken.choice(kind, area.id))]
    return found


def _part(spoken: Spoken, key: str) -> Said:
    """A part's material, colour and pattern on one line."""
    some = [said for kind in ("dyes", "materials", "motifs") if (said := spoken.choice(kind, key))]
    hexes = tuple(colour for said in some for colour in said.hexes)
    return Said(spoken.name("dyes", key), ", ".join(said.what for said in some), hexes)


def sentence(wanted: Recipe, product: Product) -> str:
    """The whole design in one line: parts of one colour are named together."""
    spoken, parts = Spoken(wanted, product), dict[str, list[str]]()
    for part in product.parts:
        parts.setdefault(wanted.dyes[part.id], []).append(_lower(part.name.in_language(i18n.language.get())))
    told = [
        _("%(parts)s in %(dye)s") % {"parts": i18n.format_list(names), "dye": spoken.dye(dye)}
        for dye, names in parts.items()
    ]
    told += [f"{_lower(said.where)}: {said.what}" for said in _beside(spoken)]
    name = product.name.in_language(i18n.language.get())
    return _("%(product)s: %(choices)s.") % {"product": name, "choices": "; ".join(told)}


def _beside(spoken: Spoken) -> Iterator[Said]:
    """What a design has beside its colours."""
    for kind in ("materials", "motifs", "texts", "artworks"):
        for key, chosen in getattr(spoken.wanted, kind).items():
            plain = kind == "materials" and chosen == spoken.product.part(key).materials[0]
            if not plain and (said := spoken.choice(kind, key)):
                yield said


def _lower(name: str) -> str:
    """A name as it stands within a sentence; what is all capitals stays so."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def differences(one: Spoken, other: Spoken) -> list[Changed]:
    """Choice by choice, what two designs of one product made otherwise, in the order of the product."""
    order = {key.id: n for n, key in enumerate((*one.product.parts, *one.product.texts, *one.product.areas))}
    found = sorted(recipe.differences(one.wanted, other.wanted), key=lambda each: order.get(each.place, len(order)))
    return [_changed(each, one, other) for each in found]


def _changed(found: Difference, one: Spoken, other: Spoken) -> Changed:
    before, after = one.choice(found.kind, found.place), other.choice(found.kind, found.place)
    return Changed((before or after or Said("", "")).where, before, after)
