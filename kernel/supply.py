"""What the check looks through beside the code: known holes in the packages in use, and secrets left in a file."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

NOT_OURS = ("static/vendor/", "locales/", "uv.lock", "requirements.txt")
GUESSES = ("Base64HighEntropyString", "HexHighEntropyString", "KeywordDetector", "IPPublicDetector")
"""Detectors that take every long word, and every password of a test, for a secret."""
EXAMPLES = r"(user|username)?:password@|user:word@|//me:|^(async )?def test_"
"""How addresses are written where it is told what one looks like."""


def holes(root: Path) -> tuple[bool, list[str]]:
    """Are the locked packages free of known holes, as far as the databases of them can be reached, and what to say."""
    asked = ("pip_audit", "-r", "requirements.txt", "--disable-pip", "--require-hashes", "--timeout", "5")
    words = (sys.executable, "-m", *asked, "--format", "json", "--progress-spinner", "off")
    try:
        done = subprocess.run(words, cwd=root, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603
        return told(json.loads(done.stdout))
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return True, ["no database of known holes could be reached: nothing was audited"]


def told(found: Mapping[str, Any]) -> tuple[bool, list[str]]:
    """What pip-audit found, in lines: holes by package, and how many packages it could say nothing of."""
    packages: Sequence[Mapping[str, Any]] = found["dependencies"]
    known = [f"{p['name']} {p['version']}: {hole['id']}" for p in packages for hole in p.get("vulns", ())]
    unknown = sum("skip_reason" in package for package in packages)
    unread = [f"of {unknown} of {len(packages)} packages no database could say anything"] if unknown else []
    return not known, [*known, *unread]


def secrets(root: Path) -> tuple[bool, list[str]]:
    """Is no file of the project one that holds a key or a token, and where one is."""
    files = [file for file in _files(root) if not file.startswith(NOT_OURS)]
    off = [word for name in GUESSES for word in ("--disable-plugin", name)]
    words = (sys.executable, "-m", "detect_secrets.pre_commit_hook", *off, "--exclude-lines", EXAMPLES, *files)
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)  # noqa: S603
    kinds = [line.removeprefix("Secret Type:").strip() for line in done.stdout.splitlines() if "Secret Type:" in line]
    places = [line.removeprefix("Location:").strip() for line in done.stdout.splitlines() if "Location:" in line]
    return done.returncode == 0, [f"{place}: {kind}" for place, kind in zip(places, kinds, strict=True)]


def _files(root: Path) -> list[str]:
    """What git keeps; outside of a checkout there is nothing that could be pushed by mistake."""
    try:
        done = subprocess.run(("git", "ls-files"), cwd=root, capture_output=True, text=True, check=False)  # noqa: S607
    except FileNotFoundError:
        return []
    return done.stdout.splitlines()
