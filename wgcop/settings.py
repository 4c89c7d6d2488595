"""Settings that depend on others, and those that are made and kept when nobody gave them."""

import os
import secrets
from pathlib import Path

from flask import Flask

from wgcop.db import engine_options

LARGEST_REQUEST = 2 * 1024 * 1024


def complete(app: Flask) -> None:
    folder = Path(app.config["DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    app.config["DATABASE_URL"] = app.config["DATABASE_URL"] or f"sqlite:///{folder / 'wgcop.db'}"
    app.config["SQLALCHEMY_ENGINES"] = {"default": engine_options(app.config["DATABASE_URL"])}
    app.config["SECRET_KEY"] = app.config["SECRET_KEY"] or kept_secret(folder / "secret-key")
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_CONTENT_LENGTH"] or LARGEST_REQUEST
    app.config.setdefault("RATELIMIT_STORAGE_URI", app.config["REDIS_URL"] or "memory://")
    app.config.update(
        SESSION_COOKIE_NAME="wgcop",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=app.config["PUBLIC_URL"].startswith("https://"),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )


def kept_secret(file: Path) -> str:
    """A key of this installation's own, made once; two processes that start together agree on one."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text()
    with os.fdopen(descriptor, "w") as handle:
        handle.write(secrets.token_hex(32))
    return file.read_text()
