"""The wings of community, in order."""

from __future__ import annotations

from community.clubs.wing import wing as clubs
from community.discussion.wing import wing as discussion
from community.inbox.wing import wing as inbox
from community.meetings.wing import wing as meetings
from community.moderation.wing import wing as moderation
from community.people.wing import wing as people
from kernel.features import Feature

community = Feature("community", [people, inbox, moderation, discussion, clubs, meetings])
