"""Meetings: dates, who comes, agendas and calendars."""

from __future__ import annotations

from kernel.features import Wing

wing = Wing("meetings")
