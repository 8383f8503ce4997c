"""A long life of one person in the benchmark world: what they gave, what was told them, and who looked."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import timedelta

from benchmarks.world import START, _text
from kernel.settings import Settings

SUPPORTS, IDEAS, COMMENTS, OTHERS, THANKS, NOTICES, LETTERS, LOOKS, FOLLOWED, PICTURES = (
    *(5_000, 400, 3_000, 20_000, 200_000),
    *(5_000, 1_000, 1_000, 2_000, 30),
)
"""What the most active person did beside the world's 42 supports: more than anybody of 100,000 does in years."""


def life(person: int) -> Mapping[str, Iterator[tuple[object, ...]]]:
    """Statements with their rows: what the person did, and enough of others' that a search for theirs finds them among many."""
    lot = random.Random(1)
    at = [_text(START + timedelta(minutes=n)) for n in range(OTHERS)]
    return {
        "INSERT OR IGNORE INTO support (idea_id, person_id, at) VALUES (?, ?, ?)": (
            (4 * n + 1, person, at[n]) for n in range(SUPPORTS)
        ),
        "INSERT INTO support_event (idea_id, person_id, kind, by_id, at, recorded_at) VALUES (?, ?, 'cast', ?, ?, ?)": (
            (4 * n + 1, person, person, at[n], at[n]) for n in range(SUPPORTS)
        ),
        "UPDATE idea SET author_id = ? WHERE id = ?": ((person, 50 * n + 7) for n in range(IDEAS)),
        "INSERT INTO thread (id, subject_kind, subject_id, comments) VALUES (?, 'idea', ?, 0)": (
            (n, n) for n in range(1, 20_001)
        ),
        "INSERT INTO comment (id, thread_id, author_id, body, is_internal, reactions, created_at) VALUES (?, ?, ?, ?, 0, 0, ?)": (
            (n + 1, n % 20_000 + 1, person if n < COMMENTS else lot.randint(1, 100_000), BODY, at[n])
            for n in range(OTHERS)
        ),
        "INSERT OR IGNORE INTO reaction (comment_id, person_id, created_at) VALUES (?, ?, ?)": (
            (lot.randint(1, OTHERS), person if n % 40 == 0 else lot.randint(1, 100_000), at[0]) for n in range(THANKS)
        ),
        "INSERT OR IGNORE INTO follow (idea_id, person_id, created_at) VALUES (?, ?, ?)": (
            (n + 1, person, at[n]) for n in range(FOLLOWED)
        ),
        "INSERT INTO notice (person_id, kind, url, data, key, created_at, read_at) VALUES (?, 'comment.made', ?, ?, ?, ?, ?)": (
            (person, f"/ideas/{n}", '{"idea": "A wider toe"}', f"n{n}", at[n], at[n]) for n in range(NOTICES)
        ),
        "INSERT INTO letter (person_id, address, subject, text, html, headers, created_at, sent_at) "
        "VALUES (?, 'p@example.org', 'Your week', ?, '', '{}', ?, ?)": (
            (person, BODY, at[n], at[n]) for n in range(LETTERS)
        ),
        "INSERT INTO look (at, role, what, reason, by_id, person_id) VALUES (?, 'manager', 'profile', '', 1, ?)": (
            (at[n], person) for n in range(LOOKS)
        ),
    }


BODY = "The heel came off after a summer on cobbles, and nobody near me mends it: could the next one be screwed? " * 3


def pictures(settings: Settings, person: int) -> None:
    """Thirty pictures of 300 kB, which a file takes as they are."""
    lot = random.Random(2)
    with sqlite3.connect(settings.sqlite_path) as base:
        for n in range(PICTURES):
            digest, body = f"{lot.getrandbits(256):064x}", lot.randbytes(300_000)
            path = settings.data_dir / "uploads" / digest[:2] / f"{digest}.webp"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
            base.execute(
                "INSERT INTO file (digest, media_type, name, size, width, height, owner_id, created_at) "
                "VALUES (?, 'image/webp', ?, ?, 800, 600, ?, ?)",
                (digest, f"{n}.webp", len(body), person, _text(START)),
            )
