"""The frame of a page whose content differs with each question, cached for all readers with the
same frame, with gaps for the content.
"""

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
    """What a frame shows about the person who reads the page."""

    at: int
    """The stamp as it was before anything was read for this reader."""
    kind: Hashable
    """Readers of the same kind have the same frame, except for what fills its gaps."""
    stands_for: Any
    """The stand-in for the reader with whom the frame is rendered."""
    fills: Mapping[str, object]
    """The values for the gaps."""
    leave: Callable[[], None]
    """A function to call before anything else is asked of the reader. Until then a smaller object
    may take their place.
    """


FindReader = Callable[[], FrameReader | None]
EXTENSION = "frame_reader"
"""The extension in which the feature `accounts` sets a `FindReader`."""


def frame_reader() -> FrameReader | None:
    """Return the reader of this request, or None if their page is not kept. Call it before anything
    else is asked of the reader.
    """
    return cast(FindReader, current_app.extensions[EXTENSION])()


def in_frame(
    reader: FrameReader | None, template: str, content: Mapping[str, str]
) -> ResponseReturnValue:
    """Answer with the page of this template, which shows the content. Apart from the content it
    shows nothing that differs between requests.
    """
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
