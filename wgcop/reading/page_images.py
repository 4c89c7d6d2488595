"""Images of the pages of a Word file, drawn by LibreOffice where the workspace is told where that is."""

import io
import os
import re
import resource
import subprocess
import tempfile
import zipfile
from pathlib import Path
from threading import BoundedSemaphore

import pypdfium2

LONGEST_WAIT = 40.0
MOST_PAGES = 30
MOST_MEMORY = 3 * 1024 * 1024 * 1024
WIDTH = 900
"""Pixels of a page."""

_free = BoundedSemaphore(1)
_FETCHING = re.compile(
    rb"\b(INCLUDEPICTURE|INCLUDETEXT|LINK|DDEAUTO|DDE|DATABASE|RD|IMPORT)\b", re.IGNORECASE
)
_OUTSIDE = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*/?>")
_LINK = re.compile(rb"/(?:relationships/)?hyperlink[\"']")
_INSTRUCTION = re.compile(
    rb"(<w:instrText\b[^>]*>)([^<]*)(</w:instrText>)|(w:instr=\")([^\"]*)(\")"
)


def page_images(data: bytes, program: str) -> list[bytes]:
    """As PNG; none if LibreOffice is busy, fails or takes too long. The file was read by us before."""
    if not _free.acquire(blocking=False):
        return []
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _drawn(without_outside(data), program, Path(folder))
    except (OSError, ValueError, subprocess.SubprocessError, pypdfium2.PdfiumError):
        return []
    finally:
        _free.release()


def without_outside(data: bytes) -> bytes:
    """The same file, in which nothing makes LibreOffice fetch another: links stay, other addresses and fields that fetch go."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename.endswith(".rels"):
                content = _OUTSIDE.sub(
                    lambda match: match[0] if _LINK.search(match[0]) else b"", content
                )
            elif part.filename.endswith(".xml"):
                content = _INSTRUCTION.sub(_harmless, content)
            target.writestr(part.filename, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _harmless(match: re.Match[bytes]) -> bytes:
    before, instruction, after = match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)
    return match[0] if not _FETCHING.search(instruction) else bytes(before + after)


def _drawn(data: bytes, program: str, folder: Path) -> list[bytes]:
    (folder / "original.docx").write_bytes(data)
    subprocess.run(  # noqa: S603 (the program is a setting, the names are ours)
        (
            *(
                program,
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--norestore",
            ),
            *("--convert-to", "pdf", "--outdir", str(folder), str(folder / "original.docx")),
        ),
        cwd=folder,
        env={"HOME": str(folder), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
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
