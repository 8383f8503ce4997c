"""Addresses as staff see them before they have said why they need more; written in people, which shows the most of them."""

from __future__ import annotations

from community.people.masking import email

__all__ = ["email"]
