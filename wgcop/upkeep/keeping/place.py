"""The place where a workspace is or will be: its data folder, its database and its key."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from sqlalchemy import Engine, create_engine, inspect, make_url

import config
from wgcop.database import engine_options
from wgcop.settings import require_database_address
from wgcop.stores.choice import store_at
from wgcop.stores.protocol import Store

DATABASE = "wgcop.db"
KEY = "secret-key"
FILES = "files"


@dataclass(frozen=True)
class Installation:
    folder: Path
    url: str
    key_of_environment: str = ""
    files_url: str = ""

    @classmethod
    def of_settings(cls) -> Self:
        """Return the place that the settings name. Unlike an application, this makes nothing there."""
        folder = config.DATA_DIR
        url = config.DATABASE_URL or f"sqlite:///{folder / DATABASE}"
        require_database_address(url)
        return cls(folder, url, config.SECRET_KEY, config.FILES_URL)

    @cached_property
    def files(self) -> Store:
        return store_at(self.files_url, self.folder / FILES)

    @property
    def key_file(self) -> Path:
        return self.folder / KEY

    def key(self) -> str:
        """Return the key in use, or an empty string if there is no key yet."""
        if self.key_of_environment:
            return self.key_of_environment
        return self.key_file.read_text().strip() if self.key_file.exists() else ""


def is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def kind(url: str) -> str:
    return "SQLite" if is_sqlite(url) else "PostgreSQL"


def file_of(url: str) -> Path:
    """Return the path of an SQLite database."""
    return Path(make_url(url).database or "").absolute()


def shown(url: str) -> str:
    """Return the address without its password; for SQLite the path of the file."""
    return str(file_of(url)) if is_sqlite(url) else make_url(url).render_as_string()


def has_tables(url: str) -> bool:
    if is_sqlite(url) and not file_of(url).exists():
        return False  # connecting would create the file
    engine = engine_of(url)
    try:
        return bool(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def engine_of(url: str) -> Engine:
    return create_engine(**engine_options(url))
