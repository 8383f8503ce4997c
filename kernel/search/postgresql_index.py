"""The index of words in the database's own full-text search: for several hosts. The words are ours, and no extension is needed.

Its tables stand in a schema of their own, outside of migrations and backups: like a folder they are made anew by `reindex`,
one pair for each time, and the row that is current says which pair is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from math import log

from kernel import db
from kernel.features import the_house
from kernel.search import entries as made_ready
from kernel.search import moments, postgresql_words, registry, state
from kernel.search import postgresql_pair as pair
from kernel.search.entries import Entry
from kernel.search.errors import Busy
from kernel.search.plans import Hit, Plan
from kernel.search.state import State
from kernel.search.tsvectors import asks, count_of, facet_query, vector, words_query

LOCK = 7_305_221
"""Of the one that makes an index."""
RANKED = 2_000
"""Texts, of each kind, that are compared with each other; of more, some."""
SCHEMA = "CREATE SCHEMA IF NOT EXISTS tandem_search"
MADE = (
    "CREATE TABLE IF NOT EXISTS tandem_search.made "
    "(id serial PRIMARY KEY, version int NOT NULL, state text NOT NULL, is_current boolean NOT NULL)"
)

counts, spellings, known = postgresql_words.counts, postgresql_words.spellings, postgresql_words.known
holds, keep_ready, position = postgresql_words.holds, postgresql_words.keep_ready, pair.position


async def look(plan: Plan) -> list[Hit]:
    """The best texts of a plan; with `each` as many of each kind."""
    held = await counts([term for one in plan.wanted for term in one.terms])
    heard = [term for term, texts in held.items() if texts]
    score = " + ".join("? * ts_rank('{0.1, 0.1, 0.4, 0.3}', words, CAST(? AS tsquery), 1)" for _ in heard) or "0"
    weights = [part for term in heard for part in (log(1 + 50_000 / held[term]), asks(term))]
    sql = (
        f"SELECT kind, number, score FROM (SELECT *, row_number() OVER ({'PARTITION BY kind ' if plan.each else ''}"
        "ORDER BY score DESC, number DESC) AS place FROM (SELECT kind, number, {score} AS score "
        "FROM unnest(CAST(? AS text[])) AS asked (query) CROSS JOIN LATERAL (SELECT kind, number, words "
        f"FROM tandem_search.texts_{{made}} WHERE words @@ CAST(query AS tsquery) LIMIT {RANKED}) found) scored) placed "
        "WHERE place <= ? ORDER BY score DESC, number DESC"
    ).replace("{score}", score)
    return _hits(await pair.rows(sql, *weights, _apart(plan), plan.limit))


def _apart(plan: Plan) -> list[str]:
    """What is asked: at once, or of each kind apart, so that of each some are compared."""
    kinds = [one.kind for one in registry.kinds()] if plan.each else []
    plans = [replace(plan, facets=(*plan.facets, (f"kind:{kind}",))) for kind in kinds]
    return [words_query(one) for one in plans or [plan]]


async def complete(grams: Sequence[str], facets: Sequence[Sequence[str]], limit: int) -> list[Hit]:
    """Texts in whose title every one of these begins a word."""
    narrowed = "AND words @@ CAST(? AS tsquery) " if facets else ""
    sql = (
        "SELECT kind, number, 1.0 / (1 + cardinality(grams)) AS score FROM (SELECT * FROM tandem_search.texts_{made} "
        f"WHERE grams @> CAST(? AS text[]) {narrowed}LIMIT {RANKED}) found ORDER BY score DESC, number DESC LIMIT ?"
    )
    return _hits(await pair.rows(sql, list(grams), *([facet_query(facets)] if facets else []), limit))


async def is_worn() -> bool:
    """Never: the database keeps its own tables in order."""
    return False


async def write(entries: Sequence[Entry], gone: Iterable[str], at: State, *, into: str = "") -> None:
    """Put texts in, take others out, and say how far the log has been read, all in one transaction."""
    made = into or await pair.current()
    moments.forget()
    async with db.transaction(quiet=True):
        await db.rows("SELECT id FROM tandem_search.made WHERE id = ? FOR UPDATE", int(made))
        changed = await _taken_out(made, [*gone, *(entry.key for entry in entries)])
        await _put_in(made, entries, changed)
        await _count(made, changed)
        await db.execute("UPDATE tandem_search.made SET state = ? WHERE id = ?", at.text(), int(made))


async def add(entries: Sequence[Entry], at: State, *, into: str) -> None:
    """Put texts that it does not hold yet into an index that is being made."""
    await write(entries, (), at, into=into)


async def begin(at: State) -> str:
    """A new pair of tables beside the one in use."""
    await db.execute(SCHEMA)
    await db.execute(MADE)
    await discard()
    made = await db.value(
        "INSERT INTO tandem_search.made (version, state, is_current) VALUES (?, ?, ?) RETURNING id",
        made_ready.VERSION,
        at.text(),
        False,
    )
    await db.execute(
        f"CREATE TABLE tandem_search.texts_{made} (key text PRIMARY KEY, kind text NOT NULL, number bigint NOT NULL, "
        "words tsvector STORAGE MAIN NOT NULL, grams text[] STORAGE MAIN NOT NULL, counted text[] NOT NULL)"
    )
    await db.execute(
        f'CREATE TABLE tandem_search.terms_{made} (term text COLLATE "C" PRIMARY KEY, texts int NOT NULL) '
        "WITH (fillfactor = 70)"
    )
    return str(made)


async def unfinished() -> tuple[str, State] | None:
    """An index that somebody began beside and did not finish, with how far it came."""
    if not await pair.is_there():
        return None
    found = await db.row(
        "SELECT id, state FROM tandem_search.made WHERE NOT is_current AND version = ? ORDER BY id DESC LIMIT 1",
        made_ready.VERSION,
    )
    return (str(found["id"]), state.from_text(found["state"])) if found else None


async def discard() -> None:
    """Throw away every pair of tables but the one in use."""
    if await pair.is_there():
        for row in await db.rows("DELETE FROM tandem_search.made WHERE NOT is_current RETURNING id"):
            await db.execute(f"DROP TABLE IF EXISTS tandem_search.texts_{row['id']}, tandem_search.terms_{row['id']}")


async def swap(name: str) -> None:
    """Read the index of that name from now on, and let go of the one before."""
    await db.execute(f"CREATE INDEX ON tandem_search.texts_{name} USING gin (words) WITH (fastupdate = off)")
    await db.execute(f"CREATE INDEX ON tandem_search.texts_{name} USING gin (grams) WITH (fastupdate = off)")
    await db.execute(f"ANALYZE tandem_search.texts_{name}")
    async with db.transaction(quiet=True):
        await db.execute("UPDATE tandem_search.made SET is_current = (id = ?)", int(name))
    moments.forget()
    await discard()


@asynccontextmanager
async def building() -> AsyncIterator[None]:
    """One at a time makes an index; whoever dies lets go."""
    connection = await db.alone(the_house().settings)
    try:
        if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):
            raise Busy
        yield
    finally:
        await connection.close()


def _hits(found: Sequence[db.Row]) -> list[Hit]:
    return [Hit(row["kind"], row["number"], float(row["score"])) for row in found]


async def _taken_out(made: str, keys: Sequence[str]) -> Counter[str]:
    """Take texts out; gives by how much each term's count falls."""
    sql = f"DELETE FROM tandem_search.texts_{made} WHERE key = ANY(CAST(? AS text[])) RETURNING counted"
    fallen: Counter[str] = Counter()
    for row in await db.rows(sql, list(keys)) if keys else []:
        fallen.subtract(row["counted"])
    return fallen


async def _put_in(made: str, entries: Sequence[Entry], changed: Counter[str]) -> None:
    if not entries:
        return
    counted = [sorted(_terms(entry)) for entry in entries]
    for terms in counted:
        changed.update(terms)
    await db.execute_many(
        f"INSERT INTO tandem_search.texts_{made} (key, kind, number, words, grams, counted) "
        "VALUES (?, ?, ?, CAST(CAST(? AS text) AS tsvector), ?, ?)",
        [
            (entry.key, entry.kind, entry.id, vector(entry), sorted(entry.grams), terms)
            for entry, terms in zip(entries, counted, strict=True)
        ],
    )


def _terms(entry: Entry) -> set[str]:
    texts: list[Mapping[str, Sequence[str]]] = [entry.title, entry.body]
    stems = {count_of((language, stem)) for text in texts for language, found in text.items() for stem in found}
    return stems | {f"s:{word}" for word in entry.spelt}


async def _count(made: str, changed: Counter[str]) -> None:
    """Keep in how many texts each term is; in the order of the terms, so that nobody waits for the other."""
    terms = sorted(term for term, by in changed.items() if by)
    if terms:
        await db.execute(
            f"INSERT INTO tandem_search.terms_{made} AS kept (term, texts) "
            "SELECT * FROM unnest(CAST(? AS text[]), CAST(? AS int[])) "
            "ON CONFLICT (term) DO UPDATE SET texts = kept.texts + excluded.texts",
            terms,
            [changed[term] for term in terms],
        )
