"""Style sheets joined into one file, and addresses that change when a file's content does."""

from __future__ import annotations

import hashlib
from pathlib import Path
from time import monotonic

from flask import Flask, Response, redirect, send_from_directory
from flask.typing import ResponseReturnValue

LAYERS = b"@layer reset, tokens, base, layout, components, print;\n"
VERSIONED = ("js", "vendor", "icons")
FOREVER = "public, max-age=31536000, immutable"


def bundle(folder: Path) -> bytes:
    """Every style sheet in the order in which they build on each other."""
    first = [folder / name for name in ("fonts.css", "tokens.css", "base.css", "layout.css")]
    parts = [*first, *sorted((folder / "components").glob("*.css")), folder / "print.css"]
    return LAYERS + b"\n".join(part.read_bytes() for part in parts)


def digest(*contents: bytes) -> str:
    return hashlib.sha256(b"\0".join(contents)).hexdigest()[:12]


def version(static: Path) -> str:
    """One version for all modules and icons: a module imports its neighbour by a relative path."""
    files = sorted(
        file for name in VERSIONED for file in (static / name).rglob("*") if file.is_file()
    )
    names = [file.relative_to(static).as_posix().encode() for file in files]
    return digest(*names, *(file.read_bytes() for file in files))


class Assets:
    """What the static folder holds; read once, or every second while somebody is developing."""

    def __init__(self, static: Path, address: str, *, changing: bool) -> None:
        self.static = static
        self.address = address
        self.changing = changing
        self.read()

    def read(self) -> None:
        self.css = bundle(self.static / "css")
        self.css_name = f"site-{digest(self.css)}.css"
        self.version = version(self.static)
        self.read_at = monotonic()

    def url(self, name: str) -> str:
        """`site.css`, or the path of a module or icon below the static folder."""
        if self.changing and monotonic() > self.read_at + 1:
            self.read()
        if name == "site.css":
            return f"{self.address}/{self.css_name}"
        if name.partition("/")[0] in VERSIONED:
            return f"{self.address}/v-{self.version}/{name}"
        return f"{self.address}/{name}"


def init_app(app: Flask) -> None:
    assets = Assets(
        Path(app.static_folder or "static"),
        app.static_url_path or "/static",
        changing=bool(app.config.get("DEVELOPMENT")),
    )

    def site_css(version: str) -> ResponseReturnValue:
        """A page that was opened before an update is sent on to today's sheet."""
        if f"site-{version}.css" != assets.css_name:
            return redirect(assets.url("site.css"))
        return Response(assets.css, mimetype="text/css", headers={"Cache-Control": FOREVER})

    def versioned(version: str, filename: str) -> ResponseReturnValue:
        response = send_from_directory(assets.static, filename)
        response.headers["Cache-Control"] = FOREVER if version == assets.version else "no-cache"
        return response

    def font(filename: str) -> ResponseReturnValue:
        """A font never changes under its name."""
        response = send_from_directory(assets.static / "fonts", filename)
        response.headers["Cache-Control"] = FOREVER
        return response

    site_css.is_public = True  # type: ignore[attr-defined]
    versioned.is_public = True  # type: ignore[attr-defined]
    font.is_public = True  # type: ignore[attr-defined]
    app.add_url_rule(f"{assets.address}/site-<version>.css", "site_css", site_css)
    app.add_url_rule(f"{assets.address}/v-<version>/<path:filename>", "versioned", versioned)
    app.add_url_rule(f"{assets.address}/fonts/<path:filename>", "font", font)
    app.add_template_global(assets.url, "asset_url")
