"""What `doctor` and the list of settings say of each provider."""

from __future__ import annotations

import argparse
import json

import pytest

from community.providers import checks, discovery
from kernel import doctor
from kernel.features import House
from tests.community.providers.tiny import SECRET, Tiny


async def test_a_provider_that_answers_is_named_with_its_way_back(tiny: Tiny, home: House) -> None:
    (found,) = await checks.examined()
    assert found.ok
    assert "http://localhost:8000/sign-in/with/acme/callback" in found.saw


async def test_one_that_is_somebody_else_needs_a_hand(tiny: Tiny, home: House) -> None:
    tiny.about = {"issuer": "https://evil.example"}
    (found,) = await checks.examined()
    assert not found.ok
    assert "evil.example" in found.saw


async def test_its_settings_are_told_by_name_and_its_secret_is_not(
    tiny: Tiny, home: House, capsys: pytest.CaptureFixture[str]
) -> None:
    await doctor.doctor(home, argparse.Namespace(markdown=False, json=True))
    told = json.loads(capsys.readouterr().out)["settings"]
    assert told["TANDEM_OIDC_ACME_ISSUER"]["value"] == tiny.issuer
    assert SECRET not in json.dumps(told)
    assert told["TANDEM_OIDC_<NAME>_CLIENT_SECRET"]["value"] == ""


@pytest.fixture
def more(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_OIDC_SHOP_ISSUER", "https://shop.example/")
    monkeypatch.setenv("TANDEM_OIDC_SHOP_CLIENT_ID", "t")
    monkeypatch.setenv("TANDEM_OIDC_HALF_ISSUER", "https://half.example")


async def test_any_number_of_them_stand_side_by_side(tiny: Tiny, more: None, home: House) -> None:
    assert [(one.name, one.label) for one in discovery.every()] == [("acme", "Acme"), ("shop", "SHOP")]
    assert discovery.named("shop").settings.issuer == "https://shop.example"
