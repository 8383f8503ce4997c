"""Providers: signing in by another site, and who may open an account."""

from __future__ import annotations

from kernel.features import Wing

wing = Wing("providers")
