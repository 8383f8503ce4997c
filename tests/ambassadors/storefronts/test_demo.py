"""The demo's shelves hold together: every name resolves, and what happens there happens in order."""

import tomllib
from typing import Any

import pytest

from kernel.demo import FOLDER


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


SHOPS = read("shops")
DESIGNS = {design["key"]: design for design in read("designs")["designs"]}
KEEPERS = {shop["keeper"] for shop in SHOPS["shops"]}


@pytest.mark.parametrize("offer", SHOPS["offers"], ids=lambda offer: str(offer["design"]))
def test_an_offer_is_its_keepers_and_goes_forward(offer: dict[str, Any]) -> None:
    design = DESIGNS[offer["design"]]
    assert design["author"] in KEEPERS
    days = [design["days_ago"], offer["days_ago"], *(wave[0] for wave in offer["waves"])]
    assert days == sorted(days, reverse=True)
    assert offer.get("made_days_ago", 0) <= days[-1]


def test_sales_and_payments_are_of_what_there_is() -> None:
    references = [sale["reference"] for sale in SHOPS["sales"]]
    assert len(set(references)) == len(references)
    for sale in SHOPS["sales"]:
        assert sale["days_ago"] < DESIGNS[sale["design"]]["days_ago"]
        assert sale.get("back_days_ago", 0) < sale["days_ago"]
    earning = {DESIGNS[sale["design"]]["author"] for sale in SHOPS["sales"]}
    assert {payment["to"] for payment in SHOPS["payments"]} <= earning
    assert len(KEEPERS) == 5
    assert len(SHOPS["offers"]) == 8
