"""What the wing of influence registers with the house."""

from __future__ import annotations

from ambassadors.influence import choices, sources
from ambassadors.influence.settings import InfluenceSettings
from kernel.features import Wing

wing = Wing(
    "influence",
    settings=[InfluenceSettings],
    events={
        "influence.reckoned": "scores were reckoned anew; data: run, topic, people",
        "influence.weighed": "staff set what a kind of listening weighs",
        "influence.left": "a member is not scored any more",
        "influence.returned": "a member is scored again from the next reckoning on",
    },
    registers={
        "listening": sources.kinds,
        "person.erasing": [choices.erased],
    },
)
