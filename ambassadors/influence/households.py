"""Accounts that are one household as far as anybody can tell: nothing that they do for one another counts.

Told by: one customer behind several accounts, customers of one address, one mailbox behind several addresses
(ada+shop@example.org is ada@example.org), and what wings to the right know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ambassadors.influence.registry import pairs
from kernel import db

DOTLESS = ("gmail.com", "googlemail.com")
"""Hosts for which a point in the name before the @ says nothing."""


def mailbox(address: str) -> str:
    """The mailbox that an address ends in, as far as one may know without asking its host."""
    name, _at, host = address.strip().lower().rpartition("@")
    name = name.partition("+")[0] or name
    if host in DOTLESS:
        name, host = name.replace(".", ""), DOTLESS[0]
    return f"{name}@{host}"


async def every() -> dict[int, int]:
    """Each account that shares a household, with the lowest number in it; who lives alone is not there."""
    found = Union()
    for group in [*await _customers(), *await _mailboxes(), *await pairs("household")]:
        found.join(group)
    return found.roots()


async def same(one: int, other: int) -> bool:
    """Are two accounts one household?"""
    told = await every()
    return one == other or told.get(one, one) == told.get(other, other)


async def _customers() -> list[list[int]]:
    """Accounts that count for one customer; an imported address serves, since this counts and shows nothing."""
    rows = await db.rows(
        f"SELECT {db.joined('person_id')} AS people FROM customer_link GROUP BY customer_id HAVING COUNT(*) > 1"
    )
    return [[int(number) for number in str(row["people"]).split(",")] for row in rows]


async def _mailboxes() -> list[list[int]]:
    """Accounts whose own addresses, or those of their customers, end in one mailbox."""
    boxes: dict[str, set[int]] = defaultdict(set)
    rows = await db.rows(
        "SELECT id, email FROM person WHERE email LIKE '%+%@%' OR email LIKE '%@gmail.com' OR email LIKE '%@googlemail.com' "
        "UNION ALL SELECT l.person_id, c.email FROM customer_link l JOIN customer c ON c.id = l.customer_id "
        "JOIN person p ON p.id = l.person_id WHERE c.email <> '' AND c.email <> COALESCE(p.email, '')"
    )
    for row in rows:
        boxes[mailbox(row["email"])].add(row["id"])
    plain = list(boxes)
    for start in range(0, len(plain), 500):
        some = plain[start : start + 500]
        for row in await db.rows(f"SELECT id, email FROM person WHERE email IN ({db.marks(some)})", *some):
            boxes[row["email"]].add(row["id"])
    return [sorted(people) for people in boxes.values() if len(people) > 1]


class Union:
    """Groups that grow together: the lowest number stands for each."""

    def __init__(self) -> None:
        self._up: dict[int, int] = {}

    def root(self, number: int) -> int:
        path = []
        while (above := self._up.setdefault(number, number)) != number:
            path.append(number)
            number = above
        for passed in path:
            self._up[passed] = number
        return number

    def join(self, group: Iterable[int]) -> None:
        roots = {self.root(number) for number in group}
        for one in roots:
            self._up[one] = min(roots)

    def roots(self) -> dict[int, int]:
        return {number: self.root(number) for number in list(self._up)}
