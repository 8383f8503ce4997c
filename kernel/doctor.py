"""Every setting with its effect and value, and what keeps this installation from working well."""

from __future__ import annotations

import argparse
import asyncio
import json
import smtplib
import sqlite3
import ssl
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from tortoise.exceptions import BaseORMException

from kernel import appendonly, clock, db, health, migrate
from kernel.commands import say
from kernel.errors import Problem
from kernel.features import Command, House, open_house
from kernel.settings import Section, Settings, named


@dataclass(frozen=True)
class Setting:
    """One setting as people meet it; a secret's value is never told."""

    name: str
    value: str
    default: str
    effect: str


@dataclass(frozen=True)
class Finding:
    """What a check saw; `ok` is false when somebody must do something."""

    check: str
    ok: bool
    saw: str


def settings(house: House) -> list[tuple[str, list[Setting]]]:
    """Every section of settings with its first line, the house's own first."""
    sections: list[tuple[type[Section], Section]] = [(Settings, house.settings)]
    sections += [(kind, kind()) for kind in dict.fromkeys(house.all("settings"))]
    return [
        (_title(kind), list(_of(kind, held, kind.model_config.get("env_prefix", "TANDEM_")))) for kind, held in sections
    ]


def _repeated(house: House) -> list[tuple[str, list[Setting]]]:
    """Those groups of settings that stand in the environment under names that somebody chose, one for each name."""
    return [
        (f"{_title(kind)} {name}", list(_of(kind, held, prefix.replace("<NAME>", name))))
        for kind in dict.fromkeys(house.all("settings"))
        if "<NAME>" in (prefix := kind.model_config.get("env_prefix", "TANDEM_"))
        for name, held in named(kind, prefix.split("<")[0], next(iter(kind.model_fields))).items()
    ]


def _title(kind: type[Section]) -> str:
    return (kind.__doc__ or kind.__name__).splitlines()[0]


def _of(kind: type[Section], held: Section, prefix: str) -> Iterator[Setting]:
    for name, field in kind.model_fields.items():
        default = "" if field.default_factory is not None else _shown(field.default)
        value = getattr(held, name)
        shown = _shown(value) if field.repr is not False else ("(set, not shown)" if value else "")
        yield Setting(f"{prefix}{name}".upper(), shown, default, field.description or "")


def _shown(value: Any) -> str:
    """A value as it would stand in the environment; a password inside an address is left out."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return json.dumps(value) if value else ""
    text = str(value)
    url = urlsplit(text) if "://" in text else None
    if url is None or not url.password:
        return text
    return urlunsplit(url._replace(netloc=url.netloc.replace(f":{url.password}@", ":…@")))


def markdown(house: House) -> str:
    """docs/settings.md: names, defaults and effects; nothing of this machine."""
    lines = [
        "# Settings",
        "",
        "Set in the environment; each has a default that works on one machine. This page is made by",
        "`uv run run.py doctor --markdown > docs/settings.md` and a test keeps it true. What the brand is called, its colour",
        "and its language are set in the browser.",
    ]
    for title, found in settings(house):
        lines += ["", f"## {title.rstrip('.')}", "", "| name | default | effect |", "|---|---|---|"]
        lines += [f"| `{one.name}` | {f'`{one.default}`' if one.default else ''} | {one.effect} |" for one in found]
    return "\n".join(lines) + "\n"


async def examine(house: House) -> list[Finding]:
    """All checks, each on its own feet: one that fails hides no other."""
    found = [*_disk(house), *_secret(house), *_address(house), await asyncio.to_thread(_mail, house.settings)]
    if house.settings.sqlite and not house.settings.sqlite_path.exists():
        return [*found, Finding("database", False, f"none in {house.settings.data_dir} yet: run `migrate`")]
    try:
        async with db.opened(house.settings, house.features):
            return [*found, Finding("database", True, _kind(house)), *await _inside(house)]
    except (Problem, OSError, BaseORMException, *db.AWAY) as error:
        return [*found, Finding("database", False, f"{type(error).__name__}: {str(error).splitlines()[0]}")]


def _kind(house: House) -> str:
    if not house.settings.sqlite:
        return "PostgreSQL answers"
    with closing(sqlite3.connect(house.settings.sqlite_path)) as base:
        return f"SQLite {sqlite3.sqlite_version}, quick check: {base.execute('PRAGMA quick_check(1)').fetchone()[0]}"


async def _inside(house: House) -> list[Finding]:
    waiting = await migrate.pending(house)
    found = [Finding("tables", not waiting, f"run `migrate` for {', '.join(waiting)}" if waiting else "up to date")]
    open_ = await appendonly.missing(db.client())
    found.append(
        Finding("staff acts", not open_, "their log can be changed: run `migrate`" if open_ else "append-only")
    )
    newest = db.moment(await db.value("SELECT max(at) AS at FROM event") or clock.now())
    ahead = newest - clock.now()
    found.append(
        Finding(
            "clock",
            ahead < timedelta(minutes=2),
            f"{clock.now():%Y-%m-%d %H:%M} UTC, last event {newest:%Y-%m-%d %H:%M}",
        )
    )
    late = await db.value(
        "SELECT count(*) FROM job WHERE state = 'ready' AND run_at < ?", clock.now() - timedelta(minutes=15)
    )
    found.append(
        Finding(
            "worker",
            not late,
            f"{late} jobs have waited for over 15 minutes: is `work` running?" if late else "keeps up",
        )
    )
    dead = await db.value("SELECT count(*) FROM job WHERE state = 'dead'")
    found.append(Finding("dead letters", not dead, f"{dead} jobs gave up" if dead else "none"))
    open_house(house)  # what is looked at may ask for its settings
    return [*found, *[finding for look in house.registered("examined") for finding in await look()]]


def _disk(house: House) -> Iterator[Finding]:
    folder = house.settings.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    faults = health.disk(folder)
    yield Finding("disk", not faults, "; ".join(faults) or f"{health.free(folder) // 1_000_000:,} MB free")


def _secret(house: House) -> Iterator[Finding]:
    path = house.settings.data_dir / "secret"
    if house.settings.secret:
        weak = len(house.settings.secret) < 16
        yield Finding(
            "secret", not weak, "from TANDEM_SECRET" + (": make it longer than 16 characters" if weak else "")
        )
        return
    _ = house.settings.key
    open_to_others = path.stat().st_mode & 0o077
    yield Finding(
        "secret", not open_to_others, "others can read it: chmod 600" if open_to_others else "kept in the data folder"
    )


def _address(house: House) -> Iterator[Finding]:
    url = urlsplit(house.settings.base_url)
    local = url.hostname in ("localhost", "127.0.0.1", "::1")
    good = bool(url.hostname) and (local or url.scheme == "https")
    yield Finding(
        "address", good, house.settings.base_url + ("" if good else ": use https, or cookies travel in the open")
    )


def _mail(settings: Settings) -> Finding:
    """Can the SMTP server be reached? Nothing is sent."""
    if not settings.smtp_url:
        return Finding("mail", True, "no SMTP: letters stay on the site")
    url = urlsplit(settings.smtp_url)
    host, port = url.hostname or "localhost", url.port or (465 if url.scheme == "smtps" else 25)
    try:
        secure = ssl.create_default_context()
        with (
            smtplib.SMTP_SSL(host, port, timeout=5, context=secure)
            if url.scheme == "smtps"
            else smtplib.SMTP(host, port, timeout=5) as server
        ):
            code = server.noop()[0]
    except (OSError, smtplib.SMTPException) as error:
        return Finding("mail", False, f"{host}:{port}: {error}")
    return Finding("mail", code == 250, f"{host}:{port} answers {code}")


def _arguments(parser: argparse.ArgumentParser) -> None:
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--markdown", action="store_true", help="print docs/settings.md")
    shape.add_argument("--json", action="store_true", help="print JSON alone")


async def doctor(house: House, arguments: argparse.Namespace) -> int:
    """Tell all; 1 when something needs a hand."""
    if arguments.markdown:
        say(markdown(house).rstrip("\n"))
        return 0
    findings = await examine(house)
    if arguments.json:
        shown = {one.name: asdict(one) for _, found in [*settings(house), *_repeated(house)] for one in found}
        say(json.dumps({"settings": shown, "findings": [asdict(one) for one in findings]}))
    else:
        _tell(house, findings)
    return 0 if all(one.ok for one in findings) else 1


def _tell(house: House, findings: list[Finding]) -> None:
    for title, found in [*settings(house), *_repeated(house)]:
        say(f"\n{title}")
        for one in found:
            say(f"  {one.name} = {one.value or '(empty)'}\n      {one.effect}")
    say("\nChecks")
    for finding in findings:
        say(f"  {'ok  ' if finding.ok else 'LOOK'} {finding.check:13} {finding.saw}")


commands = [Command("doctor", "list every setting and what needs a hand", doctor, _arguments, needs_database=False)]
