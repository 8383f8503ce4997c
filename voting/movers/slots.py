"""What the page of files says of ideas: which tools are recognised, and the batches there were."""

from __future__ import annotations

from kernel import pages
from kernel.features import Slot
from kernel.viewer import Viewer
from voting.movers import queries, rules
from voting.movers.tools.known import BY_NAME, TOOLS


async def batches(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """The newest batches, for those who may bring files over."""
    if not rules.may_move(viewer):
        return {}
    labels = {name: tool.label for name, tool in BY_NAME.items()}
    html = pages.fragment("voting/movers/_batches.html", batches=await queries.latest(), labels=labels)
    return dict.fromkeys(keys, html)


async def tools(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    labels = [tool.label for tool in TOOLS if tool.name != "tandem"]
    return dict.fromkeys(keys, pages.fragment("voting/movers/_tools.html", labels=labels))


slots = [Slot("team.files", batches, personal=True), Slot("team.files.columns", tools, personal=True)]
