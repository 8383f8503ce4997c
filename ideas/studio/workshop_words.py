"""How the workshop calls the kinds of things that a product has."""

from __future__ import annotations

from dataclasses import dataclass

from kernel.i18n import mark


@dataclass(frozen=True)
class Word:
    """Message ids for a kind: many of it, a new one, and what it is."""

    many: str
    further: str
    hint: str


KINDS = {
    "views": Word(mark("Sides"), mark("Add a side"), mark("One drawing each; its named groups are the parts.")),
    "parts": Word(mark("Parts"), mark("Add a part"), mark("What may be chosen one by one, and in what.")),
    "dyes": Word(mark("Colours"), mark("Add a colour"), mark("What the maker can dye, with the maker’s reference.")),
    "materials": Word(mark("Materials"), mark("Add a material"), mark("What parts may be made of.")),
    "patterns": Word(mark("Patterns"), mark("Add a pattern"), mark("Drawings in one colour that parts may carry.")),
    "texts": Word(mark("Words"), mark("Add a place for words"), mark("Where words may stand, and how many letters.")),
    "areas": Word(
        mark("Prints"), mark("Add a place for a print"), mark("Where artwork may be printed, and how large.")
    ),
}
