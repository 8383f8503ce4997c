"""What the wing of templates and designs registers with the house."""

from __future__ import annotations

from kernel.features import Wing

wing = Wing("studio")
