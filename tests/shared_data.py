"""Public data beside the checkout that tests read where it is there."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared(path: str) -> Path:
    """The file `path` of ../shared/data, or a skip that says in one line what was left out and how to have it."""
    file = ROOT / path
    if not file.exists():
        pytest.skip(f"left out: {path} is not in {ROOT}; put the public data sets there to run this test")
    return file
