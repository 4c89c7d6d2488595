"""The longest report: one that lists 5,000 entries of the registry is printed, also beside others that use the machine."""

import pytest

from tests.slices import is_turn
from wgcop.printing import print_page

ENTRY = (
    '<li><p>INI-{0:03} <a href="http://workspace.example/initiatives/{0}">Helplines that answer in school hours {0}</a>'
    " (Network of helplines; National: Kenya; 2009, sourced)</p></li>"
)


@pytest.mark.parametrize("entries", [500, 5_000] if is_turn(3) else [500])
def test_a_list_of_many_entries_is_printed(entries):
    listed = "".join(ENTRY.format(number) for number in range(entries))
    page = f'<!doctype html><html lang="en"><title>Report</title><h1>Report</h1><ul>{listed}</ul></html>'
    pdf = print_page(page, {})
    assert pdf.startswith(b"%PDF-")
    assert len(pdf) > 100 * entries
