"""Identity: passkeys, second factors, links in letters, ways back, and the browsers that are signed in."""

from __future__ import annotations

from community.identity import attempts
from kernel.features import Job, Wing
from kernel.i18n import mark
from kernel.takeout.tables import LeftBehind

wing = Wing(
    "identity",
    jobs=[Job("identity.sweep", attempts.sweep, every=3600)],
    registers={"left-behind": [LeftBehind("attempt", mark("Ways in that somebody has begun: they begin again."))]},
)
