"""What browsers say they were kept from doing by the policy of our pages: counted, and a line of the log each."""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import urlsplit

from prometheus_client import Counter
from starlette.requests import Request
from starlette.responses import Response

from kernel import security
from kernel.errors import Invalid, TooLarge
from kernel.viewer import everyone
from kernel.web import endpoint

PATH = "/csp-reports"
LARGEST = 16_000
DIRECTIVES = {part.split()[0] for part in security.POLICY.split("; ")} | {
    f"{name}-{kind}" for name in ("script-src", "style-src") for kind in ("elem", "attr")
}
STOPPED = Counter(
    "tandem_csp_reports", "What the content security policy stopped, as browsers report it", ["directive"]
)
log = logging.getLogger("tandem.csp")


async def take(request: Request) -> Response:
    """Note a report; nobody is told more than that it came."""
    security.limit("csp", security.address_of(request), burst=20, per_minute=20)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise TooLarge()
    for directive, blocked in read(body):
        STOPPED.labels(directive).inc()
        log.warning("a page was kept from something: %s %s", directive, blocked)
    return Response(status_code=204)


def read(body: bytes) -> list[tuple[str, str]]:
    """Directive and origin of each report, in either of the two forms; of an address no more than where it leads to.

    An extension of a browser may put anything on a page, so that nothing here is believed, and little is kept.
    """
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Invalid() from error
    found = sent if isinstance(sent, list) else [sent]
    return [_one(report) for report in found[:10] if isinstance(report, dict)]


def _one(report: dict[str, Any]) -> tuple[str, str]:
    told = report.get("body") or report.get("csp-report") or {}
    told = told if isinstance(told, dict) else {}
    words = str(
        told.get("effectiveDirective") or told.get("effective-directive") or told.get("violated-directive") or ""
    )
    blocked = str(told.get("blockedURL") or told.get("blocked-uri") or "")
    try:
        parts = urlsplit(blocked)
        where = f"{parts.scheme}://{parts.hostname}" if parts.hostname else parts.scheme or blocked
    except ValueError:
        where = "?"
    directive = words.split(" ")[0]
    return (directive if directive in DIRECTIVES else "other"), where[:100]


routes = [endpoint("POST", PATH, take, allow=everyone)]
