"""How long a member's calendar of 2,000 meetings takes, from the address to the last byte."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.figures import Figure
from community.clubs.models import Club
from community.meetings import subscriptions
from kernel import db, migrate, sessions, site
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests.browsing import site_on

MEETINGS = 2_000
ROUNDS = 9
TEXT = (
    "Forty pairs on the bench, yours to walk up and down the quay. We measure every foot twice, write down where it "
    "hurts, and tell you on 20 December which last is made."
)
NOW = "2026-01-01 00:00:00+00:00"


def feed() -> Iterator[Figure]:
    """Meetings of one club, each with a text of its own and half of them answered, on SQLite."""
    with tempfile.TemporaryDirectory() as place:
        taken, held = asyncio.run(_read(Path(place)))
    yield Figure("calendar of 2,000 meetings", statistics.median(taken) * 1000, "ms", at_most=100)
    yield Figure("calendar of 2,000 meetings, entries", held, "meetings", at_least=MEETINGS)


async def _read(folder: Path) -> tuple[list[float], int]:
    settings = Settings(data_dir=folder, rate_limits="off")
    built = house(settings)
    open_house(built)
    await migrate.migrate(built)
    async with db.opened(settings, built.features):
        await site.change(ready=True)
        await _meetings()
        address = await subscriptions.renew(await sessions.viewer_of(1))
    taken: list[float] = []
    async with site_on(built) as browser:
        for _round in range(ROUNDS):
            start = time.perf_counter()
            reply = await browser.get(address)
            taken.append(time.perf_counter() - start)
    return taken, reply.content.count(b"BEGIN:VEVENT")


async def _meetings() -> None:
    """A member of a club, and the club's meetings, one every other hour."""
    await db.execute(
        "INSERT INTO person (id, handle, name, email, email_confirmed_at, password, role, language, zone, bio, "
        "is_claimed, is_ambassador, created_at) VALUES (1, 'ada', 'Ada', 'ada@example.org', ?, '', 'member', 'en', "
        "'Europe/Paris', '', 1, 0, ?)",
        NOW,
        NOW,
    )
    await Club.create(id=1, slug="runners", name="Runners", members=1, created_at=datetime.now(UTC))
    await db.execute(
        "INSERT INTO membership (person_id, club_id, role, charter, is_by_rule, from_at, stands) "
        "VALUES (1, 1, 'member', 0, 0, ?, 1)",
        NOW,
    )
    first = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    starts = [first + timedelta(hours=2 * number) for number in range(MEETINGS)]
    await db.execute_many(
        "INSERT INTO meeting (id, club_id, host_id, slot, is_apart, slug, title, body, cost, audience, zone, begins, ends, "
        "begins_at, ends_at, place, place_folded, link, recording, recording_for, seats, most_guests, takes_strangers, "
        "coming, waiting, notes, asked_for, sequence, created_at, changed_at, reason) VALUES (?, 1, 1, '', 0, 'meeting', ?, "
        "?, 'Everybody brings something.', 'members', 'Europe/Paris', ?, ?, ?, ?, '14 quai de la Tournette, Annecy', '', "
        "'https://talk.example/room', '', '', NULL, 0, 0, 0, 0, '', '', 0, ?, ?, '')",
        [
            (
                number,
                f"Meeting {number}: apples, pears; plums",
                f"Number {number}. {TEXT}",
                start.astimezone().isoformat(timespec="minutes")[:16],
                (start + timedelta(hours=1)).astimezone().isoformat(timespec="minutes")[:16],
                start,
                start + timedelta(hours=1),
                NOW,
                NOW,
            )
            for number, start in enumerate(starts, start=1)
        ],
    )
    await db.execute_many(
        "INSERT INTO meeting_reply (meeting_id, person_id, name, lang, said, guests, note, is_online, is_waiting, "
        "is_proven, code, token, at, arrived_guests) VALUES (?, 1, '', 'en', 'yes', 0, '', 0, 0, 1, 'ABCDE', ?, ?, 0)",
        [(number, f"token{number}", NOW) for number in range(1, MEETINGS, 2)],
    )
