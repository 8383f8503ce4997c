"""The wings of ambassadors, in order; none has been built yet."""

from __future__ import annotations

from kernel.features import Feature

ambassadors = Feature("ambassadors", [])
