"""LibreOffice accepts or rejects the changes of rolling texts: what is left is the text of a source or the base."""

from collections.abc import Callable, Mapping

import pytest

from tests.databases import IS_LONG
from tests.rest.libreoffice.test_changes import resolve_files
from tests.rolling_files.accepting import authors_in, lines_left, names
from tests.rolling_files.made import SOURCES, START, edition, lines_of, random_negotiation
from wgcop.rolling_files.docx import as_docx
from wgcop.rolling_files.filed import FiledText, filed

__all__ = ["resolve_files"]

NUMBER = 500 if IS_LONG else 100
ResolveFiles = Callable[[str, Mapping[str, bytes]], dict[str, bytes]]


@pytest.fixture
def texts(app) -> dict[str, tuple[FiledText, dict[str, FiledText]]]:
    """Random texts by name: with all proposals, and with those of each source that has some."""
    made = {}
    for seed in range(NUMBER):
        negotiation = random_negotiation(seed)
        alone = {
            name: filed(
                negotiation.rolling(), delegation_id=negotiation.delegations[name].id, source=name
            )
            for name in SOURCES
        }
        made[f"text-{seed}"] = (
            filed(negotiation.rolling()),
            {name: each for name, each in alone.items() if each.authors},
        )
    return made


def left(data: bytes) -> list[str]:
    assert not authors_in(data)
    return lines_left(data, lambda _author: True)


def test_all_changes_of_the_file_of_one_source_are_accepted_and_rejected_exactly(
    app, texts, resolve_files: ResolveFiles
):
    with app.test_request_context():
        files = {
            f"{name}-{source}": as_docx(edition(), text, at=START)
            for name, (_all, alone) in texts.items()
            for source, text in alone.items()
        }
    accepted, rejected = resolve_files("Accept", files), resolve_files("Reject", files)
    assert len(accepted) == len(rejected) == len(files) >= NUMBER
    wrong = [
        (name, source)
        for name, (text, alone) in texts.items()
        for source in alone
        if left(accepted[f"{name}-{source}"]) != lines_of(text, source)
        or left(rejected[f"{name}-{source}"]) != lines_of(text, None)
    ]
    assert not wrong, wrong


def test_all_changes_of_the_file_of_all_sources_are_rejected_exactly(
    app, texts, resolve_files: ResolveFiles
):
    with app.test_request_context():
        files = {name: as_docx(edition(), text, at=START) for name, (text, _alone) in texts.items()}
    rejected = resolve_files("Reject", files)
    wrong = [
        name for name, (text, _) in texts.items() if left(rejected[name]) != lines_of(text, None)
    ]
    assert not wrong, wrong


def test_a_file_that_libreoffice_stored_still_knows_the_sources_of_its_changes(
    app, texts, resolve_files: ResolveFiles
):
    with app.test_request_context():
        files = {name: as_docx(edition(), text, at=START) for name, (text, _alone) in texts.items()}
    stored = resolve_files("", files)  # no such command: the file is opened and stored again
    wrong = []
    for name, (text, _alone) in texts.items():
        assert authors_in(stored[name]) == authors_in(files[name]), name
        wrong += [
            (name, author)
            for author in text.authors
            if lines_left(stored[name], names(author)) != lines_of(text, author)
        ]
    assert not wrong, wrong
