"""What the wing of the help desk registers with the house."""

from __future__ import annotations

from kernel.features import Wing

wing = Wing("helpdesk")
