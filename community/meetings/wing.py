"""What the wing of meetings registers with the house."""

from __future__ import annotations

from community.meetings import series
from kernel.features import Wing

wing = Wing(
    "meetings",
    jobs=[*series.jobs],
    events={
        "meeting.announced": "a meeting or a series was made; `meetings` are their numbers",
        "meeting.changed": "a host changed meetings; `what` names the fields",
        "meeting.cancelled": "meetings do not take place; `reason` says why",
        "meeting.replied": "somebody said whether they come",
        "meeting.seated": "somebody who waited has a seat now",
    },
)
