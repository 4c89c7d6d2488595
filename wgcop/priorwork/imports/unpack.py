"""Unpacks uploads into files, within limits. Nothing is written to disk under a name from an archive."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from flask_babel import gettext as _

from wgcop.errors import Invalid
from wgcop.priorwork.imports.table import plain_path
from wgcop.reading.reasons import Reason

MOST_FILES = 500
LARGEST_FILE = 20 * 1024 * 1024
LARGEST_IN_ALL = 200 * 1024 * 1024
MOST_ENTRIES = 50 * MOST_FILES
"""The most entries in the directory of a zip, which is read into memory as a whole. Zips inside it
count too.
"""

_OF_THE_SYSTEM = re.compile(r"(^|/)(__MACOSX/|\.[^/]*$|Thumbs\.db$|desktop\.ini$)")


@dataclass(frozen=True)
class UploadedFile:
    """A file and its path, or the reason why it has no content."""

    name: str
    content: bytes = b""
    failure: Reason | None = None


def unpack(uploads: Iterable[tuple[str, bytes]]) -> list[UploadedFile]:
    """Return all files of the uploads. Raise Invalid if they are too many or too large for one
    import.
    """
    names: set[str] = set()
    unpacked: list[UploadedFile] = []
    size = 0
    for packed in _all(uploads):
        size += len(packed.content)
        if size > LARGEST_IN_ALL:
            raise Invalid(
                _(
                    "These files have more than 200 MB. Import them in parts, or with the import command."
                )
            )
        if packed.name in names:
            packed = UploadedFile(packed.name, failure=Reason("Another file has the same path."))
        names.add(packed.name)
        unpacked.append(packed)
        if len(unpacked) > MOST_FILES:
            raise _too_many()
    return list(_without_common_folder(unpacked))


def _too_many() -> Invalid:
    return Invalid(
        _("There are more than 500 files. Import them in parts, or with the import command.")
    )


def _all(uploads: Iterable[tuple[str, bytes]]) -> Iterator[UploadedFile]:
    for name, content in uploads:
        if _is_archive(name, content):
            yield from _members(name, content)
        else:
            yield _checked(plain_path(name), content)


def _is_archive(name: str, content: bytes) -> bool:
    """Return whether this is a zip. The name decides as well, since Word documents are zips too."""
    return content.startswith(b"PK\x03\x04") and name.lower().endswith(".zip")


def _members(name: str, content: bytes) -> Iterator[UploadedFile]:
    if content.count(b"PK\x01\x02") > MOST_ENTRIES:
        raise _too_many()
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        yield UploadedFile(plain_path(name), failure=Reason("This zip is damaged."))
        return
    with archive:
        for info in infos:
            if not info.is_dir() and not _OF_THE_SYSTEM.search(info.filename):
                yield _member(archive, info)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> UploadedFile:
    name = plain_path(info.filename)
    if info.flag_bits & 1:
        return UploadedFile(name, failure=Reason("It is protected by a password."))
    try:
        with archive.open(info) as member:
            # The sizes in an archive may be wrong, so the read itself is limited.
            content = member.read(LARGEST_FILE + 1)
    except Exception:  # the exceptions of decompressors have no common base
        return UploadedFile(name, failure=Reason("It is damaged in the zip."))
    if _is_archive(name, content):
        return UploadedFile(name, failure=Reason("A zip inside a zip is not opened."))
    return _checked(name, content)


def _checked(name: str, content: bytes) -> UploadedFile:
    parts = PurePosixPath(name).parts
    if not name or name.startswith("/") or ".." in parts or ":" in parts[0] or len(name) > 300:
        return UploadedFile(
            name[:300] or "–", failure=Reason("Its path leads out of the folder or is too long.")
        )
    if len(content) > LARGEST_FILE:
        return UploadedFile(
            name, failure=Reason("It is larger than 20 MB. Import it with the import command.")
        )
    return UploadedFile(name, content)


def _without_common_folder(packed: Iterable[UploadedFile]) -> Iterator[UploadedFile]:
    """Drop the name of a folder that was packed as a whole: the paths in the table of facts do not
    contain it.
    """
    files = list(packed)
    folders = {one.name.partition("/")[0] for one in files}
    common = len(folders) == 1 and all("/" in one.name for one in files)
    for one in files:
        name = one.name.partition("/")[2] if common else one.name
        yield UploadedFile(name, one.content, one.failure)
