"""The wings of community, in order."""

from __future__ import annotations

from community.discussion.wing import wing as discussion
from community.inbox.wing import wing as inbox
from community.moderation.wing import wing as moderation
from community.people.wing import wing as people
from kernel.features import Feature

community = Feature("community", [people, inbox, moderation, discussion])
