"""The type size of the paragraphs of a Word document, in points."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from docx.oxml.ns import qn

from wgcop.reading.word_parts import inherited, value

# Word's usual size, for a document that names none.
_USUAL = 11.0


class TypeSizes:
    def __init__(self, styles: Mapping[str, Any], based_on: Mapping[str, str]) -> None:
        own = {name: _size(style, "w:rPr/w:sz") for name, style in styles.items()}
        self._of_styles = inherited(own, based_on, 0.0)

    def size_of(self, paragraph: Any, style: str) -> float:
        """Return the size of most letters of the paragraph: their own size, or that of the style."""
        usual = self._of_styles.get(style) or self._of_styles.get("Normal") or _USUAL
        letters: Counter[float] = Counter()
        for run in paragraph.iter(qn("w:r")):
            length = sum(len(text.text or "") for text in run.iterchildren(qn("w:t")))
            letters[_size(run, "w:rPr/w:sz") or usual] += length
        return letters.most_common(1)[0][0] if letters else usual


def _size(element: Any, path: str) -> float:
    half_points = value(element, path)
    return int(half_points) / 2 if half_points.isdigit() else 0.0
