"""Addresses as staff see them before they have said why they need more."""

from __future__ import annotations


def email(address: str | None) -> str:
    """`ada@example.org` as `a…@e…org`: enough to tell two apart, too little to write to."""
    name, at, host = (address or "").rpartition("@")
    if not at:
        return "…" if address else ""
    label, dot, end = host.rpartition(".")
    return f"{name[:1]}…@{label[:1]}…{end}" if dot else f"{name[:1]}…@…"
