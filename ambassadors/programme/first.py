"""The tiers and terms of a site whose team has written none of its own."""

from __future__ import annotations

from typing import NamedTuple


class FirstTier(NamedTuple):
    slug: str
    percentile: float
    name_en: str
    name_fr: str
    gives_en: str
    gives_fr: str


TIERS = (
    FirstTier("voice", 0, "Voice", "Voix", "Missions, questions and thanks", "Missions, questions et remerciements"),
    FirstTier(
        "guide",
        50,
        "Guide",
        "Guide",
        "Asked first as juror or tester",
        "Sollicité en premier comme juré ou testeur",
    ),
    FirstTier(
        "relay",
        75,
        "Relay",
        "Relais",
        "Sees what comes before it is shown",
        "Voit ce qui vient avant tout le monde",
    ),
    FirstTier("workshop", 95, "Workshop", "Atelier", "A seat at the monthly review", "Une place à la revue du mois"),
)

TERMS_EN = """
## What you promise

- You say what you think, the bad with the good. Nobody pays you for an opinion.
- You tell people that you receive perks, here and elsewhere: here, a badge says it for you wherever you write.
- You keep to the house rules. A ruling against you sets your tier back until it is over.

## What we promise

- Your tier follows from how far you carry others and from your good standing. It never looks at what you buy.
- A tier is lost only after a notice and a time of grace. The first tier is yours as long as you wish.
- Perks and points are thanks, not wages. What you hold when you leave stays yours until its date.
- Two of the team read each application, and each answer comes with its reason.

## Leaving

You retire when you like, in one click and without a reason. We thank you in public if you wish it, and you may come back.
""".strip()

TERMS_FR = """
## Ce que vous promettez

- Vous dites ce que vous pensez, le mauvais comme le bon. Personne ne vous paie pour un avis.
- Vous dites que vous recevez des avantages, ici et ailleurs\u00a0: ici, une mention le dit pour vous partout où vous écrivez.
- Vous suivez les règles de la maison. Une décision contre vous fait reculer votre palier tant qu’elle court.

## Ce que nous promettons

- Votre palier vient de votre portée et de votre bonne tenue. Il ne regarde jamais ce que vous achetez.
- On ne perd un palier qu’après un avis et un délai. Le premier reste le vôtre aussi longtemps que vous le souhaitez.
- Avantages et points sont des remerciements, pas un salaire. Ce que vous avez en partant reste à vous jusqu’à sa date.
- Deux personnes de l’équipe lisent chaque candidature, et chaque réponse donne sa raison.

## Partir

Vous vous retirez quand vous voulez, en un clic et sans raison à donner.
Nous vous remercions en public si vous le souhaitez, et vous pouvez revenir.
""".strip()
