"""The wings of ambassadors, in order."""

from __future__ import annotations

from ambassadors.storefronts.wing import wing as storefronts
from kernel.features import Feature

ambassadors = Feature("ambassadors", [storefronts])
