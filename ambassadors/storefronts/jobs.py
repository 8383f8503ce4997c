"""Work that comes round by itself: offers at their date, addresses never confirmed, months that are over."""

from __future__ import annotations

from ambassadors.storefronts import offers, preorders, statements
from kernel.features import Job
from kernel.i18n import mark

jobs = [
    Job("offers.turn", offers.turn, every=60, label=mark("Offers at their date")),
    Job("preorders.sweep", preorders.sweep, every=86_400, label=mark("Addresses that were never confirmed")),
    Job("royalties.close", statements.close_month, every=3600, label=mark("Statements of royalties")),
]
