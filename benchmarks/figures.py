"""A figure, its unit, and what it is held to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def holds(self) -> bool:
        low = self.at_least is None or self.value >= self.at_least
        return low and (self.at_most is None or self.value <= self.at_most)

    @property
    def reference(self) -> str:
        if self.at_least is not None:
            return f"at least {self.at_least:g}"
        return f"at most {self.at_most:g}" if self.at_most is not None else ""

    def as_json(self) -> dict[str, object]:
        rounded = float(f"{self.value:.4g}")
        return {
            "name": self.name,
            "value": rounded,
            "unit": self.unit,
            "reference": self.reference,
            "holds": self.holds,
        }
