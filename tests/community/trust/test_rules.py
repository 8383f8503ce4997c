"""What is open to whoever is suspended."""

from __future__ import annotations

import pytest

from community.trust import rules

OPEN = [
    "/account",
    "/account/data/erasure",
    "/account/password",
    "/sign-out",
    "/inbox/preferences",
    "/rulings/5/appeal",
    "/bans/5/appeal",
    "/ideas/5/support/withdrawal",
    "/comments/5/deletion",
    "/clubs/menders/leave",
]
SHUT = [
    "/ideas/new",
    "/comments",
    "/comments/5/edit",
    "/ideas/5/support",
    "/designs/5/score",
    "/ballots/5/vote",
    "/reports/new",
    "/questions",
    "/clubs/new",
    "/account/shop",
    "/account/referrals/1/letter",
    "/team/perks/1/removal",
    "/moderation/cases/idea/5",
    "/api/v1/ideas",
    "/api/v1/ideas/5/support",
]


@pytest.mark.parametrize("path", OPEN)
def test_who_is_suspended_keeps_their_own_and_takes_back(path: str) -> None:
    assert rules.may_still(path)


@pytest.mark.parametrize("path", SHUT)
def test_who_is_suspended_posts_votes_and_reports_nothing(path: str) -> None:
    assert not rules.may_still(path)
