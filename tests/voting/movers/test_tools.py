"""Each tool's file, under the header that was found for it: recognised, and brought over with all it holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from kernel import db
from kernel.features import House
from tests import cast
from tests.voting.movers import files
from tests.voting.movers.moving import bring, differences, ideas


async def test_fider_posts_come_with_answers_names_and_merges(home: House, tmp_path: Path) -> None:
    await cast.admin()
    report = await bring(tmp_path, files.FIDER)
    assert report["tool"] == "fider"
    assert report["sums"]["bad"] == 0
    found = await ideas()
    assert [row["reference"] for row in found] == ["fider:20", "fider:15", "fider:10"]
    broader, wider, glow = found
    assert (glow["status"], glow["author"], glow["email"]) == ("declined", "Faceless", None)
    assert "🌙" in glow["body"]
    assert broader["root"] == wider["id"]
    said = "SELECT a.body, p.name, a.created_at FROM answer a JOIN person p ON p.id = a.author_id WHERE idea_id = ?"
    answer = await db.row(said, glow["id"])
    assert answer is not None
    assert (answer["body"], answer["name"], answer["created_at"].year) == ("Nothing we can do", "John Snow", 2018)
    assert await db.value("SELECT count(*) AS n FROM person WHERE name = 'Faceless'") == 1
    assert await differences(home) == []


async def test_a_fider_backup_brings_addresses_votes_comments_and_tags(home: House, tmp_path: Path) -> None:
    report = await bring(tmp_path, files.zipped(files.FIDER_BACKUP), name="backup.zip")
    assert report["tool"] == "fider"
    warm, warmer = await ideas()
    assert (warm["reference"], warm["status"], warm["supporters"], warm["comments"]) == ("fider:1", "planned", 2, 1)
    assert (warm["email"], warmer["author"]) == ("ann@example.com", "Bo")
    assert await db.value("SELECT t.name FROM tag t JOIN idea_tag x ON x.tag_id = t.id") == "winter"
    answer = await db.row("SELECT a.body, p.name FROM answer a JOIN person p ON p.id = a.author_id")
    assert answer == {"body": "Next winter", "name": "Bo"}
    assert (warmer["root"], report["fates"]["merge"]) == (None, {"skipped": 1})
    assert await differences(home) == []


async def test_uservoice_has_a_row_for_each_idea_and_supporter(home: House, tmp_path: Path) -> None:
    report = await bring(tmp_path, files.USERVOICE)
    assert report["tool"] == "uservoice"
    assert report["fates"] == {"idea": {"created": 2}, "support": {"created": 3}}
    export, dark = await ideas()
    assert (dark["body"], dark["status"], dark["supporters"]) == ("Please **add** it", "under_review", 2)
    assert (export["status"], export["supporters"], export["email"]) == ("planned", 1, "carol@example.com")
    named = "SELECT t.name FROM tag t JOIN idea_tag x ON x.tag_id = t.id WHERE x.idea_id = ? ORDER BY lower(t.name)"
    tags = await db.rows(named, dark["id"])
    assert [row["name"] for row in tags] == ["Features", "theme", "ui"]
    ledger = await db.rows("SELECT kind, at FROM support_event WHERE idea_id = ? ORDER BY at", dark["id"])
    assert [(row["kind"], row["at"].day) for row in ledger] == [("imported", 21), ("imported", 22)]
    assert await differences(home) == []


async def test_canny_lists_come_with_voters_and_nested_comments(home: House, tmp_path: Path) -> None:
    report = await bring(tmp_path, files.CANNY, name="canny.json")
    assert report["tool"] == "canny"
    assert report["sums"]["bad"] == 0
    (pocket,) = await ideas()
    assert (pocket["reference"], pocket["board"]) == ("canny:553c3ef8b8cdcd1501ba1238", "Feature requests")
    assert pocket["body"] == "A pocket for the key.\n\n- <https://images.example.com/key.png>"
    assert (pocket["status"], pocket["supporters"], pocket["comments"]) == ("in_progress", 2, 2)
    said = await db.rows("SELECT id, body, parent_id FROM comment ORDER BY created_at")
    assert [row["body"] for row in said] == ["I would buy this", "Thank you"]
    assert said[1]["parent_id"] == said[0]["id"]
    named = await db.row("SELECT email, is_claimed FROM person WHERE name = 'Nobody''s mail'")
    assert named == {"email": None, "is_claimed": False}
    assert await differences(home) == []


async def test_quackback_tables_in_a_zip_belong_together(home: House, tmp_path: Path) -> None:
    report = await bring(tmp_path, files.zipped(dict(files.QUACKBACK)), name="workspace.zip")
    assert report["tool"] == "quackback"
    (glue,) = await ideas()
    assert (glue["status"], glue["supporters"], glue["comments"], glue["author"]) == ("shipped", 2, 2, "Zoé")
    inside = await db.value("SELECT body FROM comment WHERE is_internal = ?", True)
    assert inside == "Check the price"
    assert report["sums"]["bad"] == 1
    assert report["bad"][0][-1] == "It is hidden there."
    assert await differences(home) == []


async def test_github_issues_are_told_apart_by_their_repository(home: House, tmp_path: Path) -> None:
    report = await bring(tmp_path, files.GITHUB, name="issues.json")
    assert report["tool"] == "github"
    heel, toes = await ideas()
    assert (heel["reference"], heel["board"], heel["status"]) == ("github:brand/shoes#12", "shoes", "shipped")
    assert (toes["status"], heel["author"]) == ("declined", "Octo Cat")
    said = await db.row("SELECT c.body, p.name FROM comment c JOIN person p ON p.id = c.author_id")
    assert said == {"body": "Done in spring", "name": "hubot"}
    assert await db.value("SELECT count(*) AS n FROM person WHERE name IN ('octo', 'Octo Cat')") == 1


@pytest.mark.parametrize(
    ("text", "name", "tool", "reference", "status", "body"),
    [
        (files.AHA, "ideas.json", "aha", "aha:APP-I-1", "under_review", "Send it, get it back *mended*."),
        (files.PRODUCTBOARD, "features.csv", "productboard", "productboard:f-1", "shipped", "For **two** shoes"),
    ],
)
async def test_lists_of_aha_and_productboard_under_the_names_of_their_api(
    home: House, tmp_path: Path, text: str, name: str, tool: str, reference: str, status: str, body: str
) -> None:
    report = await bring(tmp_path, text, name=name)
    assert report["tool"] == tool
    (idea,) = await ideas()
    assert (idea["reference"], idea["status"], idea["body"]) == (reference, status, body)
