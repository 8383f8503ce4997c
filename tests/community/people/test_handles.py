"""Handles: short, plain, and not the house's own."""

from __future__ import annotations

import pytest

from community.people import handles


@pytest.mark.parametrize("text", ["a", "Ada", "é-t", "-ada", "a" * 31, "a b", "ada!", ""])
def test_what_is_no_handle(text: str) -> None:
    assert not handles.is_handle(text)


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("Ada Morel", "ada-morel"),
        ("Zoé d’Œuf", "zoe-d-oeuf"),
        ("陳", "member-1"),
        ("Support", "support-1"),
        ("X", "x-1"),
    ],
)
def test_a_name_suggests_one(name: str, base: str) -> None:
    assert handles.base_of(name) == base
    assert handles.is_handle(base)
    assert not handles.is_reserved(base)


def test_the_first_free_one_is_taken() -> None:
    assert handles.free("ada", {"ada", "ada-2"}) == "ada-3"
    assert len(handles.free("a" * 30, {"a" * 30})) <= 30
