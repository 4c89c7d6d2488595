"""Style sheets and the modules of a page, each joined into one file, at addresses that change with
their content.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import lru_cache
from itertools import chain
from pathlib import Path
from time import monotonic

import brotli
from flask import Flask, Response, redirect, request, send_from_directory
from flask.typing import ResponseReturnValue

from wgcop.web import modules

LAYERS = b"@layer reset, tokens, base, layout, components, print;\n"
VERSIONED = ("js", "icons", "build", "css")
APART = {
    "css/meetings.css": ("agenda.css", "meeting.css"),
    "css/room.css": ("room.css", "projector.css"),
    "css/writing.css": ("drafting.css", "editor.css", "find.css"),
    "css/papers.css": ("comparison.css", "headings.css", "paper.css", "report.css"),
    "css/rolling.css": ("rolling.css",),
    "css/implementation.css": ("chain.css",),
    "css/prior-work.css": ("importing.css", "priorwork.css"),
    "css/registry.css": ("picture.css", "registry.css"),
    "css/search.css": ("found.css",),
    "css/style.css": ("sample.css",),
}
"""The style sheets that only some pages need. Pages link them before the sheet that every page
needs.
"""
PAGES = "js/pages/"
VENDOR = "js/vendor/"
FOREVER = "public, max-age=31536000, immutable"
SHEET_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def bundle(folder: Path) -> bytes:
    """Join the style sheets of every page, in the order in which they build on each other."""
    first = [folder / name for name in ("fonts.css", "tokens.css", "base.css", "layout.css")]
    components = sorted((folder / "components").glob("*.css"))
    apart = set(chain.from_iterable(APART.values()))
    common = [part for part in components if part.name not in apart]
    return joined([*first, *common, folder / "print.css"])


def sheets_apart(folder: Path) -> dict[str, bytes]:
    return {
        sheet: joined([part for name in names if (part := folder / "components" / name).is_file()])
        for sheet, names in APART.items()
    }


def joined(parts: list[Path]) -> bytes:
    """Join style sheets without comments and indentation."""
    whole = SHEET_COMMENT.sub(b"", b"\n".join(part.read_bytes() for part in parts))
    return LAYERS + re.sub(rb"\n\s+", b"\n", whole)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


@lru_cache(maxsize=64)
def packed(content: bytes, encoding: str) -> bytes:
    """Return the content compressed as far as possible, since it is compressed once and sent many
    times.
    """
    return brotli.compress(content) if encoding == "br" else gzip.compress(content, mtime=0)


class Assets:
    """The contents of the static folder, read once or, during development, every second."""

    def __init__(self, static: Path, address: str, *, changing: bool) -> None:
        self.static = static
        self.address = address
        self.changing = changing
        self.read()

    def read(self) -> None:
        self.css = bundle(self.static / "css")
        self.sheets = sheets_apart(self.static / "css")
        self.css_name = f"site-{digest(self.css)}.css"
        self.digests: dict[str, str] = {}
        self.joined: dict[str, bytes] = {}
        self.read_at = monotonic()

    def url(self, name: str) -> str:
        """Return the address of `site.css`, or of a module or icon by its path below the static
        folder.
        """
        if self.changing and monotonic() > self.read_at + 1:
            self.read()
        if name == "site.css":
            return f"{self.address}/{self.css_name}"
        if name.partition("/")[0] in VERSIONED:
            return f"{self.address}/v-{self.version(name)}/{name}"
        return f"{self.address}/{name}"

    def version(self, name: str) -> str:
        if name not in self.digests:
            self.digests[name] = digest(self.as_sent(name))
        return self.digests[name]

    def as_sent(self, name: str) -> bytes:
        """Return the content of a file as it is sent. Some are joined from several."""
        if name in self.sheets:
            return self.sheets[name]
        if name.startswith(PAGES):
            return self.script(name)
        content = self.file(name)
        is_ours = name.startswith("js/") and not name.startswith(VENDOR)
        return modules.fetched_late(content.decode(), name).encode() if is_ours else content

    def file(self, name: str) -> bytes:
        return (self.static / name).read_bytes()

    def script(self, name: str) -> bytes:
        """Join all scripts of a kind of page into one. Libraries stay separate, since they rarely
        change.
        """
        if name not in self.joined:
            text = modules.join(name, lambda path: self.file(path).decode(), self.vendor, self.url)
            self.joined[name] = text.encode()
        return self.joined[name]

    def vendor(self, path: str) -> str | None:
        return self.url(path) if path.startswith(VENDOR) else None

    def content(self, name: str) -> bytes | None:
        """Return the content of a style sheet, script or icon of the workspace, or None for other
        files, which are sent as they are.
        """
        if name in self.sheets:
            return self.sheets[name]
        if not (self.static / name).resolve().is_relative_to(self.static.resolve()):
            return None
        if Path(name).suffix not in TYPES or not (self.static / name).is_file():
            return None
        return self.as_sent(name)


def answer(content: bytes, mimetype: str, *, lasting: bool) -> Response:
    encoding = request.accept_encodings.best_match(["br", "gzip"])
    headers = {
        "Cache-Control": FOREVER if lasting else "no-cache",
        "Vary": "Accept-Encoding",
    }
    if encoding:
        content = packed(content, encoding)
        headers["Content-Encoding"] = encoding
    return Response(content, mimetype=mimetype, headers=headers)


def init_app(app: Flask) -> None:
    assets = Assets(
        Path(app.static_folder or "static"),
        app.static_url_path or "/static",
        changing=bool(app.config.get("DEVELOPMENT")),
    )

    def site_css(version: str) -> ResponseReturnValue:
        """Send the style sheet. A page that was opened before an update is redirected to the
        current one.
        """
        if f"site-{version}.css" != assets.css_name:
            return redirect(assets.url("site.css"))
        return answer(assets.css, "text/css", lasting=True)

    def versioned(version: str, filename: str) -> ResponseReturnValue:
        content = assets.content(filename)
        if content is not None:
            lasting = version == assets.version(filename)
            return answer(content, TYPES[Path(filename).suffix], lasting=lasting)
        response = send_from_directory(assets.static, filename)
        lasting = version == assets.version(filename)
        response.headers["Cache-Control"] = FOREVER if lasting else "no-cache"
        return response

    def font(filename: str) -> ResponseReturnValue:
        """Send a font, which never changes, since its name holds a digest of its content."""
        response = send_from_directory(assets.static / "fonts", filename)
        response.headers["Cache-Control"] = FOREVER
        for name in ("Accept-Ranges", "Content-Disposition", "ETag", "Last-Modified"):
            response.headers.pop(name, None)  # useless for what browsers never ask for again
        return response

    site_css.is_public = True  # type: ignore[attr-defined]
    versioned.is_public = True  # type: ignore[attr-defined]
    font.is_public = True  # type: ignore[attr-defined]
    app.add_url_rule(f"{assets.address}/site-<version>.css", "site_css", site_css)
    app.add_url_rule(f"{assets.address}/v-<version>/<path:filename>", "versioned", versioned)
    app.add_url_rule(f"{assets.address}/fonts/<path:filename>", "font", font)
    app.add_template_global(assets.url, "asset_url")
