"""The command line: every command of every wing, one clear line when something cannot be done."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Sequence
from inspect import iscoroutinefunction
from typing import cast

from pydantic import ValidationError

from kernel import db
from kernel.errors import Problem
from kernel.features import Command, House, open_house


class Misuse(Exception):
    """The command was called wrongly; exit status 2."""


def say(line: str) -> None:
    """A line on standard output, at once."""
    print(line, flush=True)


def parser(commands: Sequence[Command]) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="run.py", description="Tandem: a brand and its customers make the next product together."
    )
    names = made.add_subparsers(dest="command", metavar="COMMAND")
    for command in commands:
        sub = names.add_parser(command.name, help=command.help, description=command.help)
        command.arguments(sub)
    return made


def main(house: House, words: Sequence[str]) -> int:
    """Run one command; 0 done, 1 failed with one line, 2 misuse."""
    open_house(house)
    commands: list[Command] = house.all("commands")
    arguments = parser(commands).parse_args(list(words) or ["demo-site"])
    command = next(c for c in commands if c.name == arguments.command)
    try:
        if not iscoroutinefunction(command.run):
            return cast("int", command.run(house, arguments))
        return asyncio.run(_run(house, command, arguments))
    except Misuse as error:
        print(error, file=sys.stderr)
        return 2
    except Problem as error:
        print(error.message or type(error).__name__, file=sys.stderr)
    except (OSError, ValidationError) as error:
        print(f"{type(error).__name__}: {str(error).splitlines()[0]}", file=sys.stderr)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    except db.AWAY as error:
        print(f"The database does not answer: {str(error).splitlines()[0]}. Has `migrate` been run?", file=sys.stderr)
    return 1


async def _run(house: House, command: Command, arguments: argparse.Namespace) -> int:
    if not command.needs_database:
        return await cast("Awaitable[int]", command.run(house, arguments))
    async with db.opened(house.settings, house.features):
        return await cast("Awaitable[int]", command.run(house, arguments))
