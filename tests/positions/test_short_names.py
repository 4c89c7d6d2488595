"""Clauses have short names in the head of the grid, and none that another one has too."""

import pytest

from wgcop.positions.short_names import short_names, shortened_headings
from wgcop.resolutions.reading import ReadClause


def read(*clauses):
    return [
        ReadClause(number, f"w.{number}", number, 0, label, citation, "")
        for number, (citation, label) in enumerate(clauses)
    ]


def named(*clauses):
    return list(short_names(read(*clauses)).values())


@pytest.mark.parametrize(
    "citation, label, short",
    [
        ("recalling e)", "e)", "recalling e)"),
        ("instructs the Director of the Bureau 2", "2", "instructs DB 2"),
        ("invites Member States and others 1", "1", "invites MS 1"),
        ("invites Sector Members", "", "invites SM"),
        ("resolves to continue its work 3", "3", "resolves 3"),
        ("invite les États Membres 1", "1", "invite ÉM 1"),
        ("the whole of the resolution", "the whole of the resolution", None),
        (
            "\u8bf7\u7535\u4fe1\u53d1\u5c55\u5c40\u4e3b\u4efb\u4e0e\u5176\u4ed6\u5c40\u4e3b\u4efb\u534f\u4f5c 2",
            "2",
            None,
        ),
    ],
)
def test_a_long_citation_is_shortened_and_its_label_kept(citation, label, short):
    assert named((citation, label)) == [short or citation]


def test_two_clauses_that_would_be_named_alike_keep_their_citations():
    alike = [("invites Member States 1", "1"), ("invites Main Sponsors 1", "1")]
    assert named(*alike, ("invites Member States 2", "2")) == [
        *(citation for citation, _label in alike),
        "invites MS 2",
    ]


def test_what_is_shortened_is_explained_once_and_nothing_else():
    assert shortened_headings(
        read(
            ("recalling e)", "e)"),
            ("instructs the Director of the Bureau 1", "1"),
            ("instructs the Director of the Bureau 2", "2"),
            ("invites Sector Members", ""),
        )
    ) == {
        "instructs DB": "instructs the Director of the Bureau",
        "invites SM": "invites Sector Members",
    }
