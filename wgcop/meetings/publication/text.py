"""A published agenda as the text of a paper, so that it is compared, printed and sent like any other (pure)."""

import hashlib
import string
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from flask_babel import gettext as _

from wgcop import paper
from wgcop.i18n import day, in_hours
from wgcop.languages.scripts import direction
from wgcop.meetings.kinds import ITEM_KIND_NAMES, ItemKind
from wgcop.meetings.publication.lines import AgendaLine, ListedSession
from wgcop.paper.tree import Node, children

_SIGNS = string.digits + string.ascii_lowercase


def text_of(lines: Sequence[AgendaLine]) -> Node:
    """The same lines give the same text. Blocks are named for their items, so that a comparison finds them again."""
    blocks = [block for line in lines for block in _blocks(line)]
    return {"type": "doc", "content": blocks} if blocks else paper.empty()


def _blocks(line: AgendaLine) -> Iterator[Node]:
    key = f"item-{line.item}"
    level = min(line.depth + 1, 4)
    if line.session:
        yield _strong(_session(line.session), f"{line.session.on}-{line.session.starts}")
    yield _textblock("heading", f"{line.number} {line.title}", key, level=level)
    yield _textblock("paragraph", " · ".join(_when(line)), f"{key}-when")
    if line.clauses:
        words = _("Clauses: %(clauses)s", clauses="; ".join(line.clauses))
        yield _textblock("paragraph", words, f"{key}-clauses")
    if line.documents:
        yield _textblock("paragraph", _("Documents:"), f"{key}-documents")
        yield _bullets(
            ((each.symbol, f"{each.symbol} {each.title}") for each in line.documents), key
        )
    if line.note:
        for n, block in enumerate(children(paper.from_text(line.note))):
            yield _named(block, f"{key}-note-{n}")


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
    if line.kind in list(ItemKind):
        yield str(ITEM_KIND_NAMES[ItemKind(line.kind)])
    if line.presenter:
        yield line.presenter


def _bullets(entries: Iterable[tuple[str, str]], key: str) -> Node:
    items = [
        {
            "type": "list_item",
            "attrs": {"id": _id(f"{key}-{name}")},
            "content": [_textblock("paragraph", words, f"{key}-{name}-words")],
        }
        for name, words in entries
    ]
    return {"type": "bullet_list", "attrs": {"id": _id(f"{key}-list")}, "content": items}


def _textblock(kind: str, words: str, key: str, **attrs: int) -> Node:
    return {
        "type": kind,
        "attrs": {"id": _id(key), "dir": direction(words), **attrs},
        "content": [{"type": "text", "text": words}],
    }


def _strong(words: str, key: str) -> Node:
    block = _textblock("paragraph", words, key)
    block["content"][0]["marks"] = [{"type": "strong"}]
    return block


def _named(block: Node, key: str) -> Node:
    """With ids that do not depend on when it was read. Pieces of text have none."""
    attrs = block.get("attrs") or {}
    named = {**block, "attrs": {**attrs, "id": _id(key)}} if "id" in attrs else block
    if "content" not in block:
        return named
    inner = [_named(child, f"{key}.{n}") for n, child in enumerate(block["content"])]
    return {**named, "content": inner}


def _id(key: str) -> str:
    """Eight small letters and digits, as blocks of papers are named."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
    signs = []
    for _place in range(8):
        number, sign = divmod(number, len(_SIGNS))
        signs.append(_SIGNS[sign])
    return "".join(signs)
