"""What becomes of a customer whose account is erased."""

from __future__ import annotations

from kernel import db


async def erased(person_id: int) -> None:
    """The link goes. What the brand has to keep of a sale stays under its reference, without name and address.

    Inside the transaction of the erasure. A company's record is the company's: nothing of it is the person's but the address.
    """
    await db.execute(
        "UPDATE customer SET name = '' WHERE kind <> 'company' AND id IN "
        "(SELECT customer_id FROM customer_link WHERE person_id = ?)",
        person_id,
    )
    await db.execute(
        "UPDATE customer SET email = '' WHERE email <> '' AND email IN (SELECT lower(email) FROM person WHERE id = ?)",
        person_id,
    )
    await db.execute("DELETE FROM customer_link WHERE person_id = ?", person_id)
    await db.execute("DELETE FROM customer_unlinking WHERE person_id = ?", person_id)
