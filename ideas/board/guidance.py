"""What a board says beside its form, and the texts that one may begin with."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ideas.board import words
from kernel import cache, db

MOST = 8


@dataclass(frozen=True)
class Template:
    """A text to begin with, by name."""

    key: str
    name_en: str
    name_fr: str
    body_en: str
    body_fr: str

    @property
    def name(self) -> str:
        return words.spoken(self.name_en, self.name_fr)

    @property
    def body(self) -> str:
        return words.spoken(self.body_en, self.body_fr)


@dataclass(frozen=True)
class Guidance:
    """What stands beside the form of one board."""

    english: str = ""
    french: str = ""
    templates: tuple[Template, ...] = ()

    @property
    def text(self) -> str:
        return words.spoken(self.english, self.french)

    def template(self, key: str) -> Template | None:
        return next((one for one in self.templates if one.key == key), None)

    def begun(self, body: str, key: str) -> str:
        """The text with a template under what was typed; one that was taken before and left as it was gives way."""
        chosen = self.template(key)
        if chosen is None or chosen.body.strip() in body:
            return body
        untouched = any(body.strip() in (one.body_en.strip(), one.body_fr.strip()) for one in self.templates)
        return chosen.body if untouched or not body.strip() else f"{body.rstrip()}\n\n{chosen.body}"


NONE = Guidance()
_kept: cache.Store[dict[int, Guidance]] = cache.Store(1, steady=True)


async def of(board_id: int) -> Guidance:
    """What a board says."""
    every = await (_read() if db.inside() else _kept.through("guidance", _read))
    return every.get(board_id, NONE)


async def _read() -> dict[int, Guidance]:
    rows = await db.rows("SELECT id, guidance_en, guidance_fr, templates FROM board")
    return {
        row["id"]: Guidance(
            row["guidance_en"], row["guidance_fr"], tuple(Template(**one) for one in json.loads(row["templates"]))
        )
        for row in rows
    }
