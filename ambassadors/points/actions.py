"""What staff do with points: fund a month, date a rule, thank somebody; each with a reason, in the chain of staff acts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ambassadors.points import books, calendar, ledger, rules
from ambassadors.points.models import Account, Act, Rule, Thanks
from ambassadors.points.registry import earning
from kernel import audit, clock, db
from kernel.errors import Conflict, Invalid, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

MOST = 1_000_000_000
"""Points that one month may be funded with, far below what a column holds."""


async def fund(viewer: Viewer, month: date, amount: int, *, reason: str) -> None:
    """Put points into a month's budget, or take out, below nothing, what nobody was given yet."""
    require(rules.may_run(viewer))
    if month < calendar.this_month():
        raise Invalid(_("This month is over."), errors={"month": _("This month is over.")})
    async with db.transaction():
        await books.lock()
        found = await books.fund(month)
        if found["funded"] + amount < found["given"]:
            raise Conflict(_("The month’s budget has not so many points left."))
        if found["funded"] + amount > MOST:
            raise Invalid(_("That is too much."), errors={"amount": _("That is too much.")})
        lines = {Account.BRAND: -amount, Account.FUND: amount}
        await books.post(Act.FUNDED, lines, fund_id=found["id"], by_id=viewer.id, reason=reason)
        about = ("fund", found["id"])
        told: dict[str, Any] = {"month": f"{month:%Y-%m}", "amount": amount}
        await audit.note(viewer, "points.funded", subject=about, reason=reason, **told)
        await record("points.funded", actor=viewer.id, subject=about, **told)


async def rule(
    viewer: Viewer, kind: str, *, amount: int, month_cap: int | None, from_at: datetime, reason: str = ""
) -> Rule:
    """What a kind of doing pays from a moment on; what was given before stays as it is."""
    require(rules.may_run(viewer))
    if earning(kind) is None:
        raise Invalid(_("Choose one of the list."), errors={"kind": _("Choose one of the list.")})
    now = clock.now()
    async with db.transaction():
        values: dict[str, Any] = {"kind": kind, "amount": amount, "month_cap": month_cap, "from_at": max(from_at, now)}
        made = await Rule.create(by_id=viewer.id, at=now, reason=reason, **values)
        await audit.note(viewer, "points.rule", subject=("rule", made.id), reason=reason, **values)
        await record("points.rule", actor=viewer.id, subject=("rule", made.id), earning=kind, amount=amount)
    return made


async def thank(viewer: Viewer, person_id: int, *, amount: int, words: str) -> int:
    """Give somebody points by hand, out of the same budget and under the rule for thanks; says how many it came to."""
    require(rules.may_run(viewer))
    if person_id == viewer.id:
        raise Invalid(_("Nobody thanks themselves."), errors={"handle": _("Nobody thanks themselves.")})
    async with db.transaction():
        await books.lock()
        made = await Thanks.create(person_id=person_id, amount=amount, words=words, by_id=viewer.id, at=clock.now())
        about = ("thanks", int(made.id))
        given = await ledger.award(person_id, "thanks", cause=about, amount=amount, by_id=viewer.id, reason=words)
        await audit.note(viewer, "points.thanks", subject=("person", person_id), reason=words, amount=given)
    return given
