"""Clubs: who belongs to them, their charters, doors and topics."""

from __future__ import annotations

from kernel.features import Wing

wing = Wing("clubs")
