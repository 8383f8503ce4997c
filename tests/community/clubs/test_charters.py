"""What changed between two charters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from community.clubs.charters import Part, differences

TEXT = st.text(alphabet=st.sampled_from("ab é\n.,-*"), max_size=60)


def test_words_that_changed_are_told_and_the_others_kept() -> None:
    assert differences("We run at six.", "We run at half past six.") == [
        Part("kept", "We run at "),
        Part("added", "half past "),
        Part("kept", "six."),
    ]
    assert differences("One.\n\nTwo.", "One.") == [Part("kept", "One."), Part("gone", "\n\nTwo.")]
    assert differences("One if known.", "One measured standing.") == [
        Part("kept", "One "),
        Part("gone", "if known"),
        Part("added", "measured standing"),
        Part("kept", "."),
    ]
    assert differences("", "New.") == [Part("added", "New.")]
    assert differences("Same.", "Same.") == [Part("kept", "Same.")]


@given(TEXT, TEXT)
def test_both_texts_can_be_told_from_what_changed(before: str, after: str) -> None:
    parts = differences(before, after)
    assert "".join(part.words for part in parts if part.what != "added") == before
    assert "".join(part.words for part in parts if part.what != "gone") == after
