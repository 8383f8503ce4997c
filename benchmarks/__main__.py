"""`python -m benchmarks [NAME] [--json]`: each figure with its unit and what it is held to."""

from __future__ import annotations

import argparse
import json
import sys

from benchmarks import (
    alike,
    attack,
    ballots,
    bulk,
    calendars,
    clubs,
    designs,
    guarded_forms,
    hashing,
    hosts,
    influence,
    merges,
    moving,
    owndata,
    pages,
    points,
    queue,
    reckoning,
    resistance,
    scores,
    searches,
    shops,
    similar,
    votes,
    vouchers,
    why,
)

ALL = {
    "strangers": pages.strangers,
    "signed-in": pages.signed_in,
    "growth": pages.growth,
    "first-view": pages.first_view,
    "sign-in": hashing.sign_in,
    "guards": guarded_forms.both,
    "votes-sqlite": votes.on_sqlite,
    "votes-postgresql": votes.on_postgresql,
    "merge": merges.merge,
    "two-hosts": hosts.two_hosts,
    "scores": scores.cast,
    "scores-ranked": scores.ranked,
    "ballots": ballots.cast,
    "ballots-counted": ballots.counted,
    "equal-shares": ballots.shares,
    "calendar": calendars.feed,
    "influence": influence.influence,
    "own-data": owndata.own_data,
    "moderation-queue": queue.waiting,
    "why-influence": why.page,
    "reckoning": reckoning.reckoning,
    "resistance": resistance.resistance,
    "preorders": shops.confirmed,
    "points": points.ledgers,
    "vouchers": vouchers.drawn,
    "club-home": clubs.home,
    "worth": bulk.worth,
    "similar": similar.measured,
    "similar-found": alike.found,
    "similar-fit": similar.fitted,
    "demand": bulk.demand,
    "import": bulk.orders,
    "moving": moving.moving,
    "export": bulk.exports,
    "attack": attack.attack,
    "covoting": attack.covoting,
    "search-whoosh": searches.by_whoosh,
    "search-postgresql": searches.by_postgresql,
    "drawings": designs.drawings,
    "previews": designs.previews,
    "gallery": designs.gallery,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("name", nargs="?", choices=ALL, help="one measure; all of them without a name")
    parser.add_argument("--json", action="store_true", help="JSON alone on standard output")
    chosen = parser.parse_args()
    figures = []
    for name in [chosen.name] if chosen.name else ALL:
        sys.stderr.write(f"{name}...\n")
        for figure in ALL[name]():
            figures.append(figure)
            if not chosen.json:
                mark = "" if figure.holds else "  (falls short)"
                print(f"{figure.name}: {figure.value:.4g} {figure.unit}, {figure.reference}{mark}", flush=True)
    if chosen.json:
        print(json.dumps([figure.as_json() for figure in figures], indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
