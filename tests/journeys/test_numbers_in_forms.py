"""The number of what a member may not see, sent in every field of every form: nothing is written, and nobody learns of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from unittest import mock

from starlette.routing import Route

from kernel import clock, forms, jobs
from kernel.features import open_house, the_house
from kernel.forms import Form
from kernel.settings import Settings
from run import house
from tests.browsing import ORIGIN, Page, site_on
from tests.journeys import access, closed
from tests.journeys.access import Offer, Walk, unkept
from tests.journeys.test_access import told
from tests.journeys.test_fuzz import PLAUSIBLE

__all__ = ["told"]
Answer = tuple[int, str, str, str]
WALKERS = ("ada", "ben")
NAMES = {
    "AcceptanceForm.comment": "comment",
    "CommentForm.id": "idea",
    "CommentForm.parent": "comment",
    "EntryForm.design": "design",
    "HandoverForm.to": "person",
    "JoinForm.charter": "charter",
    "LeaveForm.to": "person",
    "PairForm.choice": "ballot_option",
    "PairForm.one": "ballot_option",
    "PairForm.other": "ballot_option",
    "ProxyForm.ballot": "ballot",
    "ReportForm.id": "idea",
    "TakeForm.idea": "idea",
    "WishForm.ballot": "ballot",
    "WithdrawForm.option": "ballot_option",
}
"""Fields by which a member names something, and the table it stands in."""
OF_THE_TEAM = {
    "BehalfForm.choice",
    "BoardForm.owner_id",
    "ChallengeForm.idea",
    "PerkForm.idea_id",
    "PerkForm.meeting_id",
    "PlaceForm.before",
    "RulesForm.after",
    "RulingForm.follows",
    "UnlinkForm.person",
    "WaveForm.case",
    "WithdrawalForm.event",
}
"""The same in forms that no member comes to."""
AMOUNTS = {
    "AreaForm": "colours",
    "AnswerForm": "days",
    "BallotForm": "seats least most points budget quorum",
    "BannerForm": "across down closer",
    "BehalfForm": "importance",
    "BoardForm": "approval_days unanswered_days",
    "CallingOffForm": "share",
    "CampaignForm": "inviter_points invited_points return_days order_days monthly",
    "ChallengeForm": "most weight_public weight_jury weight_demand",
    "DecisionForm": "days",
    "FactsForm": "lead_days",
    "FundForm": "amount",
    "InvitationForm": "most days",
    "LadderForm": " ".join(
        f"{step}_{what}" for step in ("settled", "regular", "pillar") for what in ("days", "contributions", "clean")
    ),
    "LinkForm": "most days",
    "MeetingForm": "times seats most_guests",
    "MissionForm": "target places points",
    "PaymentForm": "amount",
    "PerkForm": "price most_each stock percent days position",
    "PreOrderForm": "quantity",
    "PublishForm": "share",
    "ReplyForm": "guests",
    "RuleForm": "amount month_cap",
    "RulingForm": "days",
    "ScoreForm": "value",
    "TakeForm": "had",
    "TextForm": "most",
    "ThanksForm": "points",
    "VisitForm": "guests",
    "WaveForm": "days",
    "WeightForm": "day_cap",
    "WordsForm": "importance",
}
"""Fields that say how much, by form: their numbers name nothing."""


def _forms() -> Iterator[type[Form]]:
    """Every form of the house, such as stand in its own modules."""
    waiting = [Form]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if not form.__module__.startswith("tests"):
            yield form


def _numbers(form: type[Any]) -> set[str]:
    """The fields of a form that take a whole number."""
    fields: Mapping[str, Any] = form.model_fields
    return {name for name, field in fields.items() if re.search(r"\bint\b", str(field.annotation))}


def test_of_every_number_in_a_form_it_is_said_whether_it_names_something() -> None:
    house(Settings())
    said = {f"{form}.{name}" for form, names in AMOUNTS.items() for name in names.split()}
    assert not said & (set(NAMES) | OF_THE_TEAM)
    assert said | set(NAMES) | OF_THE_TEAM == {
        f"{form.__name__}.{name}" for form in _forms() for name in _numbers(form)
    }


UNREAD = {
    "/clubs/{slug}/leave to": "whoever is no host hands nothing over",
    "/perks/{slug}/claim idea": "only what thanks for an idea takes one",
}
"""Fields that are passed over where they say nothing, so that the rest of the form is written."""
EVERYBODYS = {"person"}
"""Kinds of which nothing is closed: every profile may be read."""


class Sender:
    """One member sends what the demo offered them, a field at a time exchanged for what is closed and for what is not there."""

    def __init__(self, walk: Walk, who: str, kept: list[int]) -> None:
        self.walk, self.who, self.kept = walk, who, kept
        self.read, self.reached, self.wrong = set[type[Any]](), set[str](), list[str]()

    async def everywhere(self) -> None:
        real = forms.check

        def check(form: type[Any], *given: Any) -> Any:
            self.read.add(form)
            return real(form, *given)

        with mock.patch.object(forms, "check", check):
            for route in self.walk.routes:
                if "POST" in (route.methods or ()) and not route.path.startswith(("/api/", *access.ENDS)):
                    await self._route(route)

    async def _route(self, route: Route) -> None:
        known = self.walk.offered(route, "POST")
        for offer in ([one for one in known if self.who in one.to] or known)[:2]:
            sent = dict(offer.sent) or {name: value for name, value in PLAUSIBLE.items() if name != "id"}
            self.read.clear()
            await self._answer(offer, sent)
            pointing = {f"{form.__name__}.{name}": name for form in self.read for name in _numbers(form)}
            self.reached |= set(pointing)
            naming = {name for full, name in pointing.items() if full in NAMES}
            chosen = {name for name, value in offer.sent.items() if not str(value).startswith("Kept ")}
            for name in sorted((naming | chosen) - {"csrf"}):
                for kind in self._kinds(name):
                    await self._field(route, offer, {**sent, **kind}, name, must_not_keep=name in naming)

    def _kinds(self, name: str) -> list[dict[str, str]]:
        """Where a form says of what kind its number is: every kind in turn."""
        if name != "id" or not any("kind" in form.model_fields for form in self.read):
            return [{}]
        entries = [*the_house().registered("reportable"), *the_house().registered("discussed")]
        return [{"kind": kind} for kind in sorted({one.kind for one in entries} - EVERYBODYS)]

    async def _field(self, route: Route, offer: Offer, sent: dict[str, Any], name: str, *, must_not_keep: bool) -> None:
        for there, absent in ((str(closed.CLOSED), str(closed.ABSENT)), closed.SLUGS):
            where = f"{self.who} {route.path} {name}={there}"
            seen, kept = await self._answer(offer, {**sent, name: there})
            if kept and must_not_keep and f"{route.path} {name}" not in UNREAD:
                self.wrong.append(f"{where}: written")
            unknown, _kept = await self._answer(offer, {**sent, name: absent})
            if seen != unknown:
                self.wrong.append(f"{where}: {_difference(seen, unknown)}")

    async def _answer(self, offer: Offer, sent: dict[str, Any]) -> tuple[Answer, bool]:
        """What is answered, with what the next page says of it; and whether anything would have been kept."""
        self.kept.clear()
        browser = self.walk.theirs[self.who]
        reply = await browser.post(offer.path, {**sent, "csrf": self.walk.csrf[self.who]}, Origin=ORIGIN)
        kept, said = bool(self.kept), ""
        if reply.status_code == 303:
            said = " ".join(re.findall(r'class="said"[^>]*>(.*?)</p>', (await browser.get("/languages")).text))
        return _plain(reply, said), kept


def _plain(page: Page, said: str) -> Answer:
    """An answer without what was sent and given back, and without the number of what was made meanwhile."""
    told = [page.headers.get("location", ""), page.text, said]
    for word in (*closed.SLUGS, str(closed.CLOSED), str(closed.ABSENT)):
        told = [text.replace(word, "…") for text in told]
    return page.status_code, re.sub(r"/40000\d\d", "/…", told[0]), told[1], told[2]


def _difference(one: Answer, other: Answer) -> str:
    lines = [pair for pair in zip(one[2].splitlines(), other[2].splitlines(), strict=False) if pair[0] != pair[1]]
    return f"{one[0]} {one[1]} {one[3]}, {other[0]} {other[1]} {other[3]}, {lines[:1]}"[:900]


async def test_the_number_of_what_is_closed_does_nothing_in_any_field_and_tells_nothing(told: Settings) -> None:
    built = house(told)
    open_house(built)
    with clock.at(access.MOMENT), mock.patch.object(jobs, "work", access.asleep):
        async with site_on(built) as stranger:
            await closed.made()
            assert set(NAMES.values()) <= await closed.tables()
            walk = Walk(built, stranger)
            await walk.go(WALKERS)
            async with unkept() as kept:
                senders = [Sender(walk, who, kept) for who in WALKERS]
                for sender in senders:
                    await sender.everywhere()
    wrong = [line for sender in senders for line in sender.wrong]
    assert not wrong, "\n".join(wrong)
    reached = {name for sender in senders for name in sender.reached}
    assert set(NAMES) <= reached
    assert not OF_THE_TEAM & reached
