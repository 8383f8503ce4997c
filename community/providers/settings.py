"""What an installation may say about other sites that let people in, and about who may open an account."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import SettingsConfigDict

from community.people.models import Role
from kernel.features import House, the_house
from kernel.settings import Section, named

PREFIX = "TANDEM_OIDC_"


class ProviderSettings(Section):
    """Signing in by another site, by OpenID Connect: once for each, <NAME> being a short word of letters and digits."""

    model_config = SettingsConfigDict(env_prefix=f"{PREFIX}<NAME>_", extra="ignore", frozen=True)

    issuer: str = Field(
        "", description="Its address, as in its own discovery document; its presence adds the provider."
    )
    client_id: str = Field("", description="What this site is called there.")
    client_secret: str = Field(
        "", repr=False, description="The secret that goes with it; empty for a client that has none."
    )
    label: str = Field("", description="What people call it, on buttons; the name in capitals when empty.")
    scopes: str = Field("openid email profile", description="What is asked for.")
    name_claim: str = Field("name", description="The claim that holds a person's name.")
    email_claim: str = Field("email", description="The claim that holds their address.")
    trust_email: Literal["verified", "always", "never"] = Field(
        "verified",
        description="When its word for an address is believed: where it says verified; always, for a company's own directory; "
        "never, so that we write to each address first.",
    )
    customer_claim: str = Field("", description="The claim that holds a customer's reference; empty for none.")
    groups_claim: str = Field("groups", description="The claim that holds the groups somebody is in.")
    roles: dict[str, Role] = Field(
        {},
        description='Roles by group, the first that fits: {"tandem-admins": "admin", "product": "editor"}. Who leaves the group '
        "loses the role it gave.",
    )
    acr: str = Field("", description="How strictly it must have checked (acr values, with spaces); others are refused.")
    strong_acr: str = Field("", description="The acr values that stand for two steps; amr with mfa in it always does.")
    client_auth: Literal["", "client_secret_basic", "client_secret_post", "none"] = Field(
        "", description="How this site shows its secret there; empty: as the provider says it can."
    )

    logout_type: Literal["named", "any"] = Field(
        "named",
        description="Whether its word of a sign-out must be named logout+jwt, as today's standard has it; any, for an older one "
        "that says JWT or nothing.",
    )

    @field_validator("issuer")
    @classmethod
    def _plain(cls, issuer: str) -> str:
        return issuer.rstrip("/")


class SignUpSettings(Section):
    """Who may open an account."""

    sign_up: Literal["open", "invitation", "domain", "provider"] = Field(
        "open",
        description="open to everybody; by invitation; for addresses of some domains, or by invitation; or only by a provider.",
    )
    sign_up_domains: str = Field("", description="The domains, with spaces between, such as example.org example.com.")
    minimum_age: int = Field(
        0, ge=0, le=21, description="Below this age a guardian must agree; 0 asks nobody. No birthday is asked or kept."
    )

    @property
    def domains(self) -> tuple[str, ...]:
        return tuple(self.sign_up_domains.lower().replace(",", " ").replace("@", " ").split())


def sign_up() -> SignUpSettings:
    """As the environment had them when this house was first asked."""
    return _sign_up(the_house())


def providers() -> dict[str, ProviderSettings]:
    """Every provider by its name, in their order; likewise."""
    return _providers(the_house())


@lru_cache(maxsize=1)
def _sign_up(house: House) -> SignUpSettings:
    return SignUpSettings()


@lru_cache(maxsize=1)
def _providers(house: House) -> dict[str, ProviderSettings]:
    return {
        name: found
        for name, found in named(ProviderSettings, PREFIX, "ISSUER").items()
        if found.issuer and found.client_id
    }
