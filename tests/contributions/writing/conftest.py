"""A draft of three people, a workspace that serves it, and who writes in it."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests import servers
from tests.conftest import SETTINGS
from tests.contributions.writing.clients import Writers, bundled
from tests.contributions.writing.orders import TEXT, Node
from wgcop.accounts.models import Person


@pytest.fixture(scope="session")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundled(tmp_path_factory.mktemp("writers"))


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """The writers of `orders.js`."""
    script = bundled(tmp_path_factory.mktemp("orders"), "orders.js")
    with subprocess.Popen(
        ["node", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Node(process)
        process.kill()


@pytest.fixture
def processes() -> int:
    return 1


@pytest.fixture
def arguments(processes: int) -> list[str]:
    return [] if processes == 1 else ["--processes", str(processes)]


@pytest.fixture
def served(
    app: Flask,
    database: dict[str, Any],
    redis_url: str,
    tmp_path: Path,
    processes: int,
    arguments: list[str],
) -> Iterator[servers.Workspace]:
    shared = {} if processes == 1 else {"REDIS_URL": redis_url}
    with servers.workspace({**SETTINGS, **database, **shared}, tmp_path, *arguments) as served:
        yield served


@dataclass
class Trial:
    """`trial(seed, rounds)` lets three of Kenya's and Egypt's people write, one of them on a slow line."""

    script: Path
    app: Flask
    url: str
    address: str
    people: list[Person]

    def __call__(self, seed: int, rounds: int, **options: Any) -> Writers:
        options.setdefault("delays", {2: 400})
        return Writers(
            self.script,
            self.app,
            [self.url],
            self.address,
            self.people,
            seed=seed,
            rounds=rounds,
            **options,
        )


@pytest.fixture
def trial(world, draft, app, script, served) -> Trial:
    people = [world.amina, world.wanjiru, world.salma]
    address = draft(world.amina, people[1:], text=TEXT)
    return Trial(script, app, served.url, address, people)
