"""A browser's name out of what it says of itself, for people who look where they are signed in."""

from __future__ import annotations

BROWSERS = (
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("samsungbrowser", "Samsung Internet"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("chrom", "Chrome"),
    ("crios", "Chrome"),
    ("safari", "Safari"),
)
SYSTEMS = (
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("android", "Android"),
    ("windows", "Windows"),
    ("mac os", "macOS"),
    ("linux", "Linux"),
)


def named(agent: str) -> str:
    """`Firefox, Windows`; what is not known is shown as it is, shortened."""
    lower = agent.lower()
    browser = next((name for mark, name in BROWSERS if mark in lower), "")
    system = next((name for mark, name in SYSTEMS if mark in lower), "")
    return ", ".join(word for word in (browser, system) if word) if browser else agent[:60]
