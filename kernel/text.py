"""Text as people type it: cleaned on the way in, folded for comparing, made into addresses, rendered from Markdown."""

from __future__ import annotations

import html
import re
import unicodedata

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_MARKED = re.compile(r"[\\`*_\[\]<&~]|^[ \t]*(?:[-+=>#]|\d{1,9}[.)])|^(?: {4}|[ ]{0,3}\t)", re.MULTILINE)
"""What may be more than its letters in Markdown."""
_MENTION = re.compile(r"(?<![\w@/.])@([a-z0-9][a-z0-9_-]{1,29})\b")
_TAGS = {"p", "br", "strong", "em", "s", "ul", "ol", "li", "blockquote", "code", "pre", "a", "h3", "h4", "hr"}
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("strikethrough").disable("image")


def clean(text: str) -> str:
    """NFC, one kind of line end, no control or direction-changing characters, no space around."""
    text = unicodedata.normalize("NFC", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return text.strip()


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """Lower case without accents, for comparing and plain search."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")


def slug(text: str, longest: int = 60) -> str:
    """Part of an address that people can read; never empty."""
    found = _NOT_WORD.sub("-", fold(text)).strip("-")[:longest].strip("-")
    return found or "-"


def markdown(text: str) -> Markup:
    """Markdown to safe HTML: no raw HTML, no pictures, links that pass on nothing; headings begin at h3."""
    made = _markdown.render(text)
    made = re.sub(r"<(/?)h([12])>", r"<\1h3>", made)
    made = _MENTION.sub(r'<a href="/people/\1">@\1</a>', made) if "@" in made else made
    return Markup(
        nh3.clean(
            made,
            tags=_TAGS,
            attributes={"a": {"href"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="nofollow ugc noopener",
        )
    )


def plain(text: str, longest: int = 200) -> str:
    """The words of a Markdown text, for excerpts, feeds and descriptions."""
    marked = _MARKED.search(text)
    bare = html.unescape(nh3.clean(_markdown.render(text), tags=set())) if marked else text
    words = " ".join(bare.split())
    return words if len(words) <= longest else words[: longest - 1].rsplit(" ", 1)[0] + "…"


def mentions(text: str) -> list[str]:
    """Handles that a text names with @, once each, in order."""
    return list(dict.fromkeys(_MENTION.findall(text.lower())))
