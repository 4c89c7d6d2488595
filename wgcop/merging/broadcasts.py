"""Shows each change of a chair's text on all open pages at once: what changed, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from wgcop import live
from wgcop.database import after_commit
from wgcop.merging.models import ChairsText
from wgcop.merging.shown import ShownDelta, ShownPiece, delta_between


@dataclass(frozen=True)
class _Changed:
    topic: str
    text: int
    before: int
    version: int
    delta: ShownDelta


def after_commit_show(
    text: ChairsText, before: int, old: Sequence[ShownPiece], new: Sequence[ShownPiece]
) -> None:
    """Send what changed since version `before` after the commit. It has no words of a language, so
    every room gets the same.
    """
    changed = _Changed(text.topic, text.id, before, text.version, delta_between(old, new))
    after_commit(_show, changed)


def _show(things: list[_Changed]) -> None:
    for one in things:
        message = {
            "topic": one.topic,
            "text": one.text,
            "from": one.before,
            "version": one.version,
            "at": one.delta.at,
            "gone": one.delta.gone,
            "come": [list(piece) for piece in one.delta.come],
        }
        for language in live.languages_heard(one.topic):
            live.send("merging", message, to=live.room(one.topic, language))
