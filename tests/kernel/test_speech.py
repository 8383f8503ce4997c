"""Members' words carry their language, so that a screen reader says them with their own sounds."""

import pytest

from kernel import speech

FRENCH = "Des semelles que l’on peut changer sans colle."
ENGLISH = "A sole that one can change without glue."


@pytest.mark.parametrize(("words", "told"), [(FRENCH, ' lang="fr"'), (ENGLISH, ' lang="en"'), ("8472", ""), (None, "")])
def test_words_tell_their_language_where_they_have_one(words: str | None, told: str) -> None:
    assert speech.attribute(words) == told


def test_what_was_kept_with_the_words_stands_above_what_they_look_like() -> None:
    assert speech.attribute(FRENCH, "en") == ' lang="en"'
    assert speech.attribute(FRENCH, "") == ""
    assert speech.attribute(FRENCH, '"><script>') == ' lang="&#34;&gt;&lt;script&gt;"'


def test_nobodys_words_stay_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "_known", {})
    assert speech.of(FRENCH) == "fr"
    assert FRENCH.encode() not in b"".join(speech._known)
    monkeypatch.setattr(speech, "REMEMBERED", 1)
    assert speech.of(ENGLISH) == "en"
    assert len(speech._known) == 1
