"""The forms of a page as a browser reads them: where each goes, its fields, and what would be sent if nobody touched it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID_TYPES = ("submit", "button", "reset", "image")
PLAUSIBLE = {"email": "who@example.org", "date": "2027-01-31", "number": "3", "url": "https://example.org/"}


@dataclass
class Field:
    """One control: the values it offers, if it offers any, and whether it is on as the page comes."""

    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        return self.kind in ("text", "textarea", "search", "email", "number", "date", "url", "tel")


@dataclass
class Paper:
    """A form that is sent."""

    action: str
    fields: list[Field] = field(default_factory=list)

    def filled(self, **values: str) -> dict[str, str | list[str]]:
        """What is sent when somebody types something plausible everywhere, and `values` in some places."""
        sent: dict[str, str | list[str]] = {}
        for one in self.fields:
            if one.kind != "file":
                sent[one.name] = self._plausible(one)
        return {**sent, **values}

    def _plausible(self, one: Field) -> str:
        if one.kind in PLAUSIBLE:
            return one.value or PLAUSIBLE[one.kind]
        if one.choices:
            return one.value or next((choice for choice in one.choices if choice), "")
        if one.kind == "password":
            return "plum and thyme 7"
        return f"Kept {one.name}" if one.is_typed else one.value

    @property
    def typed(self) -> list[Field]:
        return [one for one in self.fields if one.is_typed]

    @property
    def files(self) -> list[Field]:
        return [one for one in self.fields if one.kind == "file"]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.papers: list[Paper] = []
        self.paper: Paper | None = None
        self.select: Field | None = None
        self.area: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.paper = Paper(about.get("action", "")) if about.get("method", "").lower() == "post" else None
        elif self.paper is None:
            return
        elif tag == "input" and about.get("name") and about.get("type", "text") not in VOID_TYPES:
            self._input(about)
        elif tag == "button" and about.get("name"):
            held = next((one for one in self._fields() if one.name == about["name"]), None)
            (held or self._add(Field(about["name"], "button"))).choices.append(about.get("value", ""))
        elif tag == "select" and about.get("name"):
            self.select = self._add(Field(about["name"], "select"))
        elif tag == "option" and self.select:
            self.select.choices.append(about.get("value", ""))
            if "selected" in about:
                self.select.value = about.get("value", "")
        elif tag == "textarea" and about.get("name"):
            self.area = self._add(Field(about["name"], "textarea"))

    def _input(self, about: dict[str, str]) -> None:
        kind = about.get("type", "text")
        value = about.get("value", "on" if kind in ("checkbox", "radio") else "")
        held = next((one for one in self._fields() if one.name == about["name"]), None)
        if kind in ("checkbox", "radio"):
            offered = held or self._add(Field(about["name"], kind))
            offered.choices.append(value)
            offered.value = value if "checked" in about else offered.value
        elif held is None:
            self._add(Field(about["name"], kind, value))

    def _fields(self) -> list[Field]:
        return self.paper.fields if self.paper else []

    def _add(self, one: Field) -> Field:
        self._fields().append(one)
        return one

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.paper:
            self.papers.append(self.paper)
            self.paper = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


def papers_of(page: str) -> list[Paper]:
    """Every form of a page that is sent by POST."""
    reader = _Reader()
    reader.feed(page)
    return reader.papers
