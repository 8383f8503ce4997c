"""The language of an idea's words: what its author says, else what the words themselves look like."""

from __future__ import annotations

from typing import Any

from ideas.board import queries
from ideas.board.models import Idea
from kernel import text
from kernel.search import languages


def found(title: str, body: str) -> str:
    """`fr`, `en`, or nothing where it is neither or nobody can tell."""
    return languages.of(f"{title}\n{body}")


def said(title: str, body: str, chosen: str) -> dict[str, Any]:
    """Both columns for words that are saved; nothing chosen leaves it to the words."""
    return {"language": chosen or found(title, body), "is_language_chosen": bool(chosen)}


def words(title: str, body: str, chosen: str) -> dict[str, Any]:
    """All columns that hold the words of a new idea."""
    told = {"title": title, "slug": text.slug(title), "body": body, "folded": queries.folded(title, body)}
    return {**told, **said(title, body, chosen)}


def again(idea: Idea, title: str, body: str, chosen: str | None) -> dict[str, Any]:
    """The same for an edition; None leaves a choice of before as it is."""
    before = idea.language if idea.is_language_chosen else ""
    return said(title, body, before if chosen is None else chosen)
