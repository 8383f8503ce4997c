"""What may be typed in about a timed ballot, and what is said when it is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from kernel import i18n, text
from kernel.forms import Form, Line, Optional, Text, at_most, wrong
from kernel.i18n import mark
from voting.ballots.plans import OPENING, Choice, Plan
from voting.ballots.poll_queries import Option, PollCard

MOST_ROWS = 80
"""So many options fit one form."""
SPARE = 2
"""Empty rows below those that are filled."""
PLAIN = ("title", "body", "frozen", "seats", "least", "most", "points", "budget", "currency", "quorum")


def _moment(value: Any) -> Any:
    """A day and an hour as a browser or a person writes them."""
    try:
        found = datetime.fromisoformat(str(value or "").strip())
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2100:
        raise wrong(mark("A day and an hour are needed, such as 2026-11-30 18:00."))
    return found


def _whole(value: Any) -> Any:
    """A number with the spaces and commas that people part thousands with; nothing is 0."""
    if isinstance(value, str):
        return "".join(value.split()).replace(",", "") or 0
    return value


Moment = Annotated[datetime | None, BeforeValidator(_moment)]
Many = Annotated[int, BeforeValidator(_whole), Field(ge=0, le=10**9)]


class BallotForm(Form):
    """Every setting of a ballot but its options, which are rows of their own."""

    title: Annotated[Line, at_most(200)] = ""
    body: Annotated[Text, at_most(20_000)] = ""
    opens_at: Moment = Field(None, validate_default=True)
    closes_at: Moment = Field(None, validate_default=True)
    audience: Line = ""
    frozen: Line = OPENING
    is_secret: bool = True
    shows_counts: bool = False
    takes_proxies: bool = False
    seats: Many = 1
    least: Many = 0
    most: Many = 0
    points: Many = 0
    budget: Many = 0
    currency: Annotated[Line, Field(max_length=3)] = ""
    quorum: Many = 0


class WithdrawForm(Form):
    """The option to withdraw."""

    option: Annotated[int | None, Optional] = None


class CancelForm(Form):
    """Why a ballot is called off."""

    reason: Annotated[Text, at_most(300)] = ""


def row_of(sent: Mapping[str, str], place: int) -> dict[str, str]:
    """One option as it was typed; `subject` is `idea:5` where it stands for something."""
    return {name: sent.get(f"{name}_{place}", "") for name in ("option", "about", "cost", "subject")}


def rows_of(sent: Mapping[str, str]) -> list[dict[str, str]]:
    """Every row that says something."""
    rows = [row_of(sent, place) for place in range(1, MOST_ROWS + 1)]
    return [row for row in rows if any(value.strip() for value in row.values())]


def choice_of(row: Mapping[str, str]) -> Choice:
    """An option out of its row; a cost that is no number is 0, which the plan refuses."""
    kind, _colon, number = row["subject"].partition(":")
    subject = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
    cost = str(_whole(row["cost"]))
    return Choice(
        text.one_line(row["option"]),
        text.one_line(row["about"])[:500],
        int(cost) if cost.isascii() and cost.isdecimal() and len(cost) < 12 else 0,
        kind[:20] if subject else "",
        subject if kind else 0,
    )


def plan_of(form: BallotForm, rows: Sequence[Mapping[str, str]], about: Mapping[str, Any], zone: str) -> Plan:
    """What a ballot is to be; times are in the maker's zone unless they name another."""
    return Plan(
        method=about["method"],
        club_id=about["club_id"],
        meeting_id=about["meeting_id"],
        options=tuple(choice_of(row) for row in rows),
        opens_at=in_zone(form.opens_at, zone),
        closes_at=in_zone(form.closes_at, zone),
        audience=form.audience,
        is_secret=form.is_secret,
        shows_counts=form.shows_counts,
        takes_proxies=form.takes_proxies,
        **{name: getattr(form, name) for name in PLAIN},
    )


def in_zone(moment: datetime | None, zone: str) -> datetime:
    """What was typed as a moment of the world."""
    if moment is None:
        raise ValueError("a moment is there once the form is well")
    aware = moment if moment.tzinfo else moment.replace(tzinfo=i18n.timezone(zone))
    return aware.astimezone(UTC)


def is_skipped(moment: datetime | None, zone: str) -> bool:
    """Is it an hour that the night in which clocks go forward leaves out?"""
    if moment is None or moment.tzinfo:
        return False
    return in_zone(moment, zone).astimezone(i18n.timezone(zone)).replace(tzinfo=None) != moment


def typed_of(ballot: PollCard, options: Sequence[Option], zone: str) -> dict[str, Any]:
    """A ballot as its form shows it."""
    values: dict[str, Any] = {name: getattr(ballot, name) or "" for name in PLAIN}
    values |= {name: getattr(ballot, name) for name in ("is_secret", "shows_counts", "takes_proxies", "audience")}
    values |= {name: as_typed(getattr(ballot, name), zone) for name in ("opens_at", "closes_at")}
    for place, one in enumerate(options, start=1):
        values |= {f"option_{place}": one.title, f"about_{place}": one.body, f"cost_{place}": str(one.cost or "")}
        values[f"subject_{place}"] = f"{one.kind}:{one.subject}" if one.kind else ""
    return values


def as_typed(moment: datetime, zone: str) -> str:
    """A moment as a field of the form holds it."""
    return moment.astimezone(i18n.timezone(zone)).strftime("%Y-%m-%dT%H:%M")
