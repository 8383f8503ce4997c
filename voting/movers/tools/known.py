"""The tools whose files are recognised, the surest signs first."""

from __future__ import annotations

from voting.movers.tools.aha import aha
from voting.movers.tools.canny import canny
from voting.movers.tools.fider import fider
from voting.movers.tools.github import github
from voting.movers.tools.own import own
from voting.movers.tools.plain import plain
from voting.movers.tools.productboard import productboard
from voting.movers.tools.quackback import quackback
from voting.movers.tools.shapes import Tool
from voting.movers.tools.uservoice import uservoice

TOOLS: tuple[Tool, ...] = (own, fider, uservoice, canny, quackback, github, aha, productboard)
BY_NAME = {tool.name: tool for tool in (*TOOLS, plain)}
