"""Trust: how far somebody has come, what slows the rest down, and what is read before it is shown."""

from __future__ import annotations

from kernel.features import Wing

wing = Wing("trust")
