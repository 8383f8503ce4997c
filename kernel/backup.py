"""Backup and restore: database, uploads and secret of one moment in one file, while the site runs."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from kernel import archives, cache, clock, dumps, migrate
from kernel.commands import say
from kernel.errors import Problem
from kernel.features import Command, House
from kernel.settings import Settings

SECRET = "secret"  # noqa: S105


async def backup(house: House, path: Path) -> dict[str, int]:
    """Write everything that matters to `path`; says how many rows each table had.

    The database comes first and the uploads after it, so that every picture which the rows name is there.
    """
    settings = house.settings
    if settings.sqlite and not settings.sqlite_path.exists():
        raise Problem(f"There is no database in {settings.data_dir} yet; `migrate` makes one.")
    with archives.written(path) as out:
        columns: dict[str, list[str]] = {}
        if settings.sqlite:
            counts, names = dumps.dump_sqlite(settings, out, path)
        else:
            counts, names, columns = await dumps.dump_postgresql(settings, out)
        for file in _uploads(settings):
            out.add(file.relative_to(settings.data_dir).as_posix(), file)
        if (secret := settings.data_dir / SECRET).is_file():
            out.add(SECRET, secret)
        out.close(
            {
                "made_at": clock.now().isoformat(timespec="seconds"),
                "database": _kind(settings),
                "migrations": names,
                "rows": counts,
                "columns": columns,
            }
        )
    return counts


async def restore(house: House, path: Path, *, force: bool = False) -> dict[str, int]:
    """Put a backup back; a place that already holds something is left alone unless `force` says otherwise."""
    settings = house.settings
    with archives.opened(path) as source:
        kind = source.about["database"]
        if kind != _kind(settings):
            raise Problem(f"This backup was made from {kind}; it cannot be restored into {_kind(settings)}.")
        migrate.refuse_unknown(house, source.about["migrations"])
        if not force and (held := await _holds(settings)):
            raise Problem(f"There is something here already: {held}. To replace it, add --force.")
        if settings.sqlite:
            counts = dumps.load_sqlite(settings, source)
        else:
            await _tables_of(house, source.about["migrations"])
            counts = await dumps.load_postgresql(settings, source)
        _put_files(settings, source)
        _compare(source.about["rows"], counts)
    await migrate.migrate(house)
    cache.open_generation(settings.data_dir)
    cache.bump()
    return counts


async def _tables_of(house: House, names: list[str]) -> None:
    """The tables as they were when the backup was made."""
    here = await dumps.names_postgresql(house.settings)
    if not here:
        await migrate.reach(house, names)
    elif set(here) != set(names):
        raise Problem("The tables here are of another version than the backup's; restore it into an empty database.")


def _kind(settings: Settings) -> str:
    return "sqlite" if settings.sqlite else "postgresql"


def _uploads(settings: Settings) -> list[Path]:
    folder = settings.data_dir / "uploads"
    return sorted(file for file in folder.rglob("*") if file.is_file() and file.suffix != ".part")


async def _holds(settings: Settings) -> str:
    """What is at the target already, in words; empty where there is nothing."""
    counts = dumps.count_sqlite(settings) if settings.sqlite else await dumps.count_postgresql(settings)
    filled = [f"{rows} rows of {table}" for table, rows in counts.items() if rows and table != dumps.JOURNAL]
    return ", ".join([*filled[:3], *(["uploads"] if _uploads(settings) else [])])


def _put_files(settings: Settings, source: archives.Reader) -> None:
    """Uploads exactly as they were, then the secret."""
    held = source.names("uploads/")
    for name in held:
        source.put(name, settings.data_dir / name)
    for file in _uploads(settings):
        if file.relative_to(settings.data_dir).as_posix() not in held:
            file.unlink()
    if SECRET in source.about["members"]:
        source.put(SECRET, settings.data_dir / SECRET, mode=0o600)


def _compare(before: dict[str, int], after: dict[str, int]) -> None:
    differing = [f"{t}: {n} in the backup, {after.get(t, 0)} here" for t, n in before.items() if after.get(t, 0) != n]
    if differing:
        raise Problem("The copy does not equal the backup. " + "; ".join(differing))


def _file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a .zip file; it holds the secret, so keep it as you would a password")


def _file_and_force(parser: argparse.ArgumentParser) -> None:
    _file(parser)
    parser.add_argument("--force", action="store_true", help="replace what is there")


async def _backup(house: House, arguments: argparse.Namespace) -> int:
    free = shutil.disk_usage(arguments.file.resolve().parent).free
    settings = house.settings
    if settings.sqlite and settings.sqlite_path.exists() and free < settings.sqlite_path.stat().st_size * 1.5:
        raise Problem(f"There is not enough room beside {arguments.file}.")
    counts = await backup(house, arguments.file)
    say(f"{arguments.file}: {sum(counts.values())} rows of {len(counts)} tables, uploads and secret.")
    return 0


async def _restore(house: House, arguments: argparse.Namespace) -> int:
    counts = await restore(house, arguments.file, force=arguments.force)
    say(f"Restored {sum(counts.values())} rows of {len(counts)} tables; they equal the backup.")
    return 0


commands = [
    Command("backup", "write database, uploads and secret to a file", _backup, _file, needs_database=False),
    Command("restore", "put a backup back", _restore, _file_and_force, needs_database=False),
]
