"""Collects all texts that people read into messages.pot, and brings the catalogues up to date: messages.py [LANGUAGE…].

A language that is named and has no catalogue yet gets an empty one.
"""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg

from wgcop.languages import catalogues

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "catalogues"
ALSO = ("_l", "lazy_gettext", "lazy_pgettext:1c,2", "Reason")
"""The names of functions that take messages, beside those that every program has."""


def collected() -> Catalog:
    """Return all texts, each with the files and lines where it stands."""
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    keywords = {**DEFAULT_KEYWORDS, **parse_keywords(ALSO)}
    template = Catalog(
        project="WG-COP",
        charset="utf-8",
        fuzzy=False,
        version="workspace",
        header_comment="# The texts of the workspace.",
    )
    for file, line, message, comments, context in extract_from_dir(
        ROOT, methods, options, keywords
    ):
        template.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return template


def begin(language: str) -> None:
    """Write an empty catalogue."""
    file = FOLDER / language / "LC_MESSAGES" / catalogues.NAME
    if file.exists():
        return
    name = Locale.parse(language).english_name
    empty = Catalog(
        locale=language,
        project="WG-COP",
        charset="utf-8",
        fuzzy=False,
        version="workspace",
        header_comment=f"# The workspace in {name}.",
    )
    file.parent.mkdir(parents=True)
    file.write_bytes(catalogues.written(empty))


def bring_up_to_date(template: Catalog, file: Path) -> str:
    """Add what is new to a catalogue, take out what is gone, and return how much is translated."""
    language = file.parent.parent.name
    catalogue = catalogues.read(file, language)
    catalogue.update(template, update_creation_date=False)
    file.write_bytes(catalogues.written(catalogue))
    messages = list(catalogues.messages_of(catalogue))
    done = sum(1 for each in messages if not any(catalogues.faults_of(each)))
    return f"{language}: {done} of {len(messages)} texts translated"


def main(languages: Iterable[str]) -> None:
    template = collected()
    (ROOT / "messages.pot").write_bytes(catalogues.written(template))
    for language in languages:
        begin(language)
    for file in sorted(FOLDER.glob(catalogues.IN_A_LANGUAGE)):
        step(bring_up_to_date(template, file))


def step(words: str) -> None:
    subprocess.run([Path(__file__).with_name("step"), words], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
