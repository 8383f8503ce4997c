"""What was read waits here in a file of its own, in order, each thing once: a crash loses nothing of it."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from kernel import sentences
from kernel.delimited import Line
from kernel.exports import safe_cell
from kernel.i18n import gettext as _
from voting.movers.parts import Part
from voting.movers.records import (
    ANSWER,
    COMMENT,
    IDEA,
    LABEL,
    MERGE,
    PERSON,
    REPLY,
    SUPPORT,
    TAGGED,
    Reader,
    Record,
    Unusable,
)

STEPS = (IDEA, SUPPORT, COMMENT, REPLY, ANSWER, MERGE)
"""The order in which things are made: what they stand on first."""
CREATED, UPDATED, UNCHANGED, JOINED, SKIPPED, BAD = "created", "updated", "unchanged", "joined", "skipped", "bad"
FATES = (CREATED, UPDATED, UNCHANGED, JOINED, SKIPPED, BAD)
_TABLES = """
CREATE TABLE raw (n INTEGER PRIMARY KEY, kind TEXT, key TEXT, at TEXT, file TEXT, line INT, cells TEXT, UNIQUE (kind, key));
CREATE TABLE alias (also TEXT PRIMARY KEY, key TEXT) WITHOUT ROWID;
CREATE TABLE fate (n INTEGER PRIMARY KEY, place INT, file TEXT, line INT, kind TEXT, key TEXT, fate TEXT, note TEXT);
CREATE INDEX fate_place ON fate (place);
"""
_READY = """
CREATE TABLE ready (n INTEGER PRIMARY KEY, step INT, kind TEXT, key TEXT, at TEXT, file TEXT, line INT, cells TEXT);
"""


class Fate(NamedTuple):
    """What becomes of a row, and why."""

    file: str
    line: int
    kind: str
    key: str
    fate: str
    note: str


class Staging:
    """The file of one batch; every call is blocking."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path, check_same_thread=False)
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = OFF")

    def close(self) -> None:
        self._base.close()

    @property
    def is_whole(self) -> bool:
        """Whether all that was handed in has been read."""
        return self._base.execute("SELECT 1 FROM sqlite_master WHERE name = 'ready'").fetchone() is not None

    def read(self, parts: Sequence[tuple[Part, Reader]]) -> None:
        """Read tables anew; what comes twice counts once."""
        for (name,) in self._base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            self._base.execute(f"DROP TABLE IF EXISTS {name}")
        self._base.executescript(_TABLES)
        for part, reader in parts:
            for row in part.rows():
                self._row(part, reader, row.number, row.cells, row.flaw)
            self._base.commit()
        self._put_in_order()

    def _row(self, part: Part, reader: Reader, line: int, cells: dict[str, str], flaw: str) -> None:
        try:
            if flaw:
                raise Unusable(flaw)
            for place, record in enumerate(reader.records(cells)):
                self._keep(part, line, record, is_first=place == 0)
        except Unusable as reason:
            self._say(Fate(part.label, line, "", "", BAD, str(reason)))
        for note in reader.notes:
            self._say(Fate(part.label, line, "", "", "", note))

    def _keep(self, part: Part, line: int, record: Record, *, is_first: bool) -> None:
        also = record.cells.pop("also", "")
        text = json.dumps(record.cells)
        kept = self._base.execute(
            "INSERT INTO raw (kind, key, at, file, line, cells) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (record.kind, record.key, record.at, part.label, line, text),
        )
        if also:
            self._base.execute("INSERT OR IGNORE INTO alias VALUES (?, ?)", (also, record.key))
        if kept.rowcount or not is_first:
            return
        held = self._base.execute(
            "SELECT cells FROM raw WHERE kind = ? AND key = ?", (record.kind, record.key)
        ).fetchone()
        if held[0] != text and record.kind in (IDEA, COMMENT, REPLY):
            again = _("It comes again with other words; the first time counts.")
            self._say(Fate(part.label, line, record.kind, record.key, SKIPPED, again))

    def _say(self, fate: Fate) -> None:
        self._base.execute(
            "INSERT INTO fate (file, line, kind, key, fate, note) VALUES (?, ?, ?, ?, ?, ?)",
            (*fate[:-1], sentences.kept(fate.note)),
        )

    def _put_in_order(self) -> None:
        """By step and time, so that threads and lists stand as they stood there."""
        order = " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(STEPS))
        self._base.executescript(_READY)
        self._base.execute(
            "INSERT INTO ready (step, kind, key, at, file, line, cells) "
            f"SELECT CASE kind {order} END AS step, kind, key, at, file, line, cells FROM raw "
            f"WHERE kind IN ({', '.join('?' * len(STEPS))}) ORDER BY step, at = '', at, n",
            STEPS,
        )
        self._base.commit()

    def total(self) -> int:
        return int(self._base.execute("SELECT coalesce(max(n), 0) FROM ready").fetchone()[0])

    def steps(self) -> dict[str, int]:
        """How many of each kind there are."""
        return dict(self._base.execute("SELECT kind, count(*) FROM ready GROUP BY kind"))

    def next(self, after: int, most: int) -> tuple[str, list[Line]]:
        """The kind of what follows, and up to so many lines of it."""
        rows = self._base.execute(
            "SELECT n, kind, key, at, cells FROM ready WHERE n > ? ORDER BY n LIMIT ?", (after, most)
        ).fetchall()
        kind = rows[0][1] if rows else ""
        return kind, [
            Line(n, {**json.loads(cells), "key": key, "at": at}) for n, other, key, at, cells in rows if other == kind
        ]

    def known(self, kind: str, keys: Iterable[str]) -> dict[str, dict[str, str]]:
        """Some records of a kind, by their keys."""
        found: dict[str, dict[str, str]] = {}
        for part in _chunks(list(keys)):
            marks = ", ".join("?" * len(part))
            sql = f"SELECT key, cells FROM raw WHERE kind = ? AND key IN ({marks})"
            found |= {key: json.loads(cells) for key, cells in self._base.execute(sql, (kind, *part))}
        return found

    def meant(self, prefix: str, references: Iterable[str]) -> dict[str, str]:
        """References by another number of the same idea, as the tables of some tools use them."""
        bare = {reference.removeprefix(prefix): reference for reference in references}
        found: dict[str, str] = {}
        for part in _chunks(list(bare)):
            sql = f"SELECT also, key FROM alias WHERE also IN ({', '.join('?' * len(part))})"
            found |= {bare[also]: key for also, key in self._base.execute(sql, part)}
        return found

    def tags_of(self, keys: Sequence[str]) -> dict[str, list[str]]:
        """Names of tags that stand in tables of their own."""
        found: dict[str, list[str]] = {}
        for part in _chunks(list(keys)):
            marks = ", ".join("?" * len(part))
            sql = (
                "SELECT coalesce(a.key, json_extract(t.cells, '$.idea')) AS idea, json_extract(l.cells, '$.name') FROM raw t "
                "JOIN raw l ON l.kind = ? AND l.key = json_extract(t.cells, '$.label') LEFT JOIN alias a "
                "ON a.also = substr(json_extract(t.cells, '$.idea'), instr(json_extract(t.cells, '$.idea'), ':') + 1) "
                f"WHERE t.kind = ? AND idea IN ({marks}) ORDER BY t.n"
            )
            for idea, name in self._base.execute(sql, (LABEL, TAGGED, *part)):
                found.setdefault(idea, []).append(name)
        return found

    @property
    def has_tags(self) -> bool:
        return self._base.execute("SELECT 1 FROM raw WHERE kind = ? LIMIT 1", (TAGGED,)).fetchone() is not None

    def people(self, numbers: Iterable[str]) -> dict[str, dict[str, str]]:
        return self.known(PERSON, numbers)

    def note(self, fates: Iterable[tuple[int, str, str]]) -> None:
        """What became of some of `ready`; said again, the last word counts."""
        self._base.executemany("DELETE FROM fate WHERE place = ?", [(n,) for n, _fate, _note in fates])
        self._base.executemany(
            "INSERT INTO fate (place, file, line, kind, key, fate, note) "
            "SELECT n, file, line, kind, key, ?, ? FROM ready WHERE n = ?",
            [(fate, sentences.kept(note), n) for n, fate, note in fates],
        )
        self._base.commit()

    def forget_words(self) -> None:
        """Keep of each row what became of it, and let go of what it said."""
        for name in ("raw", "ready", "alias"):
            self._base.execute(f"DROP TABLE IF EXISTS {name}")
        self._base.commit()
        self._base.execute("VACUUM")
        self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def forget_fates(self) -> None:
        self._base.execute("DELETE FROM fate WHERE place IS NOT NULL")
        self._base.commit()

    def counts(self) -> dict[str, dict[str, int]]:
        """How many of each kind met each fate; rows of which nothing could be made are of the kind ""."""
        found: dict[str, dict[str, int]] = {}
        sql = "SELECT kind, fate, count(*) FROM fate WHERE fate <> '' GROUP BY kind, fate"
        for kind, fate, many in self._base.execute(sql):
            found.setdefault(kind, {})[fate] = many
        return found

    def fates(self, *, only: Sequence[str] = (), most: int = -1) -> Iterator[Fate]:
        """What became of each row, in the order of the files; notes have no fate."""
        where = f"WHERE fate IN ({', '.join('?' * len(only))})" if only else ""
        sql = f"SELECT file, line, kind, key, fate, note FROM fate {where} ORDER BY file, line, n LIMIT ?"
        with closing(self._base.execute(sql, (*only, most))) as rows:
            for row in rows:
                yield Fate(*row)

    def write_fates(self, path: Path) -> None:
        """All rows with what became of them, as CSV that a spreadsheet may open."""
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["file", "line", "kind", "reference", "fate", "note"])
            writer.writerows(
                [safe_cell(cell) for cell in (*fate[:-1], sentences.said(fate.note))] for fate in self.fates()
            )

    def notes(self, most: int) -> list[Fate]:
        """What to know about rows that are used."""
        sql = "SELECT file, line, kind, key, fate, note FROM fate WHERE note <> '' AND fate NOT IN (?, ?) ORDER BY n LIMIT ?"
        return [Fate(*row) for row in self._base.execute(sql, (BAD, SKIPPED, most))]


def _chunks(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), 500):
        yield values[start : start + 500]
