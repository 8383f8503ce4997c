"""Errors that carry their status and a sentence for the person who meets them."""

from __future__ import annotations

from typing import Any


class Problem(Exception):
    """Something that cannot be done; `message` is shown, in the reader's language."""

    status = 400

    def __init__(self, message: str = "", **detail: Any) -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail


class Missing(Problem):
    """What was asked for does not exist for this viewer."""

    status = 404


class Forbidden(Problem):
    """The viewer sees the thing and may not do this with it."""

    status = 403


class Suspended(Forbidden):
    """A member whose account is suspended wrote what must wait."""

    way = "/account/standing"


class SignInNeeded(Problem):
    """A stranger asked for what members may do."""

    status = 401
    way = "/sign-in"


class ProofNeeded(SignInNeeded):
    """A member asked for what cannot be taken back, and has not proven to be themselves for a while."""

    way = "/account/proof"


class Conflict(Problem):
    """Somebody else was first, or the thing has moved on."""

    status = 409


class Invalid(Problem):
    """What was sent cannot be used; `detail["errors"]` names field by field why."""

    status = 422


class TooLarge(Problem):
    status = 413


class TooMany(Problem):
    """Asked too often; `detail["after"]` says in how many seconds to try again."""

    status = 429


class Unavailable(Problem):
    status = 503


def require(allowed: bool, message: str = "") -> None:
    """Raise Forbidden unless a rule allowed the act."""
    if not allowed:
        raise Forbidden(message)
