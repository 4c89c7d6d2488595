"""A page as the scripts keep it up to date, and pages that break one of its rules, which the tests must notice."""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.events.lines import Ear, Line


@dataclass
class Element:
    parent: str | None
    order: int
    html: str


@dataclass
class Page:
    """`live.js` and `open-threads.js` in short: elements by their DOM id in order, and the last number of each topic."""

    line: Line
    clause: str
    shown: dict[str, Element] = field(default_factory=dict)
    seqs: dict[str, int] = field(default_factory=dict)
    ear: Ear | None = None
    asked: dict[str, Any] = field(default_factory=dict)
    is_part: bool = False

    def load(self) -> None:
        """The page as the server writes it; it starts to listen from the numbers it was written with."""
        page = self.line.get(f"{self.clause}/thread")
        self.seqs = {
            topic: int(seq)
            for topic, seq in re.findall(r'data-topic="([^"]+)" data-seq="(\d+)"', page)
        }
        self.shown = elements(page)
        self.asked = {}
        self.is_part = "data-more=" in page

    def connect(self) -> None:
        if self.ear is None:
            self.ear, seqs = self.line.listen(list(self.seqs))
            # As on every connection: joining tells the last number, and a different one is asked after.
            for topic, seq in seqs.items():
                if seq != self.seqs[topic]:
                    self.catch_up(topic)

    def drop(self) -> None:
        if self.ear is not None:
            self.ear.leave()
            self.ear = None

    def lose(self) -> None:
        """Messages on their way to this page never arrive, as when a laptop sleeps; the socket seems alive."""
        if self.ear is not None:
            self.ear.heard()

    def hear(self) -> None:
        for entry in self.ear.heard() if self.ear else []:
            topic = entry["topic"]
            if entry["seq"] <= self.seqs[topic]:
                continue
            if self.missed_some_before(entry):
                self.catch_up(topic)
                continue
            self.seqs[topic] = entry["seq"]
            self.apply(entry)

    def missed_some_before(self, entry: dict[str, Any]) -> bool:
        return bool(entry["seq"] != self.seqs[entry["topic"]] + 1)

    def catch_up(self, topic: str) -> None:
        """If a request is under way already, wait for it and ask once more."""
        if topic in self.asked:
            self.answered(topic)
        self.ask(topic)
        self.answered(topic)

    def ask(self, topic: str) -> None:
        if topic not in self.asked:
            self.asked[topic] = self.line.json(f"/live/{topic}?after={self.seqs[topic]}")

    def answered(self, topic: str) -> None:
        missed = self.asked.pop(topic)
        if missed["reload"]:
            self.drop()
            self.load()
            self.connect()
            return
        if self.is_news(missed):
            for entry in missed["entries"]:
                self.apply(entry)
        self.seqs[topic] = max(self.seqs[topic], missed["seq"])

    def is_news(self, missed: dict[str, Any]) -> bool:
        return bool(missed["seq"] > self.seqs[missed["topic"]])

    def said(self, answer: dict[str, Any]) -> None:
        """The answer to one's own comment puts it in its place, unless it was heard already."""
        if f"comment-{answer['id']}" not in self.shown:
            self.apply({"action": "append", "html": answer["html"]})

    def apply(self, entry: dict[str, Any]) -> None:
        for dom_id, element in elements(entry["html"]).items():
            if dom_id in self.shown:
                self.shown[dom_id] = element
            elif entry["action"] == "append" and (
                element.parent is None or element.parent in self.shown
            ):
                self.put(dom_id, element)

    def put(self, dom_id: str, element: Element) -> None:
        """Before the first neighbour with a higher number, whichever arrives first."""
        after = [i for i, o in self.shown.items() if o.parent == element.parent]
        next_ = next((i for i in after if self.shown[i].order > element.order), None)
        rest = list(self.shown.items())
        at = [i for i, _ in rest].index(next_) if next_ else len(rest)
        self.shown = dict([*rest[:at], (dom_id, element), *rest[at:]])

    def settle(self) -> None:
        """The connection is back, and nothing more happens."""
        for topic in list(self.asked):
            self.answered(topic)
        self.hear()
        self.drop()
        self.connect()
        self.hear()

    def reads(self) -> list[str]:
        """From top to bottom: each comment, then its replies."""
        read = []
        for dom_id, element in self.shown.items():
            if element.parent is None:
                read.append(element.html)
                read += [o.html for o in self.shown.values() if o.parent == dom_id]
        return read


class DeafToGaps(Page):
    """Accepts any number as the next one."""

    def missed_some_before(self, entry: dict[str, Any]) -> bool:
        return False


class InOrderOfArrival(Page):
    """Puts what arrives later below, whatever its number."""

    def put(self, dom_id: str, element: Element) -> None:
        self.shown[dom_id] = element


class BelievesWhatWasOvertaken(Page):
    """Accepts an answer although it has heard of more since it asked."""

    def is_news(self, missed: dict[str, Any]) -> bool:
        return True


class ForgetsItsNumbers(Page):
    """Does not ask for what it missed when it is connected again."""

    def connect(self) -> None:
        if self.ear is None:
            self.ear, seqs = self.line.listen(list(self.seqs))
            self.seqs.update(seqs)


def elements(html: str) -> dict[str, Element]:
    """Each comment with everything it shows, and what the chair has set."""
    found: dict[str, Element] = {}
    chaired = re.findall(r'((<div class="chaired"[^>]*? id="([^"]+)"[^>]*>))', html)
    comments = re.findall(
        r'((<article class="comment[ "][^>]*? id="([^"]+)"[^>]*>).*?</article>)', html, re.DOTALL
    )
    for whole, tag, dom_id in chaired + comments:
        assert dom_id not in found, f"{dom_id} stands twice"
        parent = re.search(r'data-parent="(\w+)"', tag)
        order = re.search(r'data-order="(\d+)"', tag)
        found[dom_id] = Element(
            f"comment-{parent[1]}" if parent else None,
            int(order[1]) if order else 0,
            " ".join(whole.split()),
        )
    return found
