"""What is typed is cleaned and checked, and given back word for word when it is wrong."""

from datetime import date
from typing import Annotated, Literal

import pytest
from pydantic import Field

from kernel import forms, i18n, text
from tests.browsing import Browser


class Everything(forms.Form):
    title: Annotated[forms.Line, Field(min_length=3, max_length=20)]
    email: forms.Email = "a@example.org"
    size: Annotated[Annotated[int, Field(ge=1, le=9)] | None, forms.Optional] = None
    day: Annotated[date | None, forms.Optional] = None
    tags: list[str] = Field(default_factory=list)
    kind: Literal["a", "b"] = "a"


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("title", "ab", "at least 3"),
        ("title", "   ", "missing"),
        ("title", "x" * 21, "20 characters; it has 21"),
        ("title", "x" * 1_000_000, "1,000,000"),
        ("email", "nobody", "looks like name@example.org"),
        ("email", "a b@example.org", "looks like"),
        ("email", "a@b", "looks like"),
        ("email", "a@b.c\nBcc: x@y.z", "looks like"),
        ("size", "many", "whole number"),
        ("size", "0", "at least 1"),
        ("size", "10", "at most 9"),
        ("size", "1" * 5000, ""),
        ("day", "tomorrow", "2026-11-30"),
        ("kind", "c", "Choose one"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(name: str, typed: str, said: str) -> None:
    filled = forms.check(Everything, {"title": "A title", name: typed})
    assert not filled.ok
    assert said in filled.errors[name]
    assert filled.values[name] == typed


def test_what_is_wrong_is_said_in_french_too() -> None:
    with i18n.speaking("fr"):
        said = forms.check(Everything, {"title": "x" * 2100}).errors["title"]
    assert "2 100" in said or "2 100" in said or "2,100" not in said


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a\tb \n c ", "a b c"),
        ("a\x00b\u202ec", "abc"),
        ("e\u0301t\u00e9", "été"),
        ("😀 שלום =1+1", "😀 שלום =1+1"),
    ],
)
def test_a_line_is_cleaned(typed: str, kept: str) -> None:
    assert forms.check(Everything, {"title": f"{typed} title"}).valid.title == f"{kept} title"


def test_an_empty_optional_field_is_none() -> None:
    valid = forms.check(Everything, {"title": "A title", "size": " ", "day": ""}).valid
    assert (valid.size, valid.day) == (None, None)


def test_an_address_is_kept_in_lower_case() -> None:
    assert forms.check(Everything, {"title": "abc", "email": " Ada@Example.ORG "}).valid.email == "ada@example.org"


@pytest.mark.parametrize("sent", [{}, {"title": ""}, {"other": "x"}, {"title": ["a", "b"]}])
async def test_a_form_answers_whatever_is_sent(surfer: Browser, sent: dict[str, str]) -> None:
    assert (await surfer.post("/t/form", sent)).status_code in (200, 422)


async def test_a_file_in_the_place_of_a_text_is_refused(surfer: Browser) -> None:
    reply = await surfer.post("/t/form", files={"title": ("a.txt", b"x")})
    assert reply.status_code == 422


async def test_a_body_that_is_no_form_is_refused(surfer: Browser) -> None:
    for kind, body in (
        ("application/json", b"{"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=a", b"--b"),
    ):
        reply = await surfer.client.post("/t/form", content=body, headers={"Content-Type": kind})
        assert reply.status_code in (400, 422)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ("[a](data:text/html,x)", "[a](data:text/html,x)"),
        ("[a](https://example.org)", '<a href="https://example.org" rel="nofollow ugc noopener">a</a>'),
        ("![a](https://example.org/x.png)", "a"),
        ("# Loud", "<h3>Loud</h3>"),
        ("**bold** ~~gone~~", "<strong>bold</strong> <s>gone</s>"),
        ("<img src=x onerror=alert(1)>", "&lt;img"),
        ('[a](https://e.org "x\\" onmouseover=alert(1)")', 'href="https://e.org"'),
        ("hello @ada", '<a href="/people/ada"'),
        ("mail a@ada.org", "mail a@ada.org"),
    ],
)
def test_markdown_is_safe(typed: str, shown: str) -> None:
    html = text.markdown(typed)
    assert shown in html
    for danger in ("<script", "<img", 'href="javascript', 'href="data', "<style", "<iframe"):
        assert danger not in html


def test_an_excerpt_is_words_only() -> None:
    assert text.plain("**a** [b](https://x.y)\n\n> c &amp; <d>") == "a b c & <d>"
    assert text.plain("word " * 100, 20).endswith("…")


def test_addresses_are_readable() -> None:
    assert text.slug("Économiser l’énergie : œuvre n° 2 !") == "economiser-l-energie-oeuvre-n-2"
    assert text.slug("你好") == "-"
    assert text.slug("") == "-"
    assert len(text.slug("mot " * 100)) <= 60


def test_mentions_are_found_once_in_order() -> None:
    assert text.mentions("@ben and @Ada, @ben; not me@ada.org nor @x") == ["ben", "ada"]
