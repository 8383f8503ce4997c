"""Words found again: what is written in one place can be looked for from everywhere, each text in its own language."""

from __future__ import annotations


async def caught_up() -> None:
    """Make the index where there is none, and read everything that has happened."""
    from kernel.search import building

    await building.caught_up()
