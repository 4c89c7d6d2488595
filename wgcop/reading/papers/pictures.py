"""The pictures of a Word file, checked and re-encoded, with their size and description. Unusable
ones are listed as left out.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from wgcop import markup
from wgcop.paper.tree import Node
from wgcop.reading.papers.left_out import LeftOutList
from wgcop.reading.papers.names import TEXT_BOX, number, q
from wgcop.reading.papers.package import Package
from wgcop.reading.pictures import Picture, read_picture
from wgcop.reading.reasons import Reason
from wgcop.reading.result import Unreadable

MOST = 200
MOST_BYTES = 24 * 1024 * 1024
EMU_PER_PIXEL = 9_525
WIDEST = 4_000
_LONGEST_ALT = 1_000


class PictureReader:
    def __init__(self, package: Package, left_out: LeftOutList) -> None:
        self._package = package
        self._left_out = left_out
        self._by_part: dict[str, str | None] = {}
        self._size = 0
        self.pictures: dict[str, Picture] = {}

    def read(
        self, drawing: Any, relations: dict[str, tuple[str, str, bool]], where: str
    ) -> Iterator[Node]:
        for what, tag in (
            (Reason("A chart: only its words in the text are kept."), q("c:chart")),
            (Reason("A diagram (SmartArt): draw it as a picture."), q("dgm:relIds")),
        ):
            if next(drawing.iter(tag), None) is not None:
                self._left_out.add(what, where)
        if drawing.tag == q("w:object"):
            self._left_out.add(
                Reason("An embedded object: its picture is kept, if it has one."), where
            )
        for name, alt, size in self._references(drawing):
            yield from self._image(name, alt, size, relations, where)

    def _references(self, drawing: Any) -> Iterator[tuple[str, str, tuple[int, int]]]:
        """Yield, for each picture, the name of its relation, its description and its size in pixels
        (0 if unknown).
        """
        described = next(drawing.iter(q("wp:docPr")), None)
        alt = ""
        if described is not None:
            alt = described.get("descr") or described.get("title") or ""
        extent = next(drawing.iter(q("wp:extent")), None)
        size = (0, 0)
        if extent is not None:
            size = tuple(number(extent.get(side)) // EMU_PER_PIXEL for side in ("cx", "cy"))  # type: ignore[assignment]
        for blip in drawing.iter(q("a:blip")):
            if not _is_in_box(blip, drawing):
                yield blip.get(q("r:embed")) or blip.get(q("r:link")) or "", alt, size
        for old in drawing.iter(q("v:imagedata")):
            if not _is_in_box(old, drawing):
                yield old.get(q("r:id"), ""), alt or old.get(_TITLE, ""), (0, 0)

    def _image(
        self,
        name: str,
        alt: str,
        size: tuple[int, int],
        relations: dict[str, tuple[str, str, bool]],
        where: str,
    ) -> Iterator[Node]:
        _kind, target, is_outside = relations.get(name, ("", "", False))
        if is_outside:
            self._left_out.add(Reason("A picture that is not in the file itself."), where)
            return
        file = self._stored(target, where)
        if file is None:
            return
        picture = self.pictures[file]
        width, height = (
            min(side or own, WIDEST)
            for side, own in zip(size, (picture.width, picture.height), strict=True)
        )
        words = " ".join(markup.clean(alt).split())[:_LONGEST_ALT]
        attrs = {"file": file, "alt": words, "width": max(width, 1), "height": max(height, 1)}
        yield {"type": "image", "attrs": attrs}

    def _stored(self, part: str, where: str) -> str | None:
        if part not in self._by_part:
            self._by_part[part] = self._checked(part, where)
        return self._by_part[part]

    def _checked(self, part: str, where: str) -> str | None:
        if not part or not self._package.has(part):
            self._left_out.add(
                Reason("A picture that the file mentions but does not contain."), where
            )
            return None
        if part.lower().endswith((".emf", ".wmf", ".svg")):
            self._left_out.add(
                Reason(
                    "A picture in the format %(kind)s, which browsers do not show safely: save it "
                    "as PNG.",
                    kind=part.rpartition(".")[2].upper(),
                ),
                where,
            )
            return None
        try:
            picture = read_picture(self._package.read(part))
        except Unreadable as error:
            self._left_out.add(Reason("A picture: %(why)s", why=error.reason), where)
            return None
        if len(self.pictures) >= MOST or self._size + len(picture.data) > MOST_BYTES:
            self._left_out.add(Reason("More pictures than a paper can have."), where)
            return None
        file = hashlib.sha256(picture.data).hexdigest()
        if file not in self.pictures:
            self._size += len(picture.data)
            self.pictures[file] = picture
        return file


_TITLE = "{urn:schemas-microsoft-com:office:office}title"


def _is_in_box(element: Any, drawing: Any) -> bool:
    """Return whether the element is in a text box of this drawing. The content of boxes is read
    with their paragraphs.
    """
    for around in element.iterancestors():
        if around is drawing:
            return False
        if around.tag == TEXT_BOX:
            return True
    return False
