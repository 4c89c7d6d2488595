"""The instructions for each alarm, on the page for administrators. Prometheus alerts link to them."""

import re
from dataclasses import dataclass
from functools import cache

import config

SECTION = re.compile(r"\n## What to do when an alarm rings\n(.+?)(?=\n## |\Z)", re.DOTALL)
PARAGRAPH = re.compile(r"^### (\w+)\n\n(.+?)(?=\n### |\Z)", re.DOTALL | re.MULTILINE)
PARTS = re.compile(r"\*(What[^*]+)\.\* (.+?)\s*(?=\n\n|\Z)", re.DOTALL)


@dataclass(frozen=True)
class Runbook:
    """A runbook for one alarm. `parts` explain what it means, what to check, and what to do, in
    Markdown.
    """

    name: str
    parts: dict[str, str]

    @property
    def anchor(self) -> str:
        return self.name.lower()


@cache
def runbooks() -> tuple[Runbook, ...]:
    """Return the runbooks in the order of the page."""
    page = (config.ROOT / "docs" / "administration.md").read_text("utf-8")
    section = SECTION.search(page)
    found = PARAGRAPH.findall(section[1]) if section else []
    return tuple(Runbook(name, dict(PARTS.findall(text))) for name, text in found)
