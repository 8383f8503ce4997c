"""Proposals in the voice of customers, written for this: which of them are one wish, and which are only near."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from zlib import crc32

FOLDER = Path(__file__).with_name("wishes")
PROPOSALS = (
    Path(__file__).resolve().parents[2] / "shared" / "data" / "ideas" / "republique_numerique_2015_propositions.csv"
)
"""696 real proposals in French that none of these is the same as; public data beside the checkout."""
FIT, HELD, FRESH = "fit", "held out", "written last"


@dataclass(frozen=True)
class Text:
    """A proposal: texts of one topic are near, those of one wish in it are the same. `part` is all of its topic's."""

    topic: str
    wish: int
    language: str
    title: str
    body: str
    part: str

    def same(self, other: Text) -> bool:
        return (self.topic, self.wish) == (other.topic, other.wish)


def texts() -> list[Text]:
    """All that was written, half of the topics to fit on, half held out, and those that were written last."""
    return [text for path in sorted(FOLDER.glob("*.toml")) for text in _of(path)]


def _of(path: Path) -> Iterator[Text]:
    for topic in tomllib.loads(path.read_text("utf-8"))["topic"]:
        name = topic["name"]
        part = FRESH if path.stem == "fresh" else (FIT, HELD)[crc32(name.encode()) % 2]
        for number, wish in enumerate(topic["wish"]):
            for language in ("fr", "en"):
                for title, body in wish.get(language, ()):
                    yield Text(name, number, language, title, body, part)


def pairs(known: list[Text]) -> Iterator[tuple[Text, Text]]:
    """Every two texts of one topic: true duplicates where they are the same, near misses where they are not."""
    for a, b in combinations(known, 2):
        if a.topic == b.topic:
            yield a, b


def proposals() -> list[tuple[str, str]]:
    """Titles and texts of the public proposals; none where they are not beside the checkout."""
    if not PROPOSALS.exists():
        return []
    csv.field_size_limit(10_000_000)
    with PROPOSALS.open(encoding="utf-8", newline="") as file:
        return [(row["title"], row["body"]) for row in csv.DictReader(file)]
