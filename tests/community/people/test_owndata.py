"""The file of one's own data: everything that is held, and nobody else's."""

from __future__ import annotations

from typing import Any

from tortoise import Tortoise

from community.inbox import actions as inbox
from community.people import owndata, queries
from community.people.models import Person
from ideas.board import actions as board
from ideas.board import answers
from ideas.board.models import Status
from kernel import db
from kernel.features import House
from tests import cast
from tests.community.discussion import things as talk
from tests.ideas.board import things

HELD = {
    "outside_account": "accounts_elsewhere",
    "invited_person": "invited_by",
    "sign_up_invitation": "sign_up_invitations",
    "guardian_consent": "guardian",
    "file": "files",
    "session": "browsers",
    "token": "tokens",
    "passkey": "passkeys",
    "second_step": "second_step",
    "recovery_code": "second_step",
    "way_back": "ways_back_asked_for",
    "way_back_voice": "ways_back_confirmed",
    "letter": "letters",
    "measure": "measures",
    "standing": "trust_step",
    "pace": "posting_pace",
    "held": "waited_to_be_read",
    "held_edit": "changes_to_be_read",
    "notice": "notices",
    "preference": "wishes",
    "comment": "comments",
    "reaction": "thanks",
    "report": "reports",
    "ruling": "rulings",
    "reporter": "reports_heeded",
    "moderation_case": "cases",
    "appeal": "appeals",
    "set_aside": "words_set_aside",
    "moderator_desk": "moderators_desk",
    "rule_version": "rules_set",
    "idea": "ideas",
    "idea_review": "idea_reviews",
    "board": "boards_looked_after",
    "follow": "followed_ideas",
    "answer": "answers",
    "merge": "merges",
    "staff_act": "own_acts_as_staff",
    "support": "supports",
    "customer_link": "customer",
    "customer_unlinking": "customers_you_are_not",
    "design": "designs",
    "artwork": "artworks",
    "score": "scores",
    "score_event": "scores",
    "showing": "designs_shown_for_scoring",
    "challenge_entry": "challenge_entries",
    "juror": "juries",
    "membership": "clubs",
    "join_request": "club_requests",
    "invitation": "club_invitations",
    "club_ban": "club_bans",
    "topic": "topics",
    "charter": "charters_written",
    "meeting": "meetings_hosted",
    "meeting_reply": "meeting_answers",
    "ballot": "ballots_you_made",
    "elector": "ballots_you_may_vote_in",
    "proxy": "votes_given_to_others",
    "signature": "signatures_of_wish_lists",
    "wish_list": "wish_lists",
    "wish_word": "words_to_wishes",
    "preorder": "preorders",
    "programme_application": "ambassador_applications",
    "programme_candidate": "ambassador_candidate",
    "programme_enrolment": "ambassador_parts",
    "programme_nomination": "ambassador_invitations",
    "programme_review": "ambassador_reviews",
    "royalty": "royalties",
    "saved_view": "saved_views",
    "referral_code": "referral_links",
    "referral": "referred",
    "calendar_feed": "calendar",
    "shop": "shop",
    "influence_score": "influence",
    "influence_line": "influence_lines",
    "influence_choice": "influence_choice",
    "influence_objection": "influence_objections",
    "influence_quartered": "influence_quarter",
    "point_entry": "points",
    "point_award": "points_awarded",
    "point_lot": "points_ending",
    "point_purse": "points_in_sum",
    "point_hold": "points_put_aside",
    "point_thanks": "points_thanks",
    "mission_part": "missions",
    "question": "questions",
    "question_acceptance": "accepted_answers",
    "perk_claim": "perks",
    "draft": "drafts",
    "same_as": "ideas_called_the_same",
    "idea_split_answer": "halves_you_meant",
    "support_behalf": "supports_written_down_for_you",
    "import_row": "brought_over_from_elsewhere",
    "import_batch": "imports",
    "import_mapping": "import_mappings",
    "doubt": "votes_in_doubt",
    "doubt_event": "votes_in_doubt_before",
    "trace": "marks_of_votes",
    "vote_objection": "objections_about_votes",
    "look": "looks",
    "data_contest": "contested",
    "consent_event": "consents",
    "privacy_choice": "choices",
    "own_download": "downloads",
    "erasure": "erasure",
}
"""Tables with a row for a person, and the part of the file that tells it."""

ELSEWHERE = {
    "support_event": "the ledger that `supports` is read from",
    "idea_version": "`ideas_before` of the author",
    "status_change": "an act of staff, in `own_acts_as_staff`",
    "roadmap_item": "an act of staff, in `own_acts_as_staff`",
    "roadmap_move": "an act of staff, in `own_acts_as_staff`",
    "snapshot": "an act of staff, in `own_acts_as_staff`",
    "template_version": "an act of staff, in `own_acts_as_staff`",
    "challenge": "an act of staff, in `own_acts_as_staff`",
    "feedback": "an act of staff, in `own_acts_as_staff`; who it is for has it in `challenge_feedback`",
    "idea_link": "an act of staff, in `own_acts_as_staff`",
    "idea_split": "an act of staff, in `own_acts_as_staff`",
    "likeness": "an act of staff, in `own_acts_as_staff`",
    "wish_item": "an act of staff, in `own_acts_as_staff`",
    "found_vote": "`votes_in_doubt` of the same vote",
    "quarantine": "an act of staff, in `own_acts_as_staff`",
    "proof": "a link in a letter, forgotten a day after its time",
}


async def taken(handle: str) -> dict[str, Any]:
    person = await queries.by_handle(handle)
    assert person
    return await owndata.gathered(person)


async def test_every_table_with_rows_about_a_person_has_its_part(home: House) -> None:
    await cast.person("ada")
    assert set(HELD.values()) <= (await taken("ada")).keys()
    models = [model for app in (Tortoise.apps or {}).values() for model in app.values()]
    named = {
        model._meta.db_table
        for model in models
        for name in model._meta.fk_fields | model._meta.o2o_fields
        if getattr(model._meta.fields_map[name], "related_model", None) is Person
    }
    assert sorted(named - HELD.keys() - ELSEWHERE.keys()) == []


async def test_earlier_words_wishes_and_answers_are_in_the_file(home: House) -> None:
    ada, ben, mo = await cast.member("ada"), await cast.member("ben"), await cast.manager()
    idea = await things.idea("Before", by=ada)
    await board.edit(ada, idea, title="After", body="")
    comment = await talk.message(idea, "Frist", by=ada)
    await talk.edit(ada, comment, "First")
    await inbox.wish(int(ada.id or 0), [("comment.reply", True, False)])
    await answers.answer(mo, idea, status=Status.PLANNED, body="Yes.")
    await db.execute(
        "INSERT INTO file (digest, media_type, name, size, width, height, owner_id, created_at) "
        "VALUES ('ab12', 'image/webp', 'me.png', 9, 1, 1, ?, ?)",
        ada.id,
        comment.created_at,
    )
    hers = await taken("ada")
    assert [row["title"] for row in hers["ideas_before"]] == ["Before"]
    assert [row["body"] for row in hers["comments_before"]] == ["Frist"]
    assert hers["wishes"] == [{"kind": "comment.reply", "is_shown": True, "is_mailed": False}]
    assert [(row["name"], "ab12" in row["url"]) for row in hers["files"]] == [("me.png", True)]
    assert hers["answers"] == hers["own_acts_as_staff"] == []
    his = await taken("mo")
    assert [row["body"] for row in his["answers"]] == ["Yes."]
    assert his["own_acts_as_staff"]
    bens = await taken(ben.handle)
    assert not any(bens[part] for part in ("ideas_before", "comments_before", "wishes", "files", "answers"))
