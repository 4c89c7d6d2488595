"""The README promises nothing that is not there, and keeps nothing to itself."""

import re

import config
from tests.architecture.reading import ROOT, commands
from wgcop.cli import main

README = (ROOT / "README.md").read_text()


def section(title: str) -> str:
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_it_names_every_setting_and_no_other():
    named = re.findall(r"`([A-Z_]+)`", re.sub(r"\|[^|\n]*\|\n", "|\n", section("Settings")))
    assert sorted(set(named)) == sorted(
        name for name in vars(config) if name.isupper() and name != "ROOT"
    )


def test_it_names_every_command_and_no_other():
    named = set(re.findall(r"`(wgcop(?: [a-z]+)+)", section("Commands")))
    assert named == set(commands(main, "wgcop "))


def test_the_make_commands_that_it_names_are_there():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)`", section("Commands"))) <= targets


def test_it_leads_to_the_list_of_packages():
    assert "(docs/architecture.md)" in section("Where things are")


def test_its_links_lead_somewhere():
    linked = re.findall(r"\]\(([^)#]+)\)", README)
    assert [path for path in linked if not (ROOT / path).exists()] == []


def test_the_files_that_the_pages_of_docs_name_are_there():
    named = [
        (page.name, path)
        for page in (ROOT / "docs").rglob("*.md")
        for path in re.findall(
            r"`((?:wgcop|templates|static|frontend|tests|scripts|bench)/[\w./-]*\w)`",
            page.read_text(),
        )
    ]
    assert len(named) > 20 and [each for each in named if not (ROOT / each[1]).exists()] == []


def test_contributing_leads_to_files_that_are_there():
    table = (ROOT / "CONTRIBUTING.md").read_text().partition("## Where to change what\n")[2]
    paths = re.findall(r"`([\w./]+/[\w./]+|config\.py)`", table.partition("\n## ")[0])
    assert len(paths) > 20 and [path for path in paths if not (ROOT / path).exists()] == []
