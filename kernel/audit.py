"""The chain of staff acts: each row holds a digest of itself and of the row before, so that none can be changed unseen.

How many there are and the last digest stand in a place of their own under a seal, so that none can be cut off the end.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

from kernel import clock, db
from kernel.appendonly import LENGTH, MARK
from kernel.features import the_house
from kernel.i18n import gettext
from kernel.viewer import Viewer


async def note(viewer: Viewer, act: str, *, subject: tuple[str, int | None], reason: str = "", **detail: Any) -> None:
    """Write an act of staff; to be called inside the act's transaction."""
    if not db.on_sqlite():
        await db.value("SELECT pg_advisory_xact_lock(8101)")  # one chain: one writer at a time
    before = await db.value("SELECT digest FROM staff_act ORDER BY id DESC LIMIT 1") or ""
    moment, text = clock.now(), json.dumps(detail, sort_keys=True, ensure_ascii=False, default=str)
    digest = _digest(before, moment.isoformat(), viewer.id, act, *subject, sealed(reason), sealed(text))
    await db.execute(
        "INSERT INTO staff_act (at, actor_id, act, subject_kind, subject_id, reason, detail, digest) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        moment,
        viewer.id,
        act,
        *subject,
        reason,
        text,
        digest,
    )
    await _move_end(before, digest)


async def _move_end(before: str, digest: str) -> None:
    """One act more under the seal; a chain that has none yet is sealed by its first act, an older one by hand."""
    end = await db.row("SELECT acts FROM staff_chain WHERE id = 1")
    if end is not None:
        acts = end["acts"] + 1
        await db.execute(
            "UPDATE staff_chain SET acts = ?, digest = ?, seal = ? WHERE id = 1", acts, digest, _seal(acts, digest)
        )
    elif not before:
        await _put_end(1, digest)


async def _put_end(acts: int, digest: str) -> None:
    await db.execute(
        "INSERT INTO staff_chain (id, acts, digest, seal) VALUES (1, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "acts = excluded.acts, digest = excluded.digest, seal = excluded.seal",
        *(acts, digest, _seal(acts, digest)),
    )


def _seal(acts: int, digest: str) -> str:
    key = the_house().settings.key
    return hmac.new(key, f"staff acts {acts} {digest}".encode(), hashlib.sha256).hexdigest()


async def seal() -> int:
    """Seal the chain as it stands; says how many acts it has."""
    async with db.transaction(quiet=True):
        row = await db.row("SELECT count(*) AS n, max(id) AS last FROM staff_act") or {"n": 0, "last": None}
        digest = await db.value("SELECT digest FROM staff_act WHERE id = ?", row["last"] or 0) or ""
        await _put_end(row["n"], digest)
    return int(row["n"])


async def cut() -> str:
    """What is wrong at the end of the chain: acts that are missing, an end that was written by somebody else; or nothing."""
    row = await db.row("SELECT count(*) AS n, max(id) AS last FROM staff_act") or {"n": 0, "last": None}
    end = await db.row("SELECT acts, digest, seal FROM staff_chain WHERE id = 1")
    if end is None:
        return f"The end of the chain is not sealed: {row['n']} acts stand." if row["n"] else ""
    if not hmac.compare_digest(end["seal"], _seal(end["acts"], end["digest"])):
        return "The end of the chain was written by somebody else, or under another secret."
    digest = await db.value("SELECT digest FROM staff_act WHERE id = ?", row["last"] or 0) or ""
    if (end["acts"], end["digest"]) != (row["n"], digest):
        return f"The chain had {end['acts']} acts and has {row['n']}: its end is not the one that was sealed."
    return ""


async def broken() -> int | None:
    """The number of the first act whose digest does not follow from the one before, or None."""
    before, last = "", 0
    while lines := await db.rows("SELECT * FROM staff_act WHERE id > ? ORDER BY id LIMIT 1000", last):
        for line in lines:
            moment = db.moment(line["at"])
            subject = (line["subject_kind"], line["subject_id"])
            begun = (before, moment.isoformat(), line["actor_id"], line["act"], *subject)
            words = (line["reason"], line["detail"])
            if line["digest"] not in (_digest(*begun, *map(sealed, words)), _digest(*begun, *words)):
                return int(line["id"])
            before, last = line["digest"], line["id"]
    return None


def sealed(words: str) -> str:
    """Words as the chain knows them: by their digest, so that they can be taken out and the chain still holds."""
    return words.removeprefix(MARK) if is_redacted(words) else hashlib.sha256(words.encode()).hexdigest()


def is_redacted(words: str) -> bool:
    """Is this what stands where words were taken out?"""
    return words.startswith(MARK) and len(words) == LENGTH


def words(act: str) -> str:
    """What whoever did an act has done, in the language being spoken; nothing where no wing knows it any more."""
    return gettext(next((wing.acts[act] for wing in the_house().wings if act in wing.acts), ""))


async def redact(person_id: int, *, holding: Sequence[str]) -> None:
    """Take the words out of what staff did about somebody, and wherever one of `holding` stands; the acts stay, in their chain.

    Acts of before words were sealed keep theirs: without them their chain would break.
    """
    told = " OR ".join("lower(reason) LIKE ? OR lower(detail) LIKE ?" for _word in holding) or "reason IS NULL"
    asked = [f"%{form}%" for word in holding for form in (word.lower(), word.lower())]
    rows = await db.rows(
        f"SELECT * FROM staff_act WHERE (subject_kind = 'person' AND subject_id = ?) OR {told} ORDER BY id",
        person_id,
        *asked,
    )
    done = []
    for line in rows:
        before = await db.value("SELECT digest FROM staff_act WHERE id < ? ORDER BY id DESC LIMIT 1", line["id"]) or ""
        kept = (line["actor_id"], line["act"], line["subject_kind"], line["subject_id"])
        words = [sealed(line["reason"]), sealed(line["detail"])]
        if line["digest"] == _digest(before, db.moment(line["at"]).isoformat(), *kept, *words):
            done.append((*(f"{MARK}{word}" for word in words), line["id"]))
    await db.execute_many("UPDATE staff_act SET reason = ?, detail = ? WHERE id = ?", done)


def _digest(before: str, *parts: Any) -> str:
    return hashlib.sha256(json.dumps([before, *parts], ensure_ascii=False).encode()).hexdigest()
