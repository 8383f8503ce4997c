"""What may be sent as a score."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kernel.forms import Form
from voting.ballots.means import LEVELS


class ScoreForm(Form):
    """A score, whether one would buy the design where that is asked beside it, and where to go on."""

    value: Annotated[int, Field(ge=LEVELS[0], le=LEVELS[-1])]
    wish: bool = False
    next: Annotated[str, Field(max_length=300)] = ""
