"""The language of members' words, as pages and feeds name it, so that a screen reader says them with their own sounds."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from markupsafe import Markup

from kernel.search import languages

LOOKED_AT = 400
"""Letters that tell the language of a text; more change nothing and cost time on pages with many."""
REMEMBERED = 20_000
_known: dict[bytes, str] = {}  # by digest: nobody's words stay in memory when they are taken away


def attribute(words: Any, known: Any = None) -> Markup:
    """` lang="fr"` for the element that holds somebody's words; nothing where their language cannot be told.

    `known` is the language that was kept with them, empty where neither words nor author gave one.
    """
    tag = known if isinstance(known, str) else of(words)
    return Markup(' lang="{}"').format(tag) if tag else Markup("")


def of(words: Any) -> str:
    """`fr`, `en`, or nothing; None and what a template does not know are no words."""
    text = str(words)[:LOOKED_AT] if isinstance(words, str) else ""
    if not text:
        return ""
    key = blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
    if key not in _known:
        if len(_known) >= REMEMBERED:
            _known.clear()
        _known[key] = languages.of(text)
    return _known[key]
