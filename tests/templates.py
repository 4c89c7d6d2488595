"""Data made once for a run and copied for each test: empty tables, or the demo world with its index."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.postgres import Cluster
from wgcop import demo, migrations
from wgcop.app import create_app
from wgcop.db import db
from wgcop.search import indexer


@dataclass(frozen=True)
class Template:
    folder: Path
    cluster: Cluster | None = None
    name: str = ""

    @contextmanager
    def copy(self, folder: Path) -> Iterator[dict[str, Any]]:
        """The settings of a copy; the folder is left to whoever gave it, the database goes."""
        shutil.copytree(self.folder, folder)
        if self.cluster is None:
            yield {"DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{folder / 'wgcop.db'}"}
            return
        name = self.cluster.create(template=self.name)
        try:
            yield {"DATA_DIR": folder, "DATABASE_URL": self.cluster.url(name)}
        finally:
            self.cluster.drop(name)


class Templates:
    def __init__(self, folder: Path, settings: dict[str, Any]) -> None:
        self._folder = folder
        self._settings = settings
        self._made: dict[tuple[bool, bool], Template | Exception] = {}

    def get(self, cluster: Cluster | None, *, with_world: bool) -> Template:
        key = (cluster is not None, with_world)
        if key not in self._made:
            try:
                self._made[key] = self._make(cluster, with_world=with_world)
            except Exception as error:  # told to each test that asks, and tried only once
                self._made[key] = error
        made = self._made[key]
        if isinstance(made, Exception):
            raise made
        return made

    def _make(self, cluster: Cluster | None, *, with_world: bool) -> Template:
        kind = "postgresql" if cluster else "sqlite"
        folder = self._folder / f"{kind}-{'world' if with_world else 'empty'}"
        folder.mkdir()
        name = cluster.create() if cluster else ""
        url = cluster.url(name) if cluster else f"sqlite:///{folder / 'wgcop.db'}"
        app = create_app({**self._settings, "DATA_DIR": folder, "DATABASE_URL": url})
        with app.app_context():
            migrations.upgrade(db.engine)
            if with_world:
                load_world()
            db.session.close()
            db.engine.dispose()
        return Template(folder, cluster, name)


def load_world() -> None:
    demo.load(db.session)
    db.session.commit()
    indexer.drain_all()
