"""Supports from a file: unclaimed accounts are made for unknown addresses, a second run changes nothing."""

from __future__ import annotations

from datetime import datetime

from community.people import actions as people
from kernel import clock, db
from kernel.delimited import Line
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.imports import Batch, Importer, Made, Report
from voting.ballots import standing
from voting.ballots.models import Kind
from voting.ballots.standing import Pairs
from voting.value import cells, links
from voting.value.cells import Unusable

COLUMNS = ("idea", "email", "created_at")
Given = dict[tuple[str, str], datetime | None]


async def run(batch: Batch) -> None:
    """Write the supports of one batch: rows, ledger and counts together."""
    given, lines = _read(batch)
    ideas = await _ideas({reference for reference, _email in given})
    for reference, email in [pair for pair in given if pair[0] not in ideas]:
        del given[reference, email]
        for line in lines[reference, email]:
            batch.refuse(line, _("idea %(ref)s is not known: import ideas first.") % {"ref": reference})
    made: list[int] = []
    accounts = await people.unclaimed([(email, "") for _reference, email in given], made=made)
    batch.made += [Made("person", person) for person in made]
    now = clock.now()
    fresh = await bring(
        {(ideas[reference], accounts[email]): at or now for (reference, email), at in given.items()}, batch
    )
    batch.created += len(fresh)
    batch.unchanged += len(batch.lines) - len(batch.refused) - len(fresh)


async def bring(pairs: Pairs, batch: Batch) -> Pairs:
    """Let supports of accounts stand since when they were given: rows, ledger and counts. Says which are new."""
    await links.follow_people(sorted({person for _idea, person in pairs}))
    now = clock.now()
    wanted = await _without_withdrawn(pairs)
    fresh = await standing.settled(lambda: _write(wanted, now))
    batch.made += [Made("support", idea, person, {"recorded_at": now.isoformat()}) for idea, person in fresh]
    return fresh


async def _write(pairs: Pairs, now: datetime) -> Pairs:
    """What is new, on the ideas that the file names, also where these lead to others; gives it back."""
    roots = await standing.joined({idea for idea, _person in pairs})
    fresh = await standing.add(pairs)
    new = {pair: pairs[pair] for pair in fresh}
    await standing.write([(*pair, Kind.IMPORTED, None, at, now) for pair, at in new.items()])
    await standing.count(fresh, 1, roots)
    return new


async def finish(report: Report) -> None:
    """One line in the log for the whole file."""
    if report.created:
        async with db.transaction():
            await record("supports.imported", actor=None, subject=("site", 0), created=report.created)


def _read(batch: Batch) -> tuple[Given, dict[tuple[str, str], list[Line]]]:
    """Pairs of reference and address with the earliest moment given, and the lines they stand on."""
    given: Given = {}
    lines: dict[tuple[str, str], list[Line]] = {}
    for line in batch.lines:
        try:
            pair = (cells.reference(line.cells["idea"], "idea"), cells.email(line.cells["email"]))
            when = line.cells.get("created_at", "")
            at = cells.moment(when, "created_at") if when else None
            if not pair[1]:
                raise Unusable(_("email is empty."))
        except Unusable as reason:
            batch.refuse(line, str(reason))
            continue
        known = given.get(pair)
        given[pair] = min(at, known) if at and known else at or known
        lines.setdefault(pair, []).append(line)
    return given, lines


async def _ideas(references: set[str]) -> dict[str, int]:
    wanted = list(references)
    rows = await db.rows(f"SELECT id, reference FROM idea WHERE reference IN ({db.marks(wanted)})", *wanted)
    return {row["reference"]: row["id"] for row in rows}


async def _without_withdrawn(pairs: Pairs) -> Pairs:
    """What a member took back since the file was made stays taken back."""
    persons = list({person for _idea, person in pairs})
    rows = await db.rows(
        "SELECT idea_id, person_id, MAX(at) AS at FROM support_event WHERE kind = 'withdrawn' "
        f"AND person_id IN ({db.marks(persons)}) GROUP BY idea_id, person_id",
        *persons,
    )
    taken_back = {(row["idea_id"], row["person_id"]): row["at"] for row in rows}
    return {pair: at for pair, at in pairs.items() if pair not in taken_back or taken_back[pair] < at}


importer = Importer(
    "supports",
    COLUMNS,
    run,
    key=("idea", "email"),
    needed=("idea", "email"),
    finish=finish,
    label=mark("Supports"),
)
