"""Named sets of people, asked the other way round: whom does a name hold now, and what is it called?

Whoever knows such names registers under "audience.people" a function that says the numbers of the accounts of one, or None
for a name that is not theirs.
"""

from __future__ import annotations

from kernel.features import the_house


async def people_of(name: str) -> list[int]:
    """The numbers of the accounts that a name holds, in order; one that nobody knows holds nobody."""
    for told in the_house().registered("audience.people"):
        found: list[int] | None = await told(name)
        if found is not None:
            return found
    return []


async def choices() -> list[tuple[str, str]]:
    """Every name that an audience may be chosen by, with what it is called."""
    return [choice for audience in the_house().all("audiences") for choice in await audience.choices()]
