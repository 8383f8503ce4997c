"""What the wing of points registers with the house."""

from __future__ import annotations

from kernel.features import Wing

wing = Wing("points")
