"""The frame of a page whose content is another for each question: kept for all who have the same, with gaps for the content."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import structlog
from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from wgcop.web.kept import AskedOfNobody, KeptPage, gap, kept, rendering_for

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class FrameReader:
    """What a frame shows of whoever reads the page."""

    at: int
    """The stamp as it was before anything was read for them."""
    kind: Hashable
    """Readers of the same kind have the same frame, but for what is filled in."""
    stands_for: Any
    """As whom the frame is rendered."""
    fills: Mapping[str, object]
    """What goes into the gaps."""
    leave: Callable[[], None]
    """Called before anything else is asked of the reader, for whom something smaller may stand until then."""


FindReader = Callable[[], FrameReader | None]
EXTENSION = "frame_reader"
"""Where the feature that knows people sets a `FindReader`."""


def frame_reader() -> FrameReader | None:
    """Of this request; None if their page is not kept. Asked for before anything else of the reader."""
    return cast(FindReader, current_app.extensions[EXTENSION])()


def in_frame(
    reader: FrameReader | None, template: str, content: Mapping[str, str]
) -> ResponseReturnValue:
    """The page of this template, which shows the content, and beside it nothing that another request may have otherwise."""
    if reader is not None:
        try:
            return _frame(reader, template, content).answer(
                {**reader.fills, **content}, of_many=False
            )
        except AskedOfNobody as asked:
            log.error("page_not_kept", asked=str(asked))
            reader.leave()
    return render_template(template, **content)


def _frame(reader: FrameReader, template: str, content: Mapping[str, str]) -> KeptPage:
    def make() -> KeptPage:
        with rendering_for(reader.stands_for):
            return KeptPage.of(render_template(template, **{name: gap(name) for name in content}))

    return kept(reader.at, ("frame", template, str(get_locale()), reader.kind), make)
