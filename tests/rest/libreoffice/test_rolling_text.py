"""LibreOffice accepts or rejects the changes of rolling texts: what is left is the text of a source or the base."""

import pytest

from tests.databases import IS_LONG
from tests.rest.libreoffice.office import Convert, Way
from tests.rolling_files.accepting import authors_in, lines_left, names
from tests.rolling_files.made import SOURCES, START, edition, lines_of, random_negotiation
from tests.slices import part_of_today
from wgcop.rolling_files.docx import as_docx
from wgcop.rolling_files.filed import FiledText, filed

SEEDS = part_of_today(range(500 if IS_LONG else 100), 5)

REJECTED, ACCEPTED, STORED = "RejectAllTrackedChanges", "AcceptAllTrackedChanges", ""


@pytest.fixture
def texts(app) -> dict[int, tuple[FiledText, dict[str, FiledText]]]:
    """Random texts: with all proposals, and with those of each source that has some."""
    made = {}
    for seed in SEEDS:
        negotiation = random_negotiation(seed)
        alone = {
            name: filed(
                negotiation.rolling(), delegation_id=negotiation.delegations[name].id, source=name
            )
            for name in SOURCES
        }
        made[seed] = (
            filed(negotiation.rolling()),
            {name: each for name, each in alone.items() if each.authors},
        )
    return made


def left(data: bytes) -> list[str]:
    assert not authors_in(data)
    return lines_left(data, lambda _author: True)


def test_all_changes_of_the_file_of_one_source_are_accepted_and_rejected_exactly(
    app, texts, convert: Convert
):
    with app.test_request_context():
        files = {
            (seed, source): as_docx(edition(), text, at=START)
            for seed, (_all, alone) in texts.items()
            for source, text in alone.items()
        }
    assert len(files) >= len(SEEDS)
    wanted = {(key, how): how for key in files for how in (ACCEPTED, REJECTED)}
    came = convert([Way(files[key], ("docx", "docx"), how) for key, how in wanted])
    wrong = []
    for ((seed, source), how), data in zip(wanted, came, strict=True):
        text, _alone = texts[seed]
        if left(data) != lines_of(text, source if how == ACCEPTED else None):
            wrong.append((seed, source, how))
    assert not wrong, wrong


def test_of_the_file_of_all_sources_a_stored_copy_knows_them_and_all_are_rejected_exactly(
    app, texts, convert: Convert
):
    with app.test_request_context():
        files = {seed: as_docx(edition(), text, at=START) for seed, (text, _) in texts.items()}
    wanted = [(seed, how) for seed in files for how in (STORED, REJECTED)]
    came = convert([Way(files[seed], ("docx", "docx"), how) for seed, how in wanted])
    wrong = []
    for (seed, how), data in zip(wanted, came, strict=True):
        text, _alone = texts[seed]
        if how == REJECTED:
            wrong += [(seed, how)] if left(data) != lines_of(text, None) else []
            continue
        assert authors_in(data) == authors_in(files[seed]), seed
        wrong += [
            (seed, author)
            for author in text.authors
            if lines_left(data, names(author)) != lines_of(text, author)
        ]
    assert not wrong, wrong
