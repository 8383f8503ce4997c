"""Logs a line of JSON each, holding routes and numbers: no address, name, text or token of a person."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from kernel.settings import Settings

FIELDS = ("method", "route", "status", "ms", "job", "job_id", "tries", "who", "how")


class Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "said": record.getMessage(),
            **{name: getattr(record, name) for name in FIELDS if hasattr(record, name)},
        }
        if record.exc_info:
            line["error"] = self._where(record)
        return json.dumps(line, ensure_ascii=False)

    def _where(self, record: logging.LogRecord) -> str:
        """Kind and place of an error; its message may hold what a person typed and stays out."""
        import traceback

        kind, _, trace = record.exc_info or (None, None, None)
        frames = traceback.extract_tb(trace)[-6:]
        return f"{getattr(kind, '__name__', '?')} at " + " < ".join(
            f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno}" for f in reversed(frames)
        )


def configure(settings: Settings) -> None:
    """Our lines on standard error; requests are written at debug level only."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("tandem").setLevel(settings.log_level.upper())
    logging.getLogger("tandem.requests").setLevel(logging.INFO if settings.log_level == "debug" else logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
