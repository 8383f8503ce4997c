"""What can go wrong between a provider and us: each has its own sentence, for the person in whose way it is."""

from __future__ import annotations

from kernel.errors import Problem
from kernel.i18n import gettext as _
from kernel.i18n import mark

REASONS: dict[str, tuple[int, str, str]] = {
    "away": (
        503,
        mark("%(label)s does not answer"),
        mark("It is away or slow just now. Nothing was changed here. Try again in a moment, or come in another way."),
    ),
    "misset": (
        502,
        mark("%(label)s and this site do not agree on who is who"),
        mark("What it says of itself is not what this site was told. Only whoever runs the site can put it right."),
    ),
    "doubtful": (
        502,
        mark("What %(label)s sent could not be believed"),
        mark("It did not pass our checks, so you have not been signed in. Begin again, and tell us if it stays so."),
    ),
    "clock": (
        502,
        mark("The clocks of %(label)s and this site do not agree"),
        mark(
            "They are more than a minute apart, so a new word cannot be told from an old one. Whoever runs the site can mend it."
        ),
    ),
    "lost": (
        400,
        mark("This way in has been lost"),
        mark(
            "It was begun in another browser, in another window since, or too long ago; or it was used already. Begin again."
        ),
    ),
    "denied": (
        403,
        mark("You did not go on at %(label)s"),
        mark(
            "It tells us that it was not allowed to sign you in here. Nothing was changed. Try again, or come in another way."
        ),
    ),
    "weak": (
        403,
        mark("%(label)s did not check strictly enough"),
        mark("This site asks for a stricter check there, such as a second step. Set it up there, then come again."),
    ),
}


class Unable(Problem):
    """Signing in by a provider did not come about; `reason` is one of REASONS, `fact` is for the log and names nobody."""

    def __init__(self, reason: str, label: str, fact: str = "") -> None:
        self.reason, self.label, self.fact = reason, label, fact
        self.status = REASONS[reason][0]
        super().__init__(self.title)

    @property
    def title(self) -> str:
        return _(REASONS[self.reason][1]) % {"label": self.label}

    @property
    def sentence(self) -> str:
        return _(REASONS[self.reason][2]) % {"label": self.label}
