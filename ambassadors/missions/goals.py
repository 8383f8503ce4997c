"""What the house keeps and a mission may count: each goal one SELECT over the rows themselves, never over what is claimed."""

from __future__ import annotations

from typing import Any

from ambassadors.missions import places
from ambassadors.missions.registry import Deeds, Goal
from kernel import clock, db
from kernel.i18n import mark

NEWCOMER = 30
"""Days for which somebody is new."""
_SEEN = "{0}.is_internal IS NOT TRUE AND {0}.deleted_at IS NULL AND {0}.hidden_at IS NULL"
_REAL = "{0}.is_claimed IS TRUE AND {0}.email_confirmed_at IS NOT NULL"
_KIN = (
    "NOT EXISTS (SELECT 1 FROM customer_link mine JOIN customer_link theirs ON theirs.customer_id = mine.customer_id "
    "WHERE mine.person_id = {0} AND theirs.person_id = {1})"
)


def _idea_at(place: str) -> Deeds:
    """A condition on `idea i`."""
    kind, rest = places.split(place)
    if kind == "board":
        return " AND i.board_id = ?", (places.number(place),)
    if kind == "club":
        return " AND i.club_id = ?", (places.number(place),)
    if kind == "tag":
        return " AND i.id IN (SELECT x.idea_id FROM idea_tag x JOIN tag t ON t.id = x.tag_id WHERE t.slug = ?)", (rest,)
    return "", ()


def supports(place: str) -> Deeds:
    """Everybody who supports an idea of somebody's: confirmed, and not of the same customer account."""
    where, values = _idea_at(place)
    return (
        (
            "SELECT i.author_id AS person_id, s.at AS at, s.person_id AS what FROM support s JOIN idea i ON i.id = s.idea_id "
            "JOIN person p ON p.id = s.person_id WHERE s.person_id <> i.author_id AND i.hidden_at IS NULL "
            "AND s.state <> 'quarantined' "
            f"AND {_REAL.format('p')} AND {_KIN.format('s.person_id', 'i.author_id')}{where}"
        ),
        values,
    )


def ideas(place: str) -> Deeds:
    """Ideas that somebody proposed and that stand in the lists, or live on in one that they were merged into: each once."""
    where, values = _idea_at(place)
    return (
        (
            "SELECT i.author_id AS person_id, i.created_at AS at, coalesce(i.merged_into_id, i.id) AS what FROM idea i "
            f"WHERE (i.is_listed IS TRUE OR i.merged_into_id IS NOT NULL) AND i.hidden_at IS NULL{where}"
        ),
        values,
    )


def answers(place: str) -> Deeds:
    """Messages of somebody's that others answered."""
    where, values = _thread_at(place)
    return (
        (
            "SELECT c.author_id AS person_id, r.created_at AS at, c.id AS what FROM comment c "
            "JOIN comment r ON r.thread_id = c.thread_id AND r.parent_id = c.id "
            "JOIN person p ON p.id = r.author_id JOIN thread h ON h.id = c.thread_id "
            f"WHERE r.author_id <> c.author_id AND {_SEEN.format('c')} AND {_SEEN.format('r')} AND {_REAL.format('p')} "
            f"AND {_KIN.format('r.author_id', 'c.author_id')}{where}"
        ),
        values,
    )


def _thread_at(place: str) -> Deeds:
    """A condition on `thread h`: ideas of a board or a tag, topics and ideas of a club."""
    kind = places.split(place)[0]
    if not kind:
        return "", ()
    where, values = _idea_at(place)
    under = f"h.subject_kind = 'idea' AND h.subject_id IN (SELECT i.id FROM idea i WHERE i.id > 0{where})"
    if kind != "club":
        return f" AND {under}", values
    topic = "h.subject_kind = 'topic' AND h.subject_id IN (SELECT t.id FROM topic t WHERE t.club_id = ?)"
    return f" AND (({under}) OR ({topic}))", (*values, *values)


def welcomes(place: str) -> Deeds:
    """Newcomers whom somebody answered, or under whose idea, design or topic they wrote, in their first thirty days.

    In a club a newcomer is who came to the club, and what counts is said there.
    """
    where, values = _thread_at(place)
    came, joined, more = "n.created_at", "", tuple[Any, ...]()
    if places.split(place)[0] == "club":
        came, more = "b.from_at", (places.number(place),)
        joined = " JOIN membership b ON b.person_id = n.id AND b.stands IS TRUE AND b.club_id = ?"
    return (
        (
            "SELECT c.author_id AS person_id, c.created_at AS at, n.id AS what FROM comment c "
            "JOIN thread h ON h.id = c.thread_id LEFT JOIN comment a ON a.id = c.parent_id "
            "LEFT JOIN idea i ON h.subject_kind = 'idea' AND i.id = h.subject_id "
            "LEFT JOIN topic o ON h.subject_kind = 'topic' AND o.id = h.subject_id "
            "LEFT JOIN design d ON h.subject_kind = 'design' AND d.id = h.subject_id "
            f"JOIN person n ON n.id = coalesce(a.author_id, i.author_id, o.author_id, d.author_id){joined} "
            f"WHERE n.id <> c.author_id AND n.role = 'member' AND {_SEEN.format('c')} AND {_REAL.format('n')} "
            f"AND {_KIN.format('n.id', 'c.author_id')} AND {_within(came)}{where}"
        ),
        (*more, *values),
    )


def _within(came: str) -> str:
    """Said between the day somebody came and thirty days later, by either database's calendar."""
    if db.on_sqlite():
        return f"julianday(c.created_at) - julianday({came}) BETWEEN 0 AND {NEWCOMER}"
    return f"c.created_at BETWEEN {came} AND {came} + interval '{NEWCOMER} days'"


def _meeting_at(place: str) -> Deeds:
    return (" AND m.club_id = ?", (places.number(place),)) if places.split(place)[0] == "club" else ("", ())


def attended(place: str) -> Deeds:
    """Meetings that somebody came to: their code was read at the door."""
    where, values = _meeting_at(place)
    return (
        (
            "SELECT r.person_id AS person_id, r.arrived_at AS at, m.id AS what FROM meeting_reply r "
            "JOIN meeting m ON m.id = r.meeting_id WHERE r.person_id IS NOT NULL AND r.arrived_at IS NOT NULL "
            f"AND m.cancelled_at IS NULL AND m.host_id <> r.person_id{where}"
        ),
        values,
    )


def hosted(place: str) -> Deeds:
    """Meetings that somebody hosted, that are over, and that somebody else came to."""
    where, values = _meeting_at(place)
    return (
        (
            "SELECT m.host_id AS person_id, m.ends_at AS at, m.id AS what FROM meeting m WHERE m.cancelled_at IS NULL "
            "AND m.hidden_at IS NULL AND m.ends_at <= ? AND EXISTS (SELECT 1 FROM meeting_reply r "
            f"WHERE r.meeting_id = m.id AND r.arrived_at IS NOT NULL AND r.person_id <> m.host_id){where}"
        ),
        (clock.now(), *values),
    )


def designs(place: str) -> Deeds:
    """Designs that somebody published and that hang in the gallery."""
    kind, rest = places.split(place)
    of_one = kind == "template"
    where = " AND d.template_id IN (SELECT t.id FROM product_template t WHERE t.slug = ?)" if of_one else ""
    return (
        (
            "SELECT d.author_id AS person_id, d.published_at AS at, d.id AS what FROM design d "
            f"WHERE d.published_at IS NOT NULL AND d.is_listed IS TRUE{where}"
        ),
        (rest,) if of_one else (),
    )


_IDEAS = frozenset({"board", "club", "tag"})
_CLUB = frozenset({"club"})
goals = [
    Goal("support", mark("People who support an idea of yours"), supports, _IDEAS),
    Goal("idea", mark("Ideas you propose"), ideas, _IDEAS, ("idea.proposed",)),
    Goal("answer", mark("Messages of yours that others answer"), answers, _IDEAS, ("comment.posted",)),
    Goal("welcome", mark("Newcomers you answer in their first thirty days"), welcomes, _IDEAS, ("comment.posted",)),
    Goal("attended", mark("Meetings you come to"), attended, _CLUB),
    Goal("hosted", mark("Meetings you host and others come to"), hosted, _CLUB),
    Goal("design", mark("Designs you publish"), designs, frozenset({"template"}), ("design.published",)),
]
