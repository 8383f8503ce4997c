"""The catalogue: every sentence of code and templates collected into the .po file of each language, and what it lacks."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from kernel.commands import say
from kernel.features import Command, House

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {
    "_": None,
    "gettext": None,
    "mark": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "trans": None,
}
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2"), ("**.xml", "jinja2")]
JINJA = {"trimmed": "false", "extensions": "jinja2.ext.do,jinja2.ext.i18n", "silent": "false"}
OPTIONS = {pattern: JINJA for pattern, method in METHODS if method == "jinja2"}
LANGUAGES = ("fr",)


def collected() -> Catalog:
    """Every message that code and templates ask for."""
    catalogue = Catalog(charset="utf-8")
    packages = sorted(path.parent.name for path in ROOT.glob("*/feature.py"))
    for folder in ("kernel", *packages, "templates"):
        for name, line, message, _comments, context in _found(ROOT / folder):
            catalogue.add(message, locations=[(f"{folder}/{name}", line)], context=context)
    return catalogue


def _found(folder: Path) -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    if folder.is_dir():
        yield from extract_from_dir(str(folder), METHODS, OPTIONS, KEYWORDS, strip_comment_tags=True)


def path_of(lang: str) -> Path:
    return ROOT / "locales" / lang / "LC_MESSAGES" / "messages.po"


def kept(lang: str) -> Catalog:
    """What is translated already."""
    if not path_of(lang).exists():
        return Catalog(locale=lang)
    with path_of(lang).open("rb") as file:
        return read_po(file, locale=lang)


def missing(lang: str) -> list[Message]:
    """Messages that are asked for and have no translation, or one that is marked fuzzy."""
    held = kept(lang)
    return [asked for asked in collected() if asked.id and not _translated(held.get(asked.id, asked.context))]


def _translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return all(texts)


def faults(lang: str) -> list[str]:
    """Translations whose places (`%(name)s`) are not those of the message."""
    return [f"{message.id!r}: {error}" for message, errors in kept(lang).check() for error in errors]


def update(lang: str) -> None:
    """Write the .po file again: new messages empty, those no longer asked for left out."""
    held = kept(lang)
    held.update(collected(), no_fuzzy_matching=True, update_creation_date=False)
    held.obsolete.clear()
    path_of(lang).parent.mkdir(parents=True, exist_ok=True)
    with path_of(lang).open("wb") as file:
        write_po(file, held, width=0, sort_output=True, no_location=True, omit_header=False)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--update", action="store_true", help="write the .po files again first")


def command(house: House, arguments: argparse.Namespace) -> int:
    """List what each language lacks; 1 when there is any."""
    lacking = 0
    for lang in LANGUAGES:
        if arguments.update:
            update(lang)
        for message in missing(lang):
            lacking += 1
            place = message.locations[0] if message.locations else ("", 0)
            say(f"{lang} {place[0]}:{place[1]} {message.id!r}")
        for fault in faults(lang):
            lacking += 1
            say(f"{lang} {fault}")
    say("Every sentence is translated." if not lacking else f"{lacking} sentences need a translation.")
    return 1 if lacking else 0


commands = [Command("messages", "collect sentences; list those without a translation", command, _arguments, False)]
