"""Templates hold no query, no inline script or style, and no sentence outside of the catalogue."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment

from kernel import messages
from tests.house.source import place, templates

LEX = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
PATHS = [pytest.param(path, id=place(path)) for path in templates()]
QUERY = re.compile(r"\bawait\b|\.(all|filter|get_or_none|execute|fetch\w*)\(")
INLINE = re.compile(r"<style|\bstyle\s*=|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=|hx-on|javascript:|\bjs:", re.I)
SPOKEN = re.compile(r"""\b(?:title|alt|placeholder|aria-label|aria-description|label)\s*=\s*"([^"]*)\"""", re.I)
CLASSES = re.compile(r"{% block \w*class %}.*?{% endblock %}")
SILENT = re.compile(r"""\s[\w-]+="[^"]*"|\S*/\S+""")  # attributes that a macro writes, and addresses
NAMES = {
    "Tandem",
    "Français",
    "English",
    "CSV",
    "XLSX",
    "JSON",
    "Markdown",
    "iCalendar",
    "Atom",
    "API",
    "OpenAPI",
    "SVG",
    "PNG",
    "htmx",
}
HOLE = "\x00"
UNSPOKEN = re.compile(
    r'dir="auto">\s*(?:<(?:a|b|p|span|strong)\b[^<>]*>\s*)*'
    r"{{ [\w.]*\b(?:body|excerpt|summary|story|quote|appeal|title)[ |}]"
)
TRANS = re.compile(r"{%-?\s*trans\s+(.*?)\s*-?%}(.*?){%-?\s*endtrans", re.S)


@pytest.mark.parametrize("path", PATHS)
def test_a_template_asks_the_database_nothing(path: Path) -> None:
    code = [value for _, kind, value in LEX.lex(path.read_text("utf-8")) if kind in ("name", "operator")]
    assert not QUERY.search("".join(f" {word}" if word.isidentifier() else word for word in code))


@pytest.mark.parametrize("path", PATHS)
def test_a_template_can_be_read(path: Path) -> None:
    """Within a sentence to translate only a plain name may stand: anything else fails when its page is first asked for."""
    LEX.parse(path.read_text("utf-8"))


@pytest.mark.parametrize("path", PATHS)
def test_controls_are_made_once_for_all_pages(path: Path) -> None:
    """What is brought in with a page's own context is compiled and run anew for each page, and again for each part of it."""
    assert not re.search(r'import "(ui|icons|figures)\.html" as \w+ with context', path.read_text("utf-8"))


@pytest.mark.parametrize("path", PATHS)
def test_a_plural_is_counted_by_its_first_variable(path: Path) -> None:
    """gettext takes the first variable of a block for its number: another one before it would choose the form."""
    plurals = [opening for opening, body in TRANS.findall(path.read_text("utf-8")) if "pluralize" in body]
    assert [opening for opening in plurals if not opening.startswith("count=")] == []


@pytest.mark.parametrize("path", [p for p in PATHS if "mail" not in str(p.values[0])])
def test_a_template_holds_no_inline_script_or_style(path: Path) -> None:
    assert INLINE.findall(spoken(path)) == []


@pytest.mark.parametrize("path", [p for p in PATHS if "components" not in str(p.values[0])])
def test_every_sentence_of_a_template_is_in_the_catalogue(path: Path) -> None:
    html = re.sub(r"<!--.*?-->", "", spoken(path), flags=re.S)
    attributes = SPOKEN.findall(html)
    text = re.sub(r"<(script|svg|style|code|kbd)\b.*?</\1>", "", html, flags=re.S)
    if path.suffix != ".txt":
        text = re.sub(r"<[^>]*>", " ", text)
    text = SILENT.sub(" ", text)
    words = re.findall(r"[^\W\d_]{2,}", re.sub(r"&\w+;", " ", " ".join([text, *attributes])))
    assert [word for word in words if word not in NAMES] == []


@pytest.mark.parametrize("path", PATHS)
def test_words_of_members_say_their_language(path: Path) -> None:
    """An English idea on a French page would be read aloud with French sounds; a title within a sentence goes with it."""
    assert UNSPOKEN.findall(re.sub(r"{%-?\s*trans\b.*?endtrans", "", path.read_text("utf-8"), flags=re.S)) == []


def spoken(path: Path) -> str:
    """What a template says by itself: code becomes a hole, and what {% trans %} holds is left out."""
    parts: list[str] = []
    translated = code = False
    previous = ""
    for _, kind, value in LEX.lex(CLASSES.sub("", path.read_text("utf-8"))):
        if kind in ("block_begin", "variable_begin"):
            code = True
        elif kind in ("block_end", "variable_end"):
            code = False
            parts.append(HOLE)
        elif code and kind == "name" and previous == "block_begin" and value in ("trans", "endtrans"):
            translated = value == "trans"
        elif kind == "data" and not translated:
            parts.append(value)
        if kind != "whitespace":
            previous = kind
    return "".join(parts)


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_every_sentence_is_translated(lang: str) -> None:
    assert [str(message.id) for message in messages.missing(lang)] == []
    assert messages.faults(lang) == []


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_french_keeps_its_signs_on_the_line(lang: str) -> None:
    loose = []
    for message in messages.kept(lang):
        texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        loose += [text for text in texts if message.id and text and re.search(r"\S [:;!?»]|« ", text)]
    assert loose == []
