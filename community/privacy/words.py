"""The words that tell who somebody was, and how they are taken out of what others wrote."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tortoise.expressions import Q

from community.people.models import Person
from community.privacy import storage
from kernel import text


@dataclass(frozen=True)
class Words:
    """What tells who somebody was, kept in memory while they are erased, and nowhere else.

    A name that another member bears too tells nobody apart: it is empty here, and stays where others wrote it.
    """

    name: str
    handle: str
    email: str
    bio: str

    @property
    def sought(self) -> list[str]:
        """What is looked for afterwards: a name of one word is many people's."""
        told = (self.email, f"@{self.handle}", f"/people/{self.handle}", self.whole, self.folded, self.slug, self.bio)
        return [word for word in told if len(word) > 3]

    @property
    def whole(self) -> str:
        return self.name if " " in self.name.strip() else ""

    @property
    def folded(self) -> str:
        """The whole name as it is looked for, without accents."""
        return text.fold(self.whole)

    @property
    def slug(self) -> str:
        """The whole name as it stands in addresses of what is called by it."""
        return text.slug(self.whole, 200) if self.whole else ""

    def without(self, *, handle: str, name: str) -> Callable[[str], str]:
        """Takes them out of a text of somebody else's."""
        rules = [
            (rf"@{re.escape(self.handle)}(?![\w-])", f"@{handle}"),
            (rf"/people/{re.escape(self.handle)}(?![\w-])", f"/people/{handle}"),
        ]
        if self.email:
            rules += [(rf"(?<![\w.+-]){re.escape(form)}(?![\w-])", "…") for form in storage.spelt(self.email)]
        if self.whole:
            rules += [(rf"(?<!\w){re.escape(form)}(?!\w)", name) for form in storage.spelt(self.name)]
            rules += [(rf"(?<!\w){re.escape(self.folded)}(?!\w)", text.fold(name))]
            rules += [(rf"(?<![^\W_]){re.escape(self.slug)}(?![^\W_])", handle)] if self.slug else []
        found = [(re.compile(rule, re.IGNORECASE), after) for rule, after in rules]

        def change(said: str) -> str:
            for rule, after in found:
                said = rule.sub(after, said)
            return said

        return change


async def of(person: Person, kept: Mapping[str, Any]) -> Words:
    """Of somebody whose account is closed; `kept` is what would come back."""
    told = Words(str(kept["name"]), str(kept["handle"]), person.email or "", str(kept["bio"]))
    others = Person.exclude(id=person.id)
    is_shared = await others.filter(Q(name__iexact=told.name) | Q(handle=told.slug or told.handle)).exists()
    return replace(told, name="") if is_shared else told
