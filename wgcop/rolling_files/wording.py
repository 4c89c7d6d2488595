"""What files of the rolling text say beside its words, in the language of the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop.i18n import comma, day, semicolon
from wgcop.paper.blocks import heading, paragraph, table, words
from wgcop.paper.tree import Node
from wgcop.proposals.rolling import RollingChoice
from wgcop.proposals.weaving import WovenBracket
from wgcop.resolutions.models import Edition
from wgcop.rolling_files.filed import FiledText, ListedProposal


@dataclass(frozen=True)
class FileHead:
    """The lines above the text of a file: which text it is, as of when, and how to read it."""

    title: str
    kicker: str
    lines: Sequence[str]


def head_of(edition: Edition, text: FiledText, *, at: datetime, help_line: str) -> FileHead:
    as_at = _("As at %(day)s, %(time)s UTC", day=day(at.date()), time=f"{at:%H:%M}")
    if text.source:
        shown = _("With the proposals of %(source)s that are not withdrawn", source=text.source)
    else:
        shown = _("With all proposals that are not withdrawn")
    if text.volumes > 1:
        size = _("Volume %(number)d of %(count)d", number=text.volume, count=text.volumes)
    else:
        places = text.places_with_changes
        size = ngettext("%(num)d place is open", "%(num)d places are open", places)
    lines = [as_at, shown, size, help_line]
    return FileHead(_("Rolling text"), edition.name, lines)


def help_of_word_file(text: FiledText) -> str:
    if text.source:
        return _(
            "Accept all changes to get the text as %(source)s wants it, or reject all to get the text agreed so far.",
            source=text.source,
        )
    return _(
        "The author of each change is its source. To get the text as one source wants it, accept the changes that name it and reject the others. Reject all to get the text agreed so far."
    )


def help_of_print() -> str:
    return _(
        "Underlined words are proposed, words struck out are to go. Their sources stand behind them."
    )


def said_of_suppressed() -> Node:
    """Return what stands in place of the words of a clause that is agreed to be suppressed."""
    return words(_("The clause is suppressed"), "em")


def brackets_of(brackets: Sequence[WovenBracket]) -> list[Node]:
    """Return the list of open brackets, each with its owners, its words and its alternatives."""
    if not brackets:
        return []
    head = [_("Bracket"), _("Owners"), _("Words"), _("Alternatives")]
    rows = [
        [
            each.title,
            comma().join(each.owners),
            _inside(each),
            semicolon().join(map(_offer, each.choices)),
        ]
        for each in brackets
    ]
    return [heading(2, _("Brackets")), table(head, rows)]


def _inside(bracket: WovenBracket) -> str:
    if bracket.is_after_clause:
        return _("a new clause after this one")
    return f"[{' '.join(bracket.inside.split())}]"


def _offer(choice: RollingChoice) -> str:
    said = " ".join(choice.words.split()) or _("nothing")
    return f"{said} ({comma().join(choice.sources)})" if choice.sources else said


def list_of(listed: Sequence[ListedProposal]) -> list[Node]:
    """Return the list of proposals: those that stand in the text, and the words of the others."""
    if not listed:
        return []
    head = [_("Proposal"), _("Source"), _("Reference"), _("Reasons")]
    rows = [[each.name, *_facts(each)] for each in listed if each.is_in_text]
    shown = [table(head, rows)] if rows else []
    return [heading(2, _("Proposals")), *shown, *_list_beside(listed)]


def list_in_print(listed: Sequence[ListedProposal]) -> list[Node]:
    """Return the same list with a paragraph for each proposal: the printer takes several times as long
    for the cells of a table of many pages, since it has to break the words of each to find its width.
    """
    if not listed:
        return []
    lines = [
        paragraph([words(each.name, "strong"), words(_after_name(each))])
        for each in listed
        if each.is_in_text
    ]
    return [heading(2, _("Proposals")), *lines, *_list_beside(listed)]


def _facts(listed: ListedProposal) -> tuple[str, str, str]:
    proposal = listed.proposal
    reasons = " ".join(proposal.reasons.split())
    return proposal.source, proposal.reference, reasons


def _after_name(listed: ListedProposal) -> str:
    return "".join(f" · {fact}" for fact in _facts(listed) if fact)


def _list_beside(listed: Sequence[ListedProposal]) -> list[Node]:
    beside = [each for each in listed if not each.is_in_text]
    if not beside:
        return []
    title = heading(3, _("Proposals that are not part of this text"))
    return [title, *(paragraph(said_beside(each)) for each in beside)]


def said_beside(listed: ListedProposal) -> str:
    """Return a proposal that is not part of the text in one line, with its words."""
    named = {
        "name": listed.name,
        "source": listed.proposal.source,
        "words": listed.words,
    }
    if listed.decided and listed.decided.is_met:
        said = _("%(name)s (%(source)s), met by the words of today: %(words)s", **named)
    elif listed.decided:
        said = _("%(name)s (%(source)s), not taken: %(words)s", **named)
    elif listed.is_earlier:
        said = _("%(name)s (%(source)s), written on an earlier wording: %(words)s", **named)
    else:
        said = _("%(name)s (%(source)s), before its later proposal: %(words)s", **named)
    return " ".join(said.split())
