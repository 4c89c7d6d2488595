"""The large form on the loopback: PostgreSQL, Redis, two servers, a worker, and nginx with the example of `deploy/`."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import Flask

from bench.load.doors import Door
from bench.load.postgres import Postgres
from bench.load.served import Served, demo_world
from tests.rest.deploy import proxies
from tests.rest.deploy.proxies import Proxy
from tests.servers import Redis

VISITORS, ATTACKERS = "127.0.0.2", "127.0.0.66"
"""Limits of nginx are for each address, and whoever attacks is not at the address of those who work."""
ROOM = 512
"""MB of the disk that can be made full."""


@dataclass
class Large:
    folder: Path
    app: Flask
    settings: dict[str, Any]
    database: Postgres
    redis: Redis
    webs: list[Served]
    worker: Served
    proxy: Proxy
    has_small_disk: bool
    notes: list[str] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return Path(self.settings["DATA_DIR"])

    @property
    def door(self) -> Door:
        return Door(self.proxy.url, self.proxy.certificate, VISITORS, "https://localhost")

    @property
    def attackers(self) -> Door:
        return replace(self.door, address=ATTACKERS)

    def log(self) -> str:
        return "".join(
            server.log.read_text(errors="replace") for server in (*self.webs, self.worker)
        )


@contextmanager
def running(**more: Any) -> Iterator[Large]:
    """All of it ends with the block, whatever happens in it. `more` are settings of their own."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wgcop-attack-")))
        data = folder / "data"
        data.mkdir(mode=0o700)
        has_small_disk = stack.enter_context(small_disk(data))
        database = stack.enter_context(Postgres.running())
        redis = Redis()
        redis.start()
        stack.callback(redis.stop)
        settings: dict[str, Any] = {
            "DATA_DIR": data,
            "SECRET_KEY": "attacked, and as long as a key must be",
            "DATABASE_URL": database.url,
            "REDIS_URL": redis.url,
            "SEARCH_ENGINE": "postgres",
            "TRUSTED_PROXIES": 1,
            "PUBLIC_URL": "https://localhost",
            **more,
        }
        app = stack.enter_context(demo_world(settings))
        worker = Served(settings, folder)
        worker.log = folder / "worker.log"
        webs = [Served(settings, folder) for _ in range(2)]
        for server in (worker, *webs):
            stack.callback(server.kill)
        worker.start_worker()
        for number, web in enumerate(webs):
            web.log = folder / f"web-{number}.log"
            web.start()
        nginx = folder / "nginx"
        nginx.mkdir()
        prepared = proxies.prepare(nginx, *(web.port for web in webs), patience=None)
        proxy = stack.enter_context(proxies.running(prepared))
        yield Large(
            folder,
            app,
            settings,
            database,
            redis,
            webs,
            worker,
            proxy,
            has_small_disk=has_small_disk,
        )


@contextmanager
def small_disk(place: Path) -> Iterator[bool]:
    """Whether one could be made; it takes the rights to mount."""
    mounted = False
    if os.geteuid() == 0:
        said = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}m,mode=0700", "tmpfs", str(place)]
        mounted = subprocess.run(said, check=False, capture_output=True).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            with suppress(subprocess.CalledProcessError):
                subprocess.run(["umount", "--lazy", str(place)], check=True, capture_output=True)
