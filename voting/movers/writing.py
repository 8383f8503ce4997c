"""What all steps of a batch share: its plan, what waits, whose words they are, and what became of each line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from community.people import actions as people
from ideas.board.file_rows import NOBODY
from kernel import clock, db, text
from kernel.delimited import Line
from kernel.imports import Batch, Made
from voting.movers.recognition import Plan
from voting.movers.records import IDEA
from voting.movers.staging import Staging

Fates = dict[int, tuple[str, str]]
"""By the number of a line what became of it, and why."""


@dataclass
class Writing:
    """One batch being written, or only looked through where it `is_dry`."""

    batch: int
    plan: Plan
    staging: Staging
    position: int = 0
    below: int = 0
    by: int | None = None
    is_dry: bool = False
    fates: Fates = field(default_factory=dict)

    def say(self, line: Line, fate: str, note: str = "") -> None:
        self.fates[line.number] = (fate, note)

    async def ideas(self, references: Iterable[str]) -> dict[str, int]:
        """Ideas by reference: made by a file, joined by one, or told by another number that the tool has for them."""
        wanted = list(dict.fromkeys(references))
        meant = self.staging.meant(self.plan.prefix, wanted)
        asked = list({meant.get(reference, reference) for reference in wanted})
        found = await _ideas(asked)
        return {reference: found[there] for reference in wanted if (there := meant.get(reference, reference)) in found}

    def awaited(self, references: Iterable[str]) -> set[str]:
        """Of some references those that this batch is still to make."""
        wanted = list(dict.fromkeys(references))
        meant = self.staging.meant(self.plan.prefix, wanted)
        there = self.staging.known(IDEA, {meant.get(reference, reference) for reference in wanted})
        return {reference for reference in wanted if meant.get(reference, reference) in there}

    async def accounts(self, who: Sequence[Mapping[str, str]], batch: Batch) -> list[int]:
        """Accounts of people by address, else by what the tool calls them, else that of nobody known."""
        people_there = self.staging.people({one["person"] for one in who if one.get("person")})
        told = [_told(one, people_there) for one in who]
        made: list[int] = []
        addresses = {email: name for email, name, _key in told if email}
        by_email = await people.unclaimed(sorted(addresses.items()), made=made)
        names = {f"{self.plan.source} {key}": name for email, name, key in told if not email}
        by_name = await people.named(names, made=made)
        batch.made += [Made("person", person) for person in made]
        return [by_email[email] if email else by_name[f"{self.plan.source} {key}"] for email, _name, key in told]


def _told(who: Mapping[str, str], there: Mapping[str, Mapping[str, str]]) -> tuple[str, str, str]:
    """Address, name and key of somebody."""
    known = there.get(who.get("person", ""), {})
    email = (who.get("email") or known.get("email", "")).strip().lower()
    name = who.get("name") or known.get("name", "") or who.get("person", "")
    if not email and not name:
        return NOBODY, "", ""
    return email, name, who.get("person") or text.fold(name)


async def _ideas(references: Sequence[str]) -> dict[str, int]:
    marks = db.marks(references)
    rows = await db.rows(f"SELECT id, reference FROM idea WHERE reference IN ({marks})", *references)
    joined = await db.rows(
        f"SELECT thing_id AS id, reference FROM import_row WHERE kind = 'joined' AND reference IN ({marks})",
        *references,
    )
    return {row["reference"]: row["id"] for row in [*joined, *rows]}


def moment(line: Line) -> datetime:
    """When a line's thing was made; now, where nothing says it."""
    return datetime.fromisoformat(line.cells["at"]) if line.cells["at"] else clock.now()
