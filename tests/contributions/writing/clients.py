"""Writers in Node, who have the editor's own state and exchange but no screen."""

import json
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from flask import Flask
from sqlalchemy import select

from tests import servers
from tests.architecture.reading import ROOT
from tests.conftest import absent
from wgcop import paper
from wgcop.accounts.models import Person
from wgcop.contributions.draft_tables import DraftStep, Writing
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.paper import Node
from wgcop.paper.schema import SCHEMA_HASH
from wgcop.paper.steps import node_of, tree_of

FRONTEND = ROOT / "frontend"
REQUIRE = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);"


def bundled(folder: Path, source: str = "writers.js") -> Path:
    """The writers as one script."""
    esbuild = FRONTEND / "node_modules/.bin/esbuild"
    if shutil.which("node") is None or not esbuild.exists():
        absent("Node with the packages of frontend/package-lock.json")
    script = folder / "writers.mjs"
    subprocess.run(
        [
            esbuild,
            Path(__file__).with_name(source),
            "--bundle",
            "--platform=node",
            "--format=esm",
            "--log-level=error",
            f"--banner:js={REQUIRE}",
            f"--outfile={script}",
        ],
        cwd=FRONTEND,
        env={"NODE_PATH": str(FRONTEND / "node_modules"), "PATH": "/usr/bin:/bin"},
        check=True,
        timeout=60,
    )
    return script


class Writers:
    """Who writes in a draft at the same time; each takes the next of the `urls`.

    Where they write only words, each word is one that was never there before.
    """

    def __init__(
        self,
        script: Path,
        app: Flask,
        urls: list[str],
        address: str,
        people: list[Person],
        *,
        seed: int,
        rounds: int,
        rest: int = 30,
        delays: dict[int, int] | None = None,
        only_words: bool = False,
    ) -> None:
        asked = {
            "urls": urls,
            "document": int(address.rpartition("/")[2]),
            "schemaHash": SCHEMA_HASH,
            "writers": [
                {
                    "cookie": "=".join(servers.sealed_cookie(app, person)),
                    "delay": (delays or {}).get(number, 0),
                }
                for number, person in enumerate(people)
            ],
            "seed": seed,
            "rounds": rounds,
            "rest": rest,
            "onlyWords": only_words,
        }
        self._process = subprocess.Popen(
            ["node", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdin and self._process.stdout
        try:
            print(json.dumps(asked), file=self._process.stdin, flush=True)
            assert self._process.stdout.readline() == "begun\n"
        except BaseException:
            self._end()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._end()

    def finish(self) -> list[dict[str, Any]]:
        """What each has in front of them in the end."""
        assert self._process.stdout
        seen: list[dict[str, Any]] = json.loads(self._process.stdout.readline())
        assert self._process.wait(timeout=30) == 0
        return seen

    def _end(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


def all_have_what_is_stored(app: Flask, address: str, seen: list[dict[str, Any]]) -> int:
    """Everybody ends with the text of the server, which has every step that it acknowledged. Gives the version."""
    text, version, steps = stored(app, address)
    assert [one["version"] for one in seen] == [version] * len(seen)
    assert all(one["settled"] for one in seen)
    for one in seen:
        assert one["doc"] == text
        assert not set(one["turnedDown"]) - {"busy"}, one["turnedDown"]
        for number, step in one["acknowledged"].items():
            assert steps[int(number)] == step
    return version


def stored(app: Flask, address: str) -> tuple[Node, int, dict[int, Any]]:
    """The text of a draft, its version, and its steps by their numbers."""
    with app.app_context():
        revision, version = db.session.execute(
            select(Revision, Writing.version)
            .join(Writing, Writing.revision_id == Revision.id)
            .where(Revision.contribution_id == int(address.rpartition("/")[2]))
        ).one()
        paper.validate(revision.text)
        assert revision.plain == paper.plain(revision.text)
        text = tree_of(node_of(revision.text))
        rows = db.session.execute(
            select(DraftStep.number, DraftStep.step).where(DraftStep.revision_id == revision.id)
        ).all()
        db.session.rollback()
        return text, version, {number: step for number, step in rows}
