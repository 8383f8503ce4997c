"""Names that a brand gives in its languages, and what is wrong with a document, place by place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class Named(BaseModel):
    """The same name in each language of the site."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    en: Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
    fr: Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]

    def in_language(self, lang: str) -> str:
        return self.fr if lang == "fr" else self.en


class Wrong(ValueError):
    """What does not hold, as (place, key of the sentence that says so)."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        self.faults = list(faults)
        super().__init__("; ".join(f"{place}: {fault}" for place, fault in faults))
