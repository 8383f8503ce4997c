"""How much of something is left to somebody, for all processes and hosts together: a row of the database, or a key in Redis.

Either holds the second at which the bucket would be full again. A drop moves it on, but not past a whole burst: the
generic cell rate algorithm (ITU-T I.371), in one step, so that of two at once none is forgotten.
"""

from __future__ import annotations

import hashlib
import logging
from functools import cache
from typing import TYPE_CHECKING, Any

from kernel import clock, db
from kernel.features import the_house

if TYPE_CHECKING:
    from redis.asyncio import Redis

SCRIPT = """
local until_ = tonumber(redis.call('GET', KEYS[1]) or '0')
local now, drop, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if until_ > now + most then return 0 end
until_ = math.max(until_, now) + drop
redis.call('SET', KEYS[1], string.format('%.6f', until_), 'PX', math.ceil((until_ - now) * 1000))
return 1
"""
PATIENCE = 0.5
"""Seconds that Redis is waited for: the database knows an answer too."""
log = logging.getLogger("tandem.limits")


async def taken(name: str, who: str, *, burst: int, drop: float) -> bool:
    """Take one drop of `burst`, each of which comes back after `drop` seconds; False when none is left."""
    key, now = hashlib.sha256(f"{name} {who}".encode()).hexdigest(), clock.now().timestamp()
    server = _server(the_house().settings.redis_url)
    if server is not None:
        from redis.exceptions import RedisError

        try:
            return bool(await _asked(server, key, now, drop, (burst - 1) * drop))
        except (RedisError, OSError) as error:  # its own limits begin anew there, and still hold for everybody
            log.warning("Redis does not answer, limits are kept in the database: %s", type(error).__name__)
    return await _in_the_database(key, now, drop, (burst - 1) * drop)


@cache
def _server(url: str) -> Redis | None:
    if not url:
        return None
    from redis.asyncio import Redis

    return Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)


async def _asked(server: Any, key: str, *told: float) -> int:
    found: int = await server.eval(SCRIPT, 1, f"tandem:allowance:{key}", *told)
    return found


async def _in_the_database(key: str, now: float, drop: float, most: float) -> bool:
    let_in = await db.value(
        "INSERT INTO allowance (id, spent_until) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET spent_until = "
        "CASE WHEN allowance.spent_until > ? THEN allowance.spent_until ELSE ? END + ? "
        "WHERE allowance.spent_until <= ? RETURNING id",
        key,
        now + drop,
        now,
        now,
        drop,
        now + most,
    )
    return let_in is not None
