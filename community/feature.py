"""The wings of community, in order."""

from __future__ import annotations

from community.clubs.wing import wing as clubs
from community.discussion.wing import wing as discussion
from community.identity.wing import wing as identity
from community.inbox.wing import wing as inbox
from community.meetings.wing import wing as meetings
from community.moderation.wing import wing as moderation
from community.people.wing import wing as people
from community.privacy.wing import wing as privacy
from community.providers.wing import wing as providers
from community.trust.wing import wing as trust
from kernel.features import Feature

community = Feature(
    "community", [people, inbox, identity, providers, privacy, trust, moderation, discussion, clubs, meetings]
)
