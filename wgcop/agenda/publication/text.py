"""The text of a published agenda as that of a paper, so that it is compared, printed and sent like
any other (pure).
"""

from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import gettext as _

from wgcop import paper
from wgcop.agenda.fields import FIELDS
from wgcop.agenda.publication.lines import AgendaLine, ListedSession
from wgcop.i18n import day, in_hours, semicolon
from wgcop.paper.named_blocks import bullets, named, strong, textblock
from wgcop.paper.tree import Node, children


def text_of(lines: Sequence[AgendaLine]) -> Node:
    """Return the text. The same lines give the same text, and the ids of its blocks come from the
    items, so that a comparison finds them again.
    """
    blocks = [block for line in lines for block in _blocks(line)]
    return {"type": "doc", "content": blocks} if blocks else paper.empty()


def _blocks(line: AgendaLine) -> Iterator[Node]:
    key = f"item-{line.item}"
    level = min(line.depth + 1, 4)
    if line.session:
        yield strong(_session(line.session), f"{line.session.on}-{line.session.starts}")
    yield textblock("heading", f"{line.number} {line.title}", key, level=level)
    yield textblock("paragraph", " · ".join(_when(line)), f"{key}-when")
    if line.clauses:
        words = _("Clauses: %(clauses)s", clauses=semicolon().join(line.clauses))
        yield textblock("paragraph", words, f"{key}-clauses")
    if line.documents:
        yield textblock("paragraph", _("Documents:"), f"{key}-documents")
        yield bullets(((symbol, f"{symbol} {title}") for symbol, title in line.documents), key)
    if line.note:
        for n, block in enumerate(children(paper.from_text(line.note))):
            yield named(block, f"{key}-note-{n}")


def _session(session: ListedSession) -> str:
    words = [
        day(date.fromisoformat(session.on)),
        f"{session.starts}–{session.ends}",
        session.name or _("Session"),
    ]
    if session.break_before:
        words.insert(0, _("Break, %(time)s", time=in_hours(session.break_before)))
    return " · ".join(words)


def _when(line: AgendaLine) -> Iterator[str]:
    yield f"{day(date.fromisoformat(line.on))}, {line.at}"
    if line.minutes:
        yield in_hours(line.minutes)
    for field in FIELDS:
        if field.is_row and field.is_published:
            yield from field.kind.words(getattr(line, field.name), {})
