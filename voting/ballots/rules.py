"""Who may support an idea, and take it back."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Protocol

from community.clubs import rules as club_rules
from ideas.board import rules as board_rules
from ideas.board.models import Status
from kernel.viewer import Viewer
from voting.value.rules import may_see_customers


class Votable(Protocol):
    """An idea as far as support goes."""

    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def supporters(self) -> int: ...
    @property
    def comments(self) -> int: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def hidden_at(self) -> datetime | None: ...
    @property
    def waits_since(self) -> datetime | None: ...
    @property
    def merged_from(self) -> int: ...
    @property
    def board(self) -> board_rules.Doors: ...


def may_support(viewer: Viewer, idea: Votable) -> bool:
    """Whoever the board's door lets in, authors of the idea too, as long as it is open and in sight."""
    return _stands(idea) and board_rules.may_support(viewer, idea.board, idea.status)


def may_be_supported(idea: Votable) -> bool:
    """Is there anybody whom the idea would take support from?"""
    return _stands(idea) and idea.board.is_open and idea.status not in (Status.SHIPPED, Status.MERGED)


def may_withdraw(viewer: Viewer) -> bool:
    """A vote can be taken back at any time, also where none can be given any more."""
    return viewer.is_member


def may_support_for_others(viewer: Viewer) -> bool:
    """Who sees customers may write down what they said."""
    return may_see_customers(viewer)


def may_take_support_of(customer: AbstractSet[str], idea: Votable) -> bool:
    """Does the board let a customer in who belongs to these audiences? What only staff may support, no customer does."""
    return may_be_supported(idea) and idea.board.support in {"everyone", "members", "customers", *customer}


class Scorable(Protocol):
    """A design as far as scores go; `is_same_account` where its author counts for the viewer's own customer."""

    @property
    def id(self) -> int: ...
    @property
    def author_id(self) -> int: ...
    @property
    def is_listed(self) -> bool: ...
    @property
    def is_same_account(self) -> bool: ...
    @property
    def takes_scores(self) -> bool: ...


def may_score(viewer: Viewer, design: Scorable) -> bool:
    """Every member, but for whoever drew it and those who count for the same customer."""
    own = viewer.id == design.author_id or design.is_same_account
    return viewer.is_member and not viewer.suspended and design.is_listed and not own


def may_give_proxy(viewer: Viewer, club: club_rules.Standing) -> bool:
    """Members of a club, while it goes on."""
    return club_rules.may_take_part(viewer, club)


def _stands(idea: Votable) -> bool:
    """Is it shown to others at all?"""
    return idea.hidden_at is None and idea.waits_since is None
