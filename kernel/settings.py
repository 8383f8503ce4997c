"""What an installation may set, read from the environment in this one place."""

from __future__ import annotations

import os
import re
import secrets
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Section(BaseSettings):
    """A group of settings; a wing that needs its own declares one more and names it in its Wing."""

    model_config = SettingsConfigDict(env_prefix="TANDEM_", extra="ignore", frozen=True)


S = TypeVar("S", bound=Section)


def named(kind: type[S], prefix: str, key: str) -> dict[str, S]:
    """One group of settings for each name that stands in the environment between a prefix and a key, by that name."""
    shape = re.compile(f"{prefix}([A-Z0-9]{{1,20}})_{key}", re.IGNORECASE)
    names = sorted(found[1].lower() for variable in os.environ if (found := shape.fullmatch(variable)))
    return {name: kind(_env_prefix=f"{prefix}{name}_") for name in names}


class Settings(Section):
    """Settings of the house itself."""

    data_dir: Path = Field(Path("data"), description="Folder that holds everything: database file, uploads, secret.")
    database_url: str = Field(
        "",
        description="postgresql://user:password@host/name; empty means the SQLite file tandem.db in the data folder.",
    )
    database_pool: int = Field(8, ge=1, le=100, description="Connections kept open to PostgreSQL by each process.")
    sqlite_synchronous: Literal["FULL", "NORMAL"] = Field(
        "FULL", description="NORMAL is faster and may lose the last seconds at a power cut; FULL loses nothing."
    )
    secret: str = Field("", repr=False, description="Signs letters' links; made in the data folder when not set.")
    base_url: str = Field("http://localhost:8000", description="The address people use; https makes cookies Secure.")
    search: Literal["whoosh", "postgresql"] = Field(
        "whoosh",
        description="whoosh keeps the index of words in the data folder; postgresql in the database, for several hosts.",
    )
    language: Literal["fr", "en", ""] = Field("", description="Language when neither profile nor browser says one.")
    zone: str = Field(
        "Europe/Paris",
        description="The brand's time zone: its days end at midnight there, and strangers read times in it.",
    )
    redis_url: str = Field(
        "",
        repr=False,
        description="redis://:password@host/0 keeps the limits that several hosts share; empty: the database.",
    )
    smtp_url: str = Field(
        "", repr=False, description="smtp://user:password@host:587 or smtps://; empty keeps letters on the site."
    )
    mail_from: str = Field("tandem@localhost", description="Address that letters come from.")
    outgoing_allow: str = Field(
        "",
        description="Places that calls may go to although they are not https or lie in a private network: host:port, with "
        "spaces between.",
    )
    rate_limits: Literal["on", "off"] = Field("on", description="off only for load tests.")
    upload_limit: int = Field(5_000_000, ge=10_000, description="Largest picture accepted, in bytes.")
    import_limit: int = Field(500_000_000, ge=1_000_000, description="Largest file that staff may upload, in bytes.")
    development: bool = Field(False, description="Shows the page of components at /components and reloads templates.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is written to the log."
    )

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            return ZoneInfo(zone).key
        except (ZoneInfoNotFoundError, OSError) as error:
            raise ValueError("a zone is named as in Europe/Paris") from error

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def sqlite(self) -> bool:
        return not self.database_url

    @property
    def sqlite_path(self) -> Path:
        return self.data_dir / "tandem.db"

    @cached_property
    def key(self) -> bytes:
        """The signing key: TANDEM_SECRET, or a file made on first use that only its owner can read."""
        if self.secret:
            return self.secret.encode()
        path = self.data_dir / "secret"
        self.data_dir.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make_secret(path)
        return path.read_text("ascii").strip().encode()


def _make_secret(path: Path) -> None:
    """Written beside, then linked: of two processes that begin at once, both read the secret of the first."""
    beside = path.with_name(f"secret.{os.getpid()}")
    beside.touch(mode=0o600)
    beside.write_text(secrets.token_hex(32), encoding="ascii")
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
