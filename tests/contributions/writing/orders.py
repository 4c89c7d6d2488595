"""Writers whose lines are in the hands of a test, with an authority without a database."""

import json
import subprocess
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from wgcop.paper import from_text
from wgcop.paper.steps import (
    Step,
    check,
    node_of,
    read_step,
    rebase,
    repairs,
    still_missing,
    tree_of,
)

WRITERS = 3

TEXT = """\
# Background

Radio reaches parents whom posters do not. عربي 无线 👍🏽

a) recorded
b) broadcast

| Region | Projects |
|---|---|
| Africa | planned |

> Resolution 179 says so.
"""


class Node:
    """The writers of `orders.js`, for all trials of a run."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def tell(self, **command: Any) -> dict[str, Any]:
        assert self._process.stdin and self._process.stdout
        print(json.dumps(command), file=self._process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


class Authority:
    """As `wgcop.writing.authority`, without a database."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self.texts = [node_of(tree)]
        self.log: list[tuple[Step, str]] = []
        self._ids = (f"new{number:05}" for number in count())

    @property
    def version(self) -> int:
        return len(self.log)

    def take(self, version: int, client: str, sent: list[Any]) -> bool:
        """Whether something is new."""
        over = self.log[version:]
        text = self.texts[-1]
        steps = [read_step(step) for step in sent]
        if any(by == client for _, by in over):
            stored = [(step, by == client) for step, by in over]
            moved = rebase(text, still_missing(self.texts[version], steps, stored))
        else:
            moved = rebase(text, steps, [step for step, _ in over])
        mends = repairs(moved.text, before=text, steps=moved.steps, draw=lambda: next(self._ids))
        for step, by in [(s, client) for s in moved.steps] + [(s, "server") for s in mends]:
            self.texts.append(rebase(self.texts[-1], [step]).text)
            self.log.append((step, by))
        check(self.texts[-1])
        return bool(moved.steps or mends)

    def since(self, version: int) -> dict[str, Any]:
        steps = [{"step": step.to_json(), "client": by} for step, by in self.log[version:]]
        return {"ok": True, "from": version, "steps": steps}

    def opened(self) -> dict[str, Any]:
        return {"ok": True, "version": self.version, "doc": tree_of(self.texts[-1])}


@dataclass
class Line:
    """What is on its way between a writer and the authority."""

    asked: dict[str, Any] | None = None
    coming: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    is_open: bool = False


class Trial:
    def __init__(self, node: Node, seed: int, tree: dict[str, Any] | None = None) -> None:
        tree = tree_of(node_of(tree or from_text(TEXT)))
        self.authority = Authority(tree)
        self.reopened = 0
        self.lines = [Line() for _ in range(WRITERS)]
        self.seen: list[dict[str, Any]] = [{"version": 0, "unsent": 0} for _ in range(WRITERS)]
        self._node = node
        node.tell(what="begin", writers=WRITERS, seed=seed, doc=tree)

    def do(self, writer: int, what: str, which: int) -> None:
        line = self.lines[writer]
        match what:
            case "write":
                self.tell(writer, "write")
            case "serve" if line.asked:
                self._serve(writer, line.asked)
                line.asked = None
            case "hear" if line.coming:
                kind, message = line.coming.pop(which % len(line.coming))
                self.tell(writer, kind, message)
            case "cut" if line.is_open:
                line.is_open, line.asked, line.coming = False, None, []
                self.tell(writer, "cut")
            case "back" if not line.is_open:
                line.is_open = True
                self.tell(writer, "back")

    def _serve(self, writer: int, asked: dict[str, Any]) -> None:
        start = self.authority.version
        if asked["name"] == "document:steps":
            self.authority.take(asked["version"], asked["client"], asked["steps"])
        opens = asked["name"] == "document:open"
        answer = self.authority.opened() if opens else self.authority.since(asked["version"])
        self.lines[writer].coming.append(("answer", answer))
        if self.authority.version > start:
            for number, line in enumerate(self.lines):
                if number != writer and line.is_open:
                    line.coming.append(("hear", self.authority.since(start)))

    def tell(self, writer: int, what: str, message: Any = None) -> None:
        seen = self._node.tell(what=what, writer=writer, message=message)
        self.reopened = max(self.reopened, seen["reopened"])
        if not seen["unsent"]:
            assert seen["doc"] == tree_of(self.authority.texts[seen["version"]])
        self.lines[writer].asked = seen["asks"] or self.lines[writer].asked
        self.seen[writer] = seen

    def finish(self) -> None:
        for _ in range(50):
            for writer, line in enumerate(self.lines):
                self.do(writer, "back", 0)
                self.do(writer, "serve", 0)
                while line.coming:
                    self.do(writer, "hear", 0)
        versions = {seen["version"] for seen in self.seen}
        assert versions == {self.authority.version}
        assert not any(seen["unsent"] for seen in self.seen)
