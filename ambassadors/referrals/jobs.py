"""Work of the hours: rewards every night and after each import, reminders, and the forgetting of addresses."""

from __future__ import annotations

from datetime import timedelta

from ambassadors.referrals import deciding, forgetting, letters
from kernel.features import Job, Reaction
from kernel.i18n import mark

SOON = timedelta(minutes=1)
"""After an import several batches follow one another."""

jobs = [
    Job(deciding.KIND, deciding.decide, every=86_400, label=mark("Rewards for referrals")),
    Job("referrals.remind", letters.remind, every=3600),
    Job("referrals.forget", forgetting.sweep, every=600),
]
reactions = [
    Reaction("referrals.orders", ("orders.changed", "person.confirmed"), wakes=deciding.KIND, after=SOON),
]
