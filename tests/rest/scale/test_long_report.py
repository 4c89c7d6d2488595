"""The longest report: one that lists 5,000 entries of the registry is printed, also beside others that use the machine."""

from wgcop.printing import print_page

ENTRY = (
    '<li><p>INI-{0:03} <a href="http://workspace.example/initiatives/{0}">Helplines that answer in school hours {0}</a>'
    " (Network of helplines; National: Kenya; 2009, sourced)</p></li>"
)


def test_a_list_of_5000_entries_is_printed():
    listed = "".join(ENTRY.format(number) for number in range(5_000))
    page = f'<!doctype html><html lang="en"><title>Report</title><h1>Report</h1><ul>{listed}</ul></html>'
    pdf = print_page(page, {})
    assert pdf.startswith(b"%PDF-")
    assert len(pdf) > 500_000
