"""The files of a rolling text: accepting the changes of one source gives its text, rejecting all the base."""

import io
import zipfile

import pytest
from lxml import etree

from tests.rolling_files.accepting import authors_in, lines_left, names
from tests.rolling_files.made import (
    SOURCES,
    START,
    Negotiation,
    edition,
    lines_of,
    random_negotiation,
)
from wgcop.proposals.symbols import Amendment
from wgcop.rolling_files.akoma_ntoso import NAMESPACE, as_akoma_ntoso
from wgcop.rolling_files.docx import as_docx
from wgcop.rolling_files.filed import filed

BASE = "to continue the study of child online protection within its mandate;"
AKN = f"{{{NAMESPACE}}}"
SEEDS = [*range(8), *(pytest.param(seed, marks=pytest.mark.rest) for seed in range(8, 30))]


@pytest.fixture(autouse=True)
def within(app):
    with app.test_request_context():
        yield


def negotiation():
    made = Negotiation(BASE, "to report;")
    made.propose("Kenya", 0, BASE.replace("continue", "intensify"))
    made.propose("Brazil", 0, BASE.replace("continue", "extend"))
    made.propose("Japan", 1, symbol="SUP")
    made.propose("Brazil", 1, "to train judges;", symbol="ADD")
    return made


def everybody(_author):
    return True


def nobody(_author):
    return False


def test_in_word_each_change_has_its_sources_as_author():
    data = as_docx(edition(), filed(negotiation().rolling()), at=START)
    assert authors_in(data) == {"Kenya", "Brazil", "Kenya, Brazil", "Japan"}
    assert lines_left(data, nobody) == ["resolves", f"1\t{BASE}", "2\tto report;"]
    assert lines_left(data, names("Kenya")) == [
        "resolves",
        f"1\t{BASE.replace('continue', 'intensify')}",
        "2\tto report;",
    ]
    assert lines_left(data, names("Brazil")) == [
        "resolves",
        f"1\t{BASE.replace('continue', 'extend')}",
        "2\tto report;",
        "to train judges;",
    ]
    assert lines_left(data, names("Japan")) == ["resolves", f"1\t{BASE}"]


@pytest.mark.parametrize("seed", SEEDS)
def test_in_word_any_source_is_accepted_exactly_and_all_are_rejected_exactly(seed):
    text = filed(random_negotiation(seed).rolling())
    data = as_docx(edition(), text, at=START)
    assert lines_left(data, nobody) == [line for line in lines_of(text, None) if line.strip()]
    for author in text.authors:
        assert lines_left(data, names(author)) == lines_of(text, author), author


@pytest.mark.parametrize("seed", SEEDS)
def test_the_word_file_of_one_source_is_accepted_as_a_whole(seed):
    made = random_negotiation(seed)
    of_all = filed(made.rolling())
    for name in SOURCES:
        text = filed(made.rolling(), delegation_id=made.delegations[name].id, source=name)
        data = as_docx(edition(), text, at=START)
        assert authors_in(data) <= {name}
        assert lines_left(data, everybody) == lines_of(of_all, name)
        assert lines_left(data, nobody) == lines_of(of_all, None)


def test_the_list_has_what_is_not_part_of_the_text():
    made = negotiation()
    made.now[0] = "to stop;"
    text = filed(made.rolling())
    data = as_docx(edition(), text, at=START)
    xml = document_of(data)
    assert "written on an earlier wording" in xml
    assert "to intensify the study" in xml


def document_of(data):
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


# Akoma Ntoso


@pytest.fixture(scope="module")
def schema(shared):
    return etree.XMLSchema(etree.parse(shared / "data/akn/akomantoso30.xsd"))


def said_in(element):
    """The words of a clause, a line for each paragraph."""
    return "\n".join("".join(p.itertext()) for p in element.iter(f"{AKN}p"))


def clauses_in(root):
    statement = next(root.iter(f"{AKN}statement"))
    found = [each for tag in ("recital", "paragraph") for each in statement.iter(f"{AKN}{tag}")]
    return {each.get("eId"): said_in(each) for each in found}


def amended(root, amendment):
    """The words of each clause with all modifications of an amendment made, and the new ones."""
    clauses, new = clauses_in(root), []
    by_id = {each.get("eId"): each for each in root.iter() if each.get("eId")}
    for change in amendment.iter(f"{AKN}textualMod"):
        destination = change.find(f"{AKN}destination")
        clause = destination.get("href").rpartition("~")[2]
        source = by_id[change.find(f"{AKN}source").get("href").removeprefix("#")]
        assert source.tag == f"{AKN}mod"
        quoted = change.find(f"{AKN}new")
        words = said_in(by_id[quoted.get("href").removeprefix("#")]) if quoted is not None else ""
        match change.get("type"):
            case "insertion":
                assert destination.get("pos") == "after"
                new.append((clause, words))
            case "repeal":
                assert clauses[clause]
                clauses[clause] = ""
            case "substitution":
                assert clauses[clause]
                clauses[clause] = words
    return clauses, new


@pytest.mark.shared
@pytest.mark.parametrize("seed", range(25))
def test_akoma_ntoso_is_valid_and_its_modifications_make_the_text_of_each_source(seed, schema):
    made = random_negotiation(seed, several=False)
    text = filed(made.rolling())
    data = as_akoma_ntoso(edition(), text, at=START)
    root = etree.fromstring(data)
    schema.assertValid(root)
    base = {each.clause.anchor: each.text.base for each in text.clauses}
    assert clauses_in(root) == base
    amendments = list(root.iter(f"{AKN}amendment"))
    shown = [each.find(f".//{AKN}TLCOrganization[2]").get("showAs") for each in amendments]
    for amendment, source in zip(amendments, shown, strict=True):
        clauses, new = amended(root, amendment)
        assert clauses == {each.clause.anchor: each.text.words_of(source) for each in text.clauses}
        assert new == [
            (each.clause.anchor, added.words)
            for each in text.clauses
            for added in each.text.added
            if source in added.authors
        ]
    assert set(shown) == {each.delegation.name for each in made.proposals}


@pytest.mark.shared
def test_what_no_clause_changes_is_said_and_reasons_go_along(schema):
    made = Negotiation(BASE)
    made.propose("Kenya", 0, symbol=Amendment.NOC)
    root = etree.fromstring(as_akoma_ntoso(edition(), filed(made.rolling()), at=START))
    schema.assertValid(root)
    said = "".join(next(root.iter(f"{AKN}amendment")).itertext())
    assert "Keep resolves 1 as it is." in said
    assert "We agreed this at home." in said
    assert not list(root.iter(f"{AKN}mod"))


@pytest.mark.shared
def test_a_text_without_proposals_is_valid_too(schema):
    root = etree.fromstring(as_akoma_ntoso(edition(), filed(Negotiation(BASE).rolling()), at=START))
    schema.assertValid(root)
    assert not list(root.iter(f"{AKN}amendment"))


@pytest.mark.shared
def test_what_is_not_part_of_the_text_stands_at_the_end_of_the_collection(schema):
    made = negotiation()
    made.now[0] = "to stop;"
    root = etree.fromstring(as_akoma_ntoso(edition(), filed(made.rolling()), at=START))
    schema.assertValid(root)
    said = said_in(next(root.iter(f"{AKN}doc")))
    assert "MOD resolves 1 (Kenya), written on an earlier wording: to intensify the study" in said
    assert "(Brazil)" in said and "(Japan)" not in said
