"""Rows of another tool as records of ours: what an idea, a support, a comment or an answer needs, all of it text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kernel import clock, text
from kernel.i18n import gettext as _
from voting.movers import dates, markup, recognition
from voting.movers.recognition import Plan
from voting.movers.tools.shapes import COMMENTS, IDEAS, LABELLED, LABELS, MANY, PEOPLE, SUPPORTS, Tool

IDEA, SUPPORT, COMMENT, REPLY, ANSWER, MERGE, PERSON, LABEL, TAGGED = (
    *("idea", "support", "comment", "reply", "answer", "merge", "person", "label", "tagged"),
)
TITLE, BODY, COMMENT_BODY, REFERENCE, NAME = 200, 40_000, 10_000, 120, 80
MOST_TAGS, LONGEST_TAG = 8, 40
_HIDDEN = frozenset({"deleted", "spam", "hidden", "archived", "rejected", "closed by moderator", "removed"})
_YES = frozenset({"true", "yes", "1", "oui", "vrai", "private", "internal"})


class Unusable(Exception):
    """A row of which nothing can be made, and why."""


class Record(NamedTuple):
    """A thing to be made: `key` is what it is told by, `at` where it stands in time."""

    kind: str
    key: str
    at: str
    cells: dict[str, str]


@dataclass
class Reader:
    """Reads the rows of one table as the plan says; `notes` is what to know about the row read last."""

    plan: Plan
    tool: Tool
    label: str
    notes: list[str] = field(default_factory=list)

    def records(self, cells: dict[str, str]) -> Iterator[Record]:
        """What a row makes; Unusable when it makes nothing."""
        self.notes = []
        kind = self.plan.kind(self.label)
        mended = self.tool.mend(kind, cells) if self.tool.mend else cells
        if mended is None:
            raise Unusable(_("It is no idea."))
        row = self._fields(mended)
        if headings_hidden(row.get("state", "")):
            raise Unusable(_("It is hidden there."))
        yield from _READERS[kind](self, row)

    def _fields(self, cells: Mapping[str, str]) -> dict[str, str]:
        row: dict[str, str] = {}
        for name, held in self.plan.columns(self.label).items():
            cell = cells.get(name, "").strip()
            if cell and held in MANY:
                row[held] = f"{row[held]}|{cell}" if held in row else cell
            elif cell:
                row.setdefault(held, cell)
        return row

    def moment(self, row: Mapping[str, str], held: str) -> str:
        """A moment as ISO text; one that cannot be read, or has not come yet, is left out and said."""
        cell = row.get(held, "")
        if not cell:
            return ""
        found = dates.read(cell, month_first=self.plan.month_first)
        if found is None:
            self.notes.append(_("“%(cell)s” is no date that can be read.") % {"cell": cell[:40]})
            return ""
        if found > clock.now():
            self.notes.append(_("The date %(cell)s lies in the future; today is written.") % {"cell": cell[:40]})
            return ""
        return found.isoformat()

    def reference(self, typed: str) -> str:
        """A number of theirs as a reference of ours; one that is too long is told by its fingerprint."""
        found = self.plan.prefix + text.one_line(typed)
        return found if len(found) <= REFERENCE else self.plan.prefix + _digest(typed)

    def cut(self, typed: str, most: int) -> str:
        """A text that is not longer than ours may be; where it is, that is said."""
        return cut(typed, most, self.notes)


def cut(typed: str, most: int, notes: list[str]) -> str:
    """A text that is not longer than ours may be; where it was, `notes` says so."""
    if len(typed) <= most:
        return typed
    many = {"most": most, "length": len(typed)}
    notes.append(_("The text has %(length)s characters, the first %(most)s are kept.") % many)
    return typed[: most - 1].rstrip() + "…"


def headings_hidden(state: str) -> bool:
    return text.fold(state).strip() in _HIDDEN


def _digest(typed: str) -> str:
    return hashlib.sha256(typed.encode("utf-8", "replace")).hexdigest()[:24]


def _idea(reader: Reader, row: dict[str, str]) -> Iterator[Record]:
    title = text.one_line(markup.markdown(row.get("title", ""))) or text.one_line(row.get("title", ""))
    if not title:
        raise Unusable(_("It has no title."))
    board = text.one_line(row.get("board", ""))[:NAME] or reader.plan.board
    own = row.get("id") or "~" + _digest(f"{text.fold(board)}|{text.fold(title)}")
    key = reader.reference(own)
    status = _state(reader, row)
    if status == "hidden":
        raise Unusable(_("It is hidden there."))
    created = reader.moment(row, "created_at")
    cells = {
        "reference": key,
        "board": board,
        "title": title if len(title) <= TITLE else title[: TITLE - 1].rstrip() + "…",
        "body": _body(reader, row, BODY, before=title if len(title) > TITLE else ""),
        "tags": "|".join(_tags(reader, row.get("tags", ""))),
        "status": "open" if status in ("", "merged") else status,
        "status_at": reader.moment(row, "status_at"),
        "also": row.get("also", ""),
        **_author(row),
    }
    yield Record(IDEA, key, created, cells)
    if row.get("merged_into") and row["merged_into"] != row.get("id"):
        yield Record(MERGE, key, created, {"idea": key, "into": row["merged_into"]})
    yield from _answer(reader, row, key, cells["status"])
    if any(row.get(name) for name in ("voter_email", "voter_name", "voter")):
        yield from _support(reader, {**row, "idea": own})


def _answer(reader: Reader, row: dict[str, str], key: str, status: str) -> Iterator[Record]:
    words = markup.markdown(row.get("answer", ""))
    if words:
        who = {name: row.get(f"answer_{name}", "") for name in ("email", "name", "person")}
        at = reader.moment(row, "answer_at")
        words = reader.cut(words, BODY)
        yield Record(ANSWER, f"{key}#answer", at, {"idea": key, "body": words, "status": status, **_author(who)})


def _support(reader: Reader, row: dict[str, str]) -> Iterator[Record]:
    if not row.get("idea"):
        raise Unusable(_("It does not say which idea it is about."))
    who = _author({name: row.get(f"voter_{name}", "") for name in ("email", "name")} | {"person": row.get("voter", "")})
    told = who["email"] or who["person"] or who["name"]
    if not told:
        raise Unusable(_("It does not say who supports it."))
    idea = reader.reference(row["idea"])
    yield Record(SUPPORT, f"{idea}\x1f{text.fold(told)}", reader.moment(row, "voted_at"), {"idea": idea, **who})


def _comment(reader: Reader, row: dict[str, str]) -> Iterator[Record]:
    body = _body(reader, row, COMMENT_BODY)
    if not row.get("idea"):
        raise Unusable(_("It does not say which idea it is about."))
    if not body:
        raise Unusable(_("It says nothing."))
    idea, at, who = reader.reference(row["idea"]), reader.moment(row, "created_at"), _author(row)
    own = row.get("id") or "~" + _digest(f"{idea}|{at}|{who['email'] or who['name']}|{body}")
    internal = "yes" if text.fold(row.get("internal", "")).strip() in _YES else ""
    cells = {"idea": idea, "body": body, "internal": internal, "parent": row.get("parent", ""), **who}
    yield Record(REPLY if row.get("parent") else COMMENT, reader.reference(own), at, cells)


def _person(reader: Reader, row: dict[str, str]) -> Iterator[Record]:
    yield Record(PERSON, row.get("id", ""), "", {"email": row.get("email", ""), "name": row.get("name", "")})


def _label(reader: Reader, row: dict[str, str]) -> Iterator[Record]:
    yield Record(LABEL, row.get("id", ""), "", {"name": row.get("name", "")})


def _labelled(reader: Reader, row: dict[str, str]) -> Iterator[Record]:
    idea, label = reader.reference(row.get("idea", "")), row.get("label", "")
    yield Record(TAGGED, f"{idea}\x1f{label}", "", {"idea": idea, "label": label})


_READERS = {
    IDEAS: _idea,
    SUPPORTS: _support,
    COMMENTS: _comment,
    PEOPLE: _person,
    LABELS: _label,
    LABELLED: _labelled,
}


def _author(row: Mapping[str, str]) -> dict[str, str]:
    """Who it is: an address where there is one, else a name; what is no address is taken for a name."""
    email, name = text.one_line(row.get("email", "")).lower(), text.one_line(row.get("name", ""))
    if "@" in name and not email and " " not in name:
        email, name = name.lower(), ""
    if email and not _is_address(email):
        name, email = name or email, ""
    return {"email": email, "name": name[:NAME], "person": text.one_line(row.get("person", ""))[:REFERENCE]}


def _is_address(typed: str) -> bool:
    name, _at, host = typed.rpartition("@")
    bad = any(letter.isspace() or letter in '<>"(),:;[]\\' for letter in typed)
    return bool(name) and "." in host.strip(".") and len(typed) <= 254 and typed.isprintable() and not bad


def _state(reader: Reader, row: Mapping[str, str]) -> str:
    word = row.get("reason") or row.get("status", "")
    found = recognition.learn(reader.plan, word, reader.tool)
    if word and not found:
        reader.notes.append(_("“%(word)s” is no state we know; it is open here.") % {"word": word[:40]})
    return found


def _body(reader: Reader, row: Mapping[str, str], most: int, *, before: str = "") -> str:
    words = markup.with_links(markup.markdown(row.get("body", "")), _links(row.get("links", "")))
    return reader.cut(f"{before}\n\n{words}".strip() if before else words, most)


def _links(cell: str) -> list[str]:
    return list(dict.fromkeys(word.strip("[]\"'") for word in cell.replace(",", " ").replace("|", " ").split()))


def _tags(reader: Reader, cell: str) -> list[str]:
    names = [text.one_line(word.strip("[]\"'")) for word in cell.replace(";", "|").replace(",", "|").split("|")]
    found = list({text.fold(name): name.lstrip("#").strip() for name in reversed(names) if name.strip("# ")}.values())[
        ::-1
    ]
    kept = [name for name in found if name and len(name) <= LONGEST_TAG][:MOST_TAGS]
    if len(kept) < len(found):
        reader.notes.append(_("Only eight tags of at most 40 characters are kept."))
    return kept
