"""Files from outside, and worth, at the command line."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import Any

from kernel import clock, imports
from kernel.commands import Misuse
from kernel.features import Command, House
from kernel.imports import Report
from kernel.takeout import reading
from kernel.takeout.telling import nothing, progress
from voting.value import cells, links, methods, queries

NAMES = ("customers", "orders", "ideas", "supports", "everything")


async def import_file(house: House, arguments: argparse.Namespace, *, keep: imports.Keep | None = None) -> int:
    """Import a file; bad rows are listed and end with 1, the good ones are in."""
    if arguments.kind == "everything":
        return await _everything(house, arguments)
    kind = imports.importer(arguments.kind)
    bad = house.settings.data_dir / "imports" / f"{clock.now():%Y%m%d-%H%M%S}-{kind.name}-bad.csv"
    report = await imports.read_file(
        kind,
        arguments.file,
        dry_run=arguments.dry_run,
        progress=_progress if sys.stderr.isatty() else None,
        bad_path=bad,
        keep=keep,
    )
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    if not arguments.dry_run:
        await links.follow_everybody()
    _tell(report)
    return 1 if report.bad_count else 0


async def _everything(house: House, arguments: argparse.Namespace) -> int:
    """An empty site becomes equal to the one that wrote the file."""
    if arguments.dry_run:
        raise Misuse("import everything: it is read into an empty site or not at all; there is no dry run")
    told = progress if sys.stderr.isatty() else nothing
    counts = await reading.read_back(house, arguments.file, told=told)
    print(f"everything: {len(counts)} tables, {sum(counts.values())} rows")
    return 0


def _progress(report: Report) -> None:
    done = 100 * report.bytes_read // max(1, report.bytes_total)
    sys.stderr.write(f"\r{report.name}: {report.read:,} rows, {done} %")
    sys.stderr.flush()


def _tell(report: Report) -> None:
    for row in report.bad:
        print(f"line {row.line}: {row.reason}", file=sys.stderr)
    if report.bad_count > len(report.bad):
        print(f"... and {report.bad_count - len(report.bad)} more", file=sys.stderr)
    if report.bad_path:
        print(f"bad rows: {report.bad_path}", file=sys.stderr)
    for warning in report.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    if report.warning_count > len(report.warnings):
        print(f"... and {report.warning_count - len(report.warnings)} more warnings", file=sys.stderr)
    what = f"{report.name}: {report.read} rows read, {report.created} created, {report.updated} updated, "
    dry = " (dry run: nothing was written)" if report.dry_run else ""
    print(f"{what}{report.unchanged} unchanged, {report.bad_count} bad{dry}")


def _worth_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of", type=_day, metavar="DATE", help="the last day that counts; else that of the newest order"
    )
    parser.add_argument("--json", action="store_true", help="print JSON alone")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 1997-09-30") from None


async def worth(house: House, arguments: argparse.Namespace) -> int:
    """Value every customer again; the runs before stay as they are."""
    from voting.value import runs  # brings scipy, which the site does without

    run = await queries.made(await runs.make(as_of=arguments.as_of))
    if arguments.json:
        print(json.dumps(_as_json(run), indent=2))
        return 0
    print(f"worth as of {run.as_of}, in {run.currency}; customers who ordered: {run.customers}")
    print(f"method: {methods.METHODS[run.method]}")
    if run.reason:
        print(f"because {methods.REASONS[run.reason]}")
    for line in _notes(run):
        print(line)
    for name in ("bgnbd", "gamma_gamma"):
        for parameter, found in run.fit.get(name, {}).items():
            print(f"  {name} {parameter} = {found:.4g} ± {run.fit[f'{name}_errors'][parameter]:.2g}")
    return 0


def _notes(run: queries.Run) -> list[str]:
    """What was made of orders that are no plain purchase, and of customers without any."""
    places, found = cells.precision(run.currency) or 0, []
    currencies, missing = run.fit.get("currencies", []), run.fit.get("without_rate", [])
    if len(currencies) > 1 or missing:
        found.append(f"orders are in {', '.join(currencies)}; all amounts as {run.currency}")
    if missing:
        found.append(f"left out for want of a rate: {', '.join(missing)}; give rates by TANDEM_WORTH_RATES")
    if refunds := run.fit.get("refunds", 0):
        orphans = run.fit.get("orphans", 0)
        found.append(
            f"refunds: {refunds}; {refunds - orphans} lower the purchase before them, {orphans} have none and are left out"
        )
    default = f"{run.default_worth / 10**places:.{places}f}"
    return [*found, f"a customer without orders counts with {default}, unless a worth is stated"]


def _as_json(run: queries.Run) -> dict[str, Any]:
    fit = run.fit
    return {
        "bgnbd": fit.get("bgnbd"),
        "gamma_gamma": fit.get("gamma_gamma"),
        "customers": run.customers,
        "as_of": run.as_of.isoformat(),
        "currency": run.currency,
        "method": run.method,
        "reason": run.reason or None,
        "errors": {name: fit.get(f"{name}_errors") for name in ("bgnbd", "gamma_gamma")},
        "log_likelihood": fit.get("bgnbd_log_likelihood"),
        "horizon_weeks": run.horizon_weeks,
        "discount_rate": run.discount_rate,
        "default_worth": run.default_worth,
        "run": run.id,
    }


commands = [
    Command("worth", "value every customer again, as of a day", worth, _worth_arguments),
]
