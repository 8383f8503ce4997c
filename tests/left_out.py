"""Says, once each, what was left out for want of something on this machine, and how to have it."""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Every skip whose reason begins with "left out" becomes one line before the summary."""
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", []) if _is_reason(report)]
    for reason in dict.fromkeys(r.removeprefix("Skipped: ") for r in reasons):
        if reason.startswith("left out"):
            terminalreporter.write_line(f"{reason} ({sum(r.endswith(reason) for r in reasons)} tests)")


def _is_reason(report: pytest.TestReport) -> bool:
    return isinstance(report.longrepr, tuple)
