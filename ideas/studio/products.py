"""Product templates as the studio reads them: the newest of each, and any version a design was made with."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from ideas.studio.product import Product
from kernel import cache, db, i18n
from kernel.errors import Missing

MOST = 200
_newest: cache.Store[dict[int, Made]] = cache.Store(1, steady=True)
_versions: OrderedDict[tuple[int, int, int], Made] = OrderedDict()
_SELECT = (
    "SELECT t.id, t.slug, v.number, v.definition, t.is_open, t.royalty, t.version "
    "FROM template_version v JOIN product_template t ON t.id = v.template_id "
)


@dataclass(frozen=True)
class Made:
    """One version of a template; `newest` is the number that the studio designs with now."""

    template_id: int
    slug: str
    version: int
    product: Product
    is_open: bool
    royalty: int
    newest: int

    @property
    def name(self) -> str:
        return self.product.name.in_language(i18n.language.get())

    @property
    def url(self) -> str:
        return f"/studio/{self.slug}"

    @property
    def currency(self) -> str:
        return self.product.currency

    @property
    def view(self) -> str:
        """The side that is shown first."""
        return self.product.views[0].id


async def current(slug: str) -> Made:
    """The newest version of a template; Missing where there is none of that name."""
    for made in (await newest()).values():
        if made.slug == slug:
            return made
    raise Missing()


async def version(template_id: int, number: int) -> Made:
    """What a template said in one of its versions; kept in the process, for no version ever changes."""
    made = (await newest()).get(template_id)
    if made is None:
        raise Missing()
    return made if made.version == number else await _older(made, number)


async def all_open() -> list[Made]:
    """The templates that may be designed now, in their order."""
    return [made for made in (await newest()).values() if made.is_open]


async def kept_by(made: Made) -> str:
    """Who kept a version."""
    return str(
        await db.value(
            "SELECT p.name FROM template_version v JOIN person p ON p.id = v.by_id "
            "WHERE v.template_id = ? AND v.number = ?",
            made.template_id,
            made.version,
        )
    )


async def history(made: Made, most: int = 12) -> list[db.Row]:
    """The last versions of a product: number, note, created_at and who kept it."""
    return await db.rows(
        "SELECT v.number, v.note, v.created_at, p.name FROM template_version v JOIN person p ON p.id = v.by_id "
        "WHERE v.template_id = ? ORDER BY v.number DESC LIMIT ?",
        made.template_id,
        most,
    )


async def newest() -> dict[int, Made]:
    """Every template by number, each in its newest version."""
    if db.inside():
        return await _read_newest()
    return await _newest.through("all", _read_newest)


async def _read_newest() -> dict[int, Made]:
    found = await db.rows(f"{_SELECT} WHERE v.number = t.version ORDER BY t.position, t.id")
    return {row["id"]: await _made(row) for row in found}


async def _older(newer: Made, number: int) -> Made:
    key = (cache.generation() >> 48, newer.template_id, number)
    if key not in _versions:
        row = await db.row(f"{_SELECT} WHERE v.template_id = ? AND v.number = ?", newer.template_id, number)
        if row is None:
            raise Missing()
        _versions[key] = await _made(row)
        if len(_versions) > MOST:
            _versions.popitem(last=False)
    old = _versions[key]
    return Made(old.template_id, newer.slug, number, old.product, newer.is_open, newer.royalty, newer.newest)


async def _made(row: db.Row) -> Made:
    product = await asyncio.to_thread(Product.model_validate_json, row["definition"])
    return Made(
        row["id"], row["slug"], row["number"], product, bool(row["is_open"]), row["royalty"], newest=row["version"]
    )
