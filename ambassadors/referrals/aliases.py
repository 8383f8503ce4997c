"""When two addresses are one letter box: what stands after a plus, dots that do not count, domains that are the same."""

from __future__ import annotations

DOTLESS = {"gmail.com", "googlemail.com", "proton.me", "protonmail.com", "pm.me", "protonmail.ch"}
"""Providers that deliver anna.b@ and annab@ to the same person (their own help pages say so)."""
SIGNLESS = {"proton.me", "protonmail.com", "pm.me", "protonmail.ch"}
"""Of those the ones that do not count - and _ either."""
TAGGED_BY_HYPHEN = {"yahoo.com", "yahoo.fr", "yahoo.co.uk", "ymail.com", "rocketmail.com"}
SAME = {
    "googlemail.com": "gmail.com",
    "protonmail.com": "proton.me",
    "protonmail.ch": "proton.me",
    "pm.me": "proton.me",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
    "ya.ru": "yandex.ru",
    "yandex.com": "yandex.ru",
}
"""Domains under which a provider delivers to one box."""
SPECIAL = DOTLESS | TAGGED_BY_HYPHEN | set(SAME)
SUBDOMAINS = ("fastmail.com", "fastmail.fm")
"""Providers where anything@name.fastmail.com is name@fastmail.com."""


def root(email: str) -> str:
    """The one spelling of a letter box: `A.nna+shop@GoogleMail.com` is `anna@gmail.com`."""
    name, _at, host = email.strip().lower().rpartition("@")
    for provider in SUBDOMAINS:
        if host.endswith(f".{provider}"):
            name, host = host.removesuffix(f".{provider}").rpartition(".")[2], provider
    name = name.partition("+")[0]
    if host in TAGGED_BY_HYPHEN:
        name = name.partition("-")[0]
    if host in DOTLESS:
        name = name.replace(".", "")
    if host in SIGNLESS:
        name = name.replace("-", "").replace("_", "")
    return f"{name}@{SAME.get(host, host)}"


def are_one(one: str | None, other: str | None) -> bool:
    """Do letters to both arrive in the same box?"""
    return bool(one and other) and root(str(one)) == root(str(other))
