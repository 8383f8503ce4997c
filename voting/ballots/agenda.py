"""Timed ballots on the agendas of meetings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from community.meetings.agenda import AgendaKind, Subject
from kernel.viewer import Viewer
from voting.ballots import poll_queries, said


async def _resolve(viewer: Viewer, ids: Sequence[int]) -> dict[int, Subject]:
    found = await poll_queries.cards(viewer, ids)
    return {number: Subject(ballot.title, ballot.url, state=said.state(ballot)) for number, ballot in found.items()}


kind = AgendaKind("ballot", re.compile(r"/ballots/([0-9]{1,9})(?![0-9])"), _resolve)
