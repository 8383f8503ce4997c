"""What staff set about the site in the browser: brand, accent, language, and the mark of a demo world."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from kernel import cache, colours, db

ACCENT = "oklch(0.73 0.17 50)"
_COLOUR = re.compile(r"oklch\(\s*[\d.]+%?\s+[\d.]+\s+[\d.]+(deg)?\s*\)|#[0-9a-fA-F]{6}", re.ASCII)
_kept: cache.Store[Site] = cache.Store(1, steady=True)


@dataclass(frozen=True)
class Site:
    name: str = "Tandem"
    accent: str = ACCENT
    tagline_fr: str = ""
    tagline_en: str = ""
    language: str = "en"
    currency: str = "EUR"
    mark: str = ""
    demo: bool = False
    ready: bool = False

    @property
    def css(self) -> str:
        return f":root{{--brand:{self.accent}}}"

    @property
    def mark_url(self) -> str:
        """The brand's own mark as PNG, which mail programs read too; empty where it shows ours."""
        return f"/mark.{self.mark}.png" if self.mark else ""

    @property
    def fill(self) -> str:
        """The accent as hex, for letters."""
        return colours.hexed(colours.fill(self.accent))

    @property
    def on_fill(self) -> str:
        """Text on the accent as hex, for letters."""
        return colours.hexed(colours.on_fill(self.accent))


def is_colour(text: str) -> bool:
    """A colour that may stand in a stylesheet: #rrggbb or oklch(l c h)."""
    return bool(_COLOUR.fullmatch(text.strip()))


async def current() -> Site:
    """The site's settings, kept until something changes."""
    return await _kept.through("site", _read)


async def _read() -> Site:
    rows = await db.rows("SELECT key, value FROM site_setting")
    known = {row["key"]: json.loads(row["value"]) for row in rows if row["key"] in Site.__dataclass_fields__}
    return Site(**known)


async def change(**values: Any) -> None:
    """Set some of the site's settings."""
    async with db.transaction():
        for key, value in values.items():
            await db.execute(
                "INSERT INTO site_setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                key,
                json.dumps(value),
            )
    _kept.forget("site")
