"""What the wing of movers registers with the house."""

from __future__ import annotations

from kernel.features import Wing

wing = Wing("movers")
