"""What search registers with the house."""

from __future__ import annotations

from kernel.features import Wing
from kernel.search import building, feed

wing = Wing("search", jobs=[*feed.jobs, *building.jobs], reactions=feed.reactions, commands=building.commands)
