"""Real orders, real conversations and real proposals go in; a roadmap comes out that equals the raw files.

Voters are no customers in these files, so they are paired by rule: voter n of the k-th conversation is customer
1000 k + n + 1, and supporter v of French proposal p (only their number is public) is customer (7 p + v) mod 23,570 + 1.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest

from kernel import commands, db
from kernel.features import Command, House
from tests.shared_data import shared

pytestmark = pytest.mark.real
CONVERSATIONS = ("scoop-hivemind.biodiversity", "canadian-electoral-reform")
PROPOSALS = "ideas/republique_numerique_2015_propositions.csv"
CUSTOMERS = 23_570
KINDS = ("customers", "orders", "ideas", "supports")
IDEAS = ("reference", "board", "title", "body", "author_email", "created_at", "status", "tags")
TABLES = ("customer", "customer_order", "person", "board", "idea", "support", "support_event", "customer_link")


def write_orders(folder: Path, raw: Path, *, customer: int, day: int, amount: int) -> None:
    """CDNOW's lines as the two files of the contract; the numbers say which column holds what."""
    seen: dict[str, None] = {}
    with (folder / "orders.csv").open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out).writerow
        write(["reference", "customer", "placed_at", "amount", "currency"])
        for number, line in enumerate(raw.read_text().splitlines()):
            cells = line.split()
            if not cells or not cells[0].isdigit():
                continue
            seen[cells[customer]] = None
            at = f"{cells[day][:4]}-{cells[day][4:6]}-{cells[day][6:]}T12:00:00Z"
            write([f"o{number}", f"c{cells[customer]}", at, cells[amount], "USD"])
    with (folder / "customers.csv").open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out).writerow
        write(["reference", "name", "kind", "email", "segment", "country", "since", "stated_value"])
        for digits in seen:
            number = int(digits)
            segment = f"group {number % 4}"

            write([f"c{digits}", f"Customer {number}", "person", address(number), segment, "US", "1997-01-01", ""])


def address(customer: int) -> str:
    return f"v{customer}@example.org"


def moment(milliseconds: str) -> str:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC).isoformat()


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 200 else words[:199] + "…"


def plain(title: str) -> str:
    """A title without what a spreadsheet or a reader of it would not see."""
    seen = "".join(c for c in title if unicodedata.category(c) not in ("Cc", "Cf"))
    return " ".join(unicodedata.normalize("NFC", seen).split()).lstrip("'")


class Conversations:
    """The ideas and supports of the conversations, in the contract's files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ideas: list[list[str]] = []
        self.supports: list[list[str]] = []

    def add_polis(self, name: str, order: int) -> None:
        comments = rows_of(shared(f"deliberation/{name}/comments.csv"))
        kept = {row["comment-id"] for row in comments if row["moderated"] != "-1"}
        for row in comments:
            if row["comment-id"] in kept:
                body, author = " ".join(row["comment-body"].split()), 1000 * order + int(row["author-id"]) + 1
                reference, at = f"{name}-{row['comment-id']}", moment(row["timestamp"])
                self.ideas.append([reference, name, shortened(body), body, address(author), at, "open", "polis"])
        last = {(row["comment-id"], row["voter-id"]): row for row in rows_of(shared(f"deliberation/{name}/votes.csv"))}
        for (comment, voter), row in last.items():
            if row["vote"] == "1" and comment in kept:
                email = address(1000 * order + int(voter) + 1)
                self.supports.append([f"{name}-{comment}", email, moment(row["timestamp"])])

    def add_proposals(self) -> None:
        for row in rows_of(shared(PROPOSALS)):
            number, at = int(row["id"]), f"{row['created']}T00:00:00Z"
            author = f"auteur{row['author_no']}@example.org"
            words = [f"rn-{number}", row["section"], shortened(row["title"]), row["body"][:40_000]]
            self.ideas.append([*words, author, at, "open", row["section_subtitle"][:40].replace(",", " ")])
            for vote in range(int(row["votes_ok"])):
                self.supports.append([f"rn-{number}", address((7 * number + vote) % CUSTOMERS + 1), at])

    def write(self) -> None:
        for name, head, rows in (
            ("ideas", list(IDEAS), self.ideas),
            ("supports", ["idea", "email", "created_at"], self.supports),
        ):
            with (self.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows([head, *rows])


def counted_again(*conversations: str, proposals: bool) -> dict[str, list[int]]:
    """Supporters by title, taken from the raw files once more and in another way."""
    found: dict[str, list[int]] = defaultdict(list)
    for name in conversations:
        latest: dict[str, dict[str, str]] = defaultdict(dict)
        for line in shared(f"deliberation/{name}/votes.csv").read_text().splitlines()[1:]:
            _at, _when, comment, voter, vote = line.split(",")
            latest[comment][voter] = vote
        for row in rows_of(shared(f"deliberation/{name}/comments.csv")):
            if row["moderated"] != "-1":
                agreed = Counter(latest[row["comment-id"]].values())["1"]
                found[shortened(row["comment-body"])].append(agreed)
    if proposals:
        for row in rows_of(shared(PROPOSALS)):
            found[shortened(row["title"])].append(int(row["votes_ok"]))
    return {plain(title): sorted(counts) for title, counts in found.items()}


async def run(house: House, *words: str) -> int:
    """A command of run.py, in this process and on the open database."""
    known: list[Command] = house.all("commands")
    arguments = commands.parser(known).parse_args(list(words))
    answer: Any = next(c for c in known if c.name == arguments.command).run(house, arguments)
    return int(await answer)


async def imported(house: House, folder: Path, told: pytest.CaptureFixture[str]) -> dict[str, str]:
    """The four files, imported in order; what each import said in its last line."""
    said = {}
    for kind in KINDS:
        assert await run(house, "import", kind, str(folder / f"{kind}.csv")) == 0, told.readouterr()
        said[kind] = told.readouterr().out.strip().splitlines()[-1]
    return said


async def sizes() -> dict[str, int]:
    return {table: int(await db.value(f"SELECT count(*) AS n FROM {table}")) for table in TABLES}


async def exported(house: House, folder: Path) -> dict[str, bytes]:
    files = {}
    for form in ("csv", "xlsx", "json", "md", "ics"):
        path = folder / f"roadmap.{form}"
        assert await run(house, "export", "roadmap", "--format", form, "-o", str(path)) == 0
        files[form] = path.read_bytes()
    return files


def table_of(file: bytes) -> list[dict[str, str]]:
    lines = [line for line in io.StringIO(file.decode("utf-8-sig")) if not line.startswith("#")]
    return list(csv.DictReader(lines))


def counts_of(rows: list[dict[str, str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        found[row["title"]].append(int(row["supporters"]))
    return {plain(title): sorted(counts) for title, counts in found.items()}


def hold(rows: list[dict[str, str]]) -> None:
    """What must be so of every row."""
    assert sum(float(row["value"] or 0) for row in rows) > 0
    for row in rows:
        assert int(row["accounts"]) <= int(row["supporters"])
        for middle, stem in (("demand", "demand"), ("value", "value"), ("share_of_base", "share")):
            ends = row[f"{stem}_low"], row[middle], row[f"{stem}_high"]
            if all(ends):
                low, point, high = map(float, ends)
                assert low - 1e-6 <= point <= high + 1e-6, (middle, row["title"])


def agree(files: dict[str, bytes]) -> None:
    """The five files tell of the same ideas in the same order."""
    rows, told = table_of(files["csv"]), json.loads(files["json"])
    assert [plain(row["title"]) for row in rows] == [plain(row["title"]) for row in told["rows"]]
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"]), read_only=True)["roadmap"]
    place = told["columns"].index("supporters")
    in_sheet = [line[place] or 0 for line in sheet.iter_rows(min_row=2, values_only=True)]
    assert in_sheet == [row["supporters"] or 0 for row in told["rows"]]
    assert files["md"].decode().count("\n| ") == len(rows) + 2
    assert icalendar.Calendar.from_ical(files["ics"]).name == "VCALENDAR"


async def story(house: House, folder: Path, told: pytest.CaptureFixture[str], want: dict[str, list[int]]) -> None:
    """Imported, valued, frozen, exported, proven; and a second run of it all changes nothing."""
    await imported(house, folder, told)
    before = await sizes()
    assert await run(house, "worth", "--as-of", "1998-06-30", "--json") == 0
    assert json.loads(told.readouterr().out)["method"]
    assert await run(house, "demand", "--json") == 0
    reckoned = json.loads(told.readouterr().out)
    assert len(reckoned["ideas"]) == sum(map(len, want.values()))
    first = await exported(house, folder)
    rows = table_of(first["csv"])
    assert counts_of(rows) == want
    hold(rows)
    agree(first)
    for kind, line in (await imported(house, folder, told)).items():
        assert " 0 created, 0 updated, " in line, (kind, line)
    assert await sizes() == before
    assert await exported(house, folder) == first
    assert await run(house, "recount") == 0, told.readouterr().out


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
async def test_a_whole_cohort_two_conversations_and_a_national_consultation(
    home: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_orders(tmp_path, shared("clv/CDNOW_master.txt"), customer=0, day=1, amount=3)
    files = Conversations(tmp_path)
    for order, name in enumerate(CONVERSATIONS):
        files.add_polis(name, order)
    files.add_proposals()
    files.write()
    want = counted_again(*CONVERSATIONS, proposals=True)
    await story(home, tmp_path, capsys, want)
    found = await sizes()
    assert (found["customer"], found["customer_order"]) == (CUSTOMERS, 69_659)
    assert found["support"] == sum(map(sum, want.values())) == len(files.supports)
    assert await db.value("SELECT count(*) AS n FROM idea WHERE reference LIKE 'rn-%'") == 696
    assert await db.value("SELECT count(*) AS n FROM letter") == 0


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
async def test_a_tenth_of_the_cohort_and_one_conversation_on_postgresql(
    home: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_orders(tmp_path, shared("clv/CDNOW_sample.txt"), customer=1, day=2, amount=4)
    files = Conversations(tmp_path)
    files.add_polis(CONVERSATIONS[0], 0)
    files.write()
    await story(home, tmp_path, capsys, counted_again(CONVERSATIONS[0], proposals=False))
    found = await sizes()
    assert (found["customer"], found["customer_order"]) == (2_357, 6_919)
