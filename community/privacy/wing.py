"""Privacy: what is known of a person, what they chose about it, and taking it back."""

from __future__ import annotations

from kernel.features import Wing

wing = Wing("privacy")
