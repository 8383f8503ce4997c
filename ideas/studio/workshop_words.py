"""How the workshop calls the kinds of things that a product has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kernel import i18n
from kernel.i18n import gettext as _
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


def unread(names: Sequence[str]) -> list[str]:
    """A sentence about names in a drawing that no part can have; none where there are none."""
    if not names:
        return []
    said = _("No part can be called %(names)s: a name has small letters, digits and hyphens. They keep their colours.")
    return [said % {"names": i18n.format_list(list(names))}]
