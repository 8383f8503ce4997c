"""What is said to those whose support a merge moved, in a notice, in the letter and on the page."""

from __future__ import annotations

from collections.abc import Sequence

from kernel import i18n
from kernel.i18n import gettext as _
from kernel.i18n import ngettext


def quoted(titles: Sequence[str]) -> str:
    """“Laces” and “Strings”, as the language joins them."""
    return i18n.format_list([_("“%(title)s”") % {"title": one} for one in titles])


def noticed(titles: Sequence[str]) -> str:
    """In one sentence. Where it went is named by the letter and on the page, to those who may read it there."""
    if not titles:
        return _("An idea you support was merged with another. Your support counts there.")
    return ngettext(
        "%(titles)s, which you support, was merged with an idea that asks for the same. Your support counts there.",
        "%(titles)s, which you support, were merged with an idea that asks for the same. Your support counts there once.",
        len(titles),
    ) % {"titles": quoted(titles)}


def lines(titles: Sequence[str], into: str, own: Sequence[str] = ()) -> list[str]:
    """What happened, then what it means; first of all to whoever proposed what was merged."""
    yours = _("You proposed %(titles)s: your name and your text are read where your support counts now.")
    return [
        _merged(titles, into),
        *([yours % {"titles": quoted(own)}] if own else []),
        _("Your support counts there now, once, since the day you gave it. You can take it back at any time."),
    ]


def _merged(titles: Sequence[str], into: str) -> str:
    told = {"titles": quoted(titles), "into": into}
    if not titles:
        return _("An idea that you support was merged with another, which asks for the same.")
    if not into:
        return (
            ngettext(
                "You support %(titles)s. It was merged with another idea, which asks for the same.",
                "You support %(titles)s. They were merged with another idea, which asks for the same.",
                len(titles),
            )
            % told
        )
    return (
        ngettext(
            "You support %(titles)s. It was merged into “%(into)s”, which asks for the same.",
            "You support %(titles)s. They were merged into “%(into)s”, which asks for the same.",
            len(titles),
        )
        % told
    )


def back(titles: Sequence[str]) -> str:
    """What was taken back."""
    if not titles:
        return _("Your support counts no more, here or there. It stays so, even if the merge is undone.")
    return _("Your support of %(titles)s counts no more. It stays so, even if the merge is undone.") % {
        "titles": quoted(titles)
    }


def parted(titles: Sequence[str], *, is_back: bool) -> str:
    """After the undo, to who left their support and to who took it back."""
    told = {"titles": quoted(titles) if titles else _("An idea you supported")}
    if is_back:
        return _("%(titles)s: the merge was undone, and your support is back where you gave it.") % told
    return _("%(titles)s: the merge was undone. You had taken your support back, and it stays so.") % told
