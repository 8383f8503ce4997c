"""Text as other tools keep it, as Markdown: HTML read by an allow-list, plain text left as it is."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3

from kernel import text

_TRAILING = re.compile(r"(?<![ \t])[ \t]++\n")
_LOOKS = re.compile(
    r"</?(?:p|br|div|span|b|i|u|em|strong|a|ul|ol|li|img|h[1-6]|blockquote|pre|code|table|tr|td)\b[^<>]*>", re.I
)
_TAGS = {
    *(
        "p",
        "br",
        "div",
        "b",
        "strong",
        "i",
        "em",
        "s",
        "del",
        "a",
        "ul",
        "ol",
        "li",
        "img",
        "blockquote",
        "pre",
        "code",
    ),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "tr"),
}
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~"}
_BLOCKS = {"p", "div", "blockquote", "pre", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr"}
DEEPEST = 8


def markdown(typed: str) -> str:
    """Markdown of a text that may be HTML; links and pictures stay as links, scripts and styles are gone."""
    if not _LOOKS.search(typed):
        return text.clean(typed)
    safe = nh3.clean(
        typed,
        tags=_TAGS,
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    writer = _Writer()
    writer.feed(safe)
    writer.close()
    return text.clean(_TRAILING.sub("\n", re.sub(r"\n{3,}", "\n\n", "".join(writer.out))))


def with_links(body: str, links: list[str]) -> str:
    """A text with the addresses of what was attached to it at its foot."""
    listed = [f"- <{link}>" for link in links if link.startswith(("http://", "https://")) and " " not in link]
    return f"{body}\n\n" * bool(body) + "\n".join(listed) if listed else body


class _Writer(HTMLParser):
    """Writes the Markdown of HTML that was cleaned before."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._links: list[str] = []
        self._lists: list[int] = []
        self._quotes = 0
        self._is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _MARKS:
            self.out.append(_MARKS[tag])
        elif tag in ("br", "tr"):
            self._end_line(1)
        elif tag == "a":
            self._links.append(given.get("href", ""))
            self.out.append("[" if self._links[-1] else "")
        elif tag == "img":
            if given.get("src"):
                self.out.append(f"[{given.get('alt') or 'image'}]({given['src']})")
        elif tag == "li":
            self._item()
        elif tag == "hr":
            self.out.append("\n\n---\n\n")
        else:
            self._open_block(tag)

    def _open_block(self, tag: str) -> None:
        if tag == "code":
            self.out.append("" if self._is_code else "`")
            return
        self._end_line(1 if self._lists else 2)
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ul" else 1)
        elif tag == "blockquote":
            self._quotes = min(self._quotes + 1, DEEPEST)
            self.out.append("> " * self._quotes)
        elif tag == "pre":
            self._is_code = True
            self.out.append("```\n")
        elif tag[0] == "h":
            self.out.append("### " if tag in ("h1", "h2", "h3") else "#### ")

    def _item(self) -> None:
        self._end_line(1)
        number = self._lists[-1] if self._lists else 0
        if number:
            self._lists[-1] += 1
        self.out.append("  " * min(len(self._lists) - 1, DEEPEST) + (f"{number}. " if number else "- "))

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS:
            self.out.append(_MARKS[tag])
        elif tag == "a":
            link = self._links.pop() if self._links else ""
            self.out.append(f"]({link})" if link else "")
        elif tag == "code":
            self.out.append("" if self._is_code else "`")
        elif tag == "pre":
            self._is_code = False
            self.out.append("\n```\n\n")
        elif tag in _BLOCKS:
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
            self._quotes -= tag == "blockquote" and self._quotes > 0
            self._end_line(1 if self._lists else 2)

    def _end_line(self, many: int) -> None:
        if self.out:
            self.out.append("\n" * many + "> " * self._quotes)

    def handle_data(self, data: str) -> None:
        self.out.append(data if self._is_code else re.sub(r"\s+", " ", data))
