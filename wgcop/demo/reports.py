"""Reports on implementation in the demo world: last year's, adopted, and this year's, half written."""

from dataclasses import dataclass
from typing import Any

from wgcop.demo.data_files import built, read
from wgcop.implementation.states import ReviewState


@dataclass(frozen=True)
class Rewritten:
    """A section as somebody changed it this year, and the state that it reached. If `text` is None,
    the old text was submitted.
    """

    by: str
    text: str = ""
    review: ReviewState = ReviewState.DRAFT


_DATA = read("reports")
COVER: dict[str, Any] = _DATA["cover"]
ABSTRACT, CITED = _DATA["abstract"], _DATA["cited"]
LAST: dict[str, str] = _DATA["last"]
THIS = {section: built(Rewritten, table) for section, table in _DATA["this"].items()}
