"""Images of the pages of a Word file, drawn by LibreOffice if a setting gives its path."""

import io
import resource
import subprocess
import tempfile
import zipfile
from pathlib import Path
from threading import BoundedSemaphore

import pypdfium2
import structlog
from lxml import etree

from wgcop.reading.confined import can_be_confined, confinement
from wgcop.reading.elsewhere import leads_out

LONGEST_WAIT = 40.0
MOST_PAGES = 30
MOST_MEMORY = 3 * 1024 * 1024 * 1024
WIDTH = 900
"""The width of a page in pixels."""

_free = BoundedSemaphore(1)
_OF_THE_TEXT = frozenset(
    [
        "=",
        "AUTHOR",
        "CREATEDATE",
        "DATE",
        "HYPERLINK",
        "NOTEREF",
        "NUMPAGES",
        "PAGE",
        "PAGEREF",
        "REF",
        "SAVEDATE",
        "SECTIONPAGES",
        "SEQ",
        "STYLEREF",
        "SYMBOL",
        "TIME",
        "TITLE",
        "TOC",
    ]
)
"""The fields that are computed from the text itself. All others are removed: a list of those that
fetch would never be complete.
"""

log = structlog.get_logger(__name__)


def page_images(data: bytes, program: str) -> list[bytes]:
    """Return the pages as PNG; none if LibreOffice is busy, fails, takes too long or cannot be
    confined. The file must have been read by the workspace before.
    """
    if not can_be_confined():
        log.warning(
            "originals_not_drawn", reason="bubblewrap is not installed, or may not work here"
        )
        return []
    # One conversion at a time, since LibreOffice takes much memory; nobody waits for it.
    if not _free.acquire(blocking=False):
        return []
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _drawn(without_outside(data), program, Path(folder))
    except (
        OSError,
        ValueError,
        etree.XMLSyntaxError,
        subprocess.SubprocessError,
        pypdfium2.PdfiumError,
    ):
        return []
    finally:
        _free.release()


def without_outside(data: bytes) -> bytes:
    """Return the same file without anything that makes LibreOffice fetch another file: addresses
    outside of it and fetching fields are removed.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            name = part.filename.casefold()
            if name.endswith((".rels", ".xml")):
                root = etree.fromstring(content, _parser())
                clean = _without_relationships if name.endswith(".rels") else _without_fields
                clean(root)
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
            target.writestr(part.filename, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )


def _without_relationships(root: etree._Element) -> None:
    """Remove relationships that lead out of the file, links too. LibreOffice does not look at the
    type: it shows a picture by the relationship of a link, and nobody clicks on a drawn page.
    """
    for relationship in list(root.iter("{*}Relationship")):
        if leads_out(relationship.attrib):
            relationship.getparent().remove(relationship)


def _without_fields(root: etree._Element) -> None:
    """Remove fields that are not made of the text. An instruction may be split among several runs,
    so each part has to be harmless on its own.
    """
    for instruction in root.iter("{*}instrText"):
        if not _is_of_the_text(instruction.text or ""):
            instruction.text = ""
    for field in root.iter("{*}fldSimple"):
        for name in field.attrib:
            if etree.QName(name).localname == "instr" and not _is_of_the_text(field.attrib[name]):
                field.attrib[name] = ""


def _is_of_the_text(instruction: str) -> bool:
    words = instruction.upper().split()
    return not words or words[0] in _OF_THE_TEXT


def _drawn(data: bytes, program: str, folder: Path) -> list[bytes]:
    (folder / "original.docx").write_bytes(data)
    subprocess.run(  # noqa: S603 (the program is a setting, the names are ours)
        (
            *confinement(program, folder),
            *(
                program,
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--norestore",
            ),
            *("--convert-to", "pdf", "--outdir", str(folder), str(folder / "original.docx")),
        ),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=LONGEST_WAIT,
        check=True,
        start_new_session=True,
        preexec_fn=_limit,
    )
    with pypdfium2.PdfDocument(folder / "original.pdf") as pdf:
        return [_png(pdf[number]) for number in range(min(len(pdf), MOST_PAGES))]


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _png(page: pypdfium2.PdfPage) -> bytes:
    out = io.BytesIO()
    page.render(scale=WIDTH / page.get_width()).to_pil().save(out, "PNG", optimize=True)
    return out.getvalue()
