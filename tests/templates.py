"""Data made once for a run and copied for each test: empty tables, or the demo world with its index, and what a scene adds.

The worker that needs one first makes it. The others wait for it and copy it; a server's they copy with its folder, since each
has a server of its own.
"""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from tests.lending import Lent
from tests.postgres import Cluster
from wgcop import clock, demo
from wgcop.app import create_app
from wgcop.database import db, migrations
from wgcop.search import indexer

Scene = Callable[[], object]
"""Adds to the data what the tests of a folder begin with. It may stop the clock."""

MAPPED = {"radar/shingle-counts"}
"""Written through memory, which leaves no trace in its times."""


@dataclass(frozen=True)
class Template:
    folder: Path
    cluster: Cluster | None = None
    name: str = ""
    idle: list[Lent] = field(default_factory=list, compare=False)

    @contextmanager
    def copy(self, folder: Path) -> Iterator[dict[str, Any]]:
        """The settings of a copy; the folder is left to whoever gave it, the database goes."""
        shutil.copytree(self.folder, folder)
        with self._settings(folder) as settings:
            yield settings

    @contextmanager
    def lend(self, folder: Path) -> Iterator[dict[str, Any]]:
        """The settings of a copy that another test had before; folder and database go."""
        lent = self.idle.pop() if self.idle else self._copied_to_lend()
        with lent.at(folder), self._settings(folder) as settings:
            yield settings
        self.idle.append(lent)

    def _copied_to_lend(self) -> Lent:
        place = Path(mkdtemp(prefix="lent-", dir=self.folder.parent)) / "var"
        return Lent(self.folder, place, MAPPED)

    @contextmanager
    def _settings(self, folder: Path) -> Iterator[dict[str, Any]]:
        if self.cluster is None:
            yield {"DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{folder / 'wgcop.db'}"}
            return
        name = self.cluster.create(template=self.name)
        try:
            yield {"DATA_DIR": folder, "DATABASE_URL": self.cluster.url(name)}
        finally:
            self.cluster.drop(name)


class Templates:
    """In a folder that all workers of a run share."""

    def __init__(self, folder: Path, settings: dict[str, Any], *, is_alone: bool) -> None:
        self._folder = folder
        self._settings = settings
        self._is_alone = is_alone
        self._made: dict[tuple[bool, bool, Scene | None], Template | Exception] = {}

    def get(
        self, cluster: Cluster | None, *, with_world: bool, scene: Scene | None = None
    ) -> Template:
        """A scene is made once for each worker."""
        key = (cluster is not None, with_world, scene)
        if key not in self._made:
            try:
                if scene:
                    before = self.get(cluster, with_world=with_world)
                    self._made[key] = self._with_scene(before, scene)
                else:
                    self._made[key] = self._made_once(cluster, with_world=with_world)
            except Exception as error:  # told to each test that asks, and tried only once
                self._made[key] = error
        made = self._made[key]
        if isinstance(made, Exception):
            raise made
        return made

    @contextmanager
    def cluster(self, programs: Path) -> Iterator[Cluster]:
        """A server of this worker's own. With several workers both of its templates are there from the beginning."""
        if self._is_alone:
            with Cluster.running(programs) as running:
                yield running
            return
        with self._once("server") as folder:
            if not (folder / "made").exists():
                with Cluster.running(programs) as first:
                    for with_world in (False, True):
                        self._make(first, with_world=with_world)
                    first.keep(folder / "data")
                (folder / "made").touch()
        with Cluster.running(programs, folder / "data") as running:
            yield running

    def _made_once(self, cluster: Cluster | None, *, with_world: bool) -> Template:
        if cluster is not None:
            if self._is_alone:
                return self._make(cluster, with_world=with_world)
            return self._template(cluster, with_world=with_world)
        with self._once(f"sqlite-{with_world}") as folder:
            if not (folder / "made").exists():
                self._make(None, with_world=with_world)
                (folder / "made").touch()
        return self._template(None, with_world=with_world)

    @contextmanager
    def _once(self, name: str) -> Iterator[Path]:
        """Only one worker at a time goes on from here."""
        folder = self._folder / f"making-{name}"
        folder.mkdir(exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder

    def _template(self, cluster: Cluster | None, *, with_world: bool) -> Template:
        kind = "postgresql" if cluster else "sqlite"
        name = f"{kind}-{'world' if with_world else 'empty'}"
        return Template(self._folder / name, cluster, name if cluster else "")

    def _with_scene(self, before: Template, scene: Scene) -> Template:
        folder = Path(mkdtemp(prefix="scene-", dir=self._folder)) / "var"
        shutil.copytree(before.folder, folder)
        cluster = before.cluster
        name = cluster.create(template=before.name) if cluster else ""
        with self._opened(folder, cluster.url(name) if cluster else ""):
            try:
                scene()
            finally:
                clock.start()
            db.session.commit()
        return Template(folder, cluster, name)

    def _make(self, cluster: Cluster | None, *, with_world: bool) -> Template:
        template = self._template(cluster, with_world=with_world)
        shutil.rmtree(template.folder, ignore_errors=True)  # of somebody who failed to make it
        before = self._empty(cluster) if with_world else None
        if before:
            shutil.copytree(before.folder, template.folder)
        else:
            template.folder.mkdir()
        url = ""
        if cluster:
            cluster.create(template=before.name if before else None, name=template.name)
            url = cluster.url(template.name)
        with self._opened(template.folder, url):
            if before:
                load_world()
            else:
                migrations.upgrade(db.engine)
        return template

    def _empty(self, cluster: Cluster | None) -> Template:
        """Its tables are those of the demo world, which need not be brought from nothing to this version twice."""
        if cluster is None or self._is_alone:
            return self.get(cluster, with_world=False)
        return self._template(cluster, with_world=False)  # made just before, on the same server

    @contextmanager
    def _opened(self, folder: Path, url: str) -> Iterator[None]:
        url = url or f"sqlite:///{folder / 'wgcop.db'}"
        app = create_app({**self._settings, "DATA_DIR": folder, "DATABASE_URL": url})
        with app.app_context():
            yield
            db.session.close()
            db.engine.dispose()


def load_world() -> None:
    demo.load(db.session)
    db.session.commit()
    indexer.drain_all()
