"""What the registry covers: counts that equal its table, gaps and overlaps, the time line, and files of each picture."""

import csv
import io
import re
from datetime import date
from html import unescape

import pytest
from lxml import etree
from lxml.html import fromstring

from wgcop import clock
from wgcop.bodies.levels import Level, Region
from wgcop.bodies.slugs import slug_for
from wgcop.database import db
from wgcop.drawing import DrawingFailed
from wgcop.errors import Busy
from wgcop.initiatives.coverage import gaps, lines, matrices, places
from wgcop.initiatives.coverage.counts import NOT_STATED, coverage_counts, time_range, timed_entries
from wgcop.initiatives.coverage.page import Choices, CoveragePage, CoveragePicture
from wgcop.initiatives.filters import WORLDWIDE, RegistryFilters, filters_of
from wgcop.initiatives.kinds import Dimension, EntryState, InitiativeKind, Measure, TargetGroup
from wgcop.initiatives.models import Initiative
from wgcop.initiatives.queries import registry_counts
from wgcop.resolutions.queries import operative_clauses

AFRICA, CIS, EUROPE = Region.AFRICA, Region.CIS, Region.EUROPE
CHILDREN, INDUSTRY = TargetGroup.CHILDREN, TargetGroup.INDUSTRY
AWARENESS, LEGAL = Measure.AWARENESS, Measure.LEGAL


def entry(name, *, regions=(), countries=(), groups=(), measures=(), level=Level.NATIONAL, **more):
    initiative = Initiative(
        slug=name.lower().replace(" ", "-"),
        name=name,
        kind=InitiativeKind.CAMPAIGN,
        level=level,
        scope="Something for children.",
        **{"state": EntryState.ACCEPTED, **more},
    )
    initiative.cover(Dimension.REGION, regions)
    initiative.cover(Dimension.COUNTRY, countries)
    initiative.cover(Dimension.TARGET_GROUP, groups)
    initiative.cover(Dimension.MEASURE, measures)
    db.session.add(initiative)
    return initiative


@pytest.fixture
def registry(app):
    """Three campaigns for children in Kenya and one of them in Europe too, something worldwide, and what nobody accepted."""
    with app.app_context():
        for number in (1, 2, 3):
            entry(
                f"Campaign {number}",
                regions=[AFRICA, EUROPE] if number == 3 else [AFRICA],
                countries=["KE"],
                groups=[CHILDREN],
                measures=[AWARENESS],
                lead="Ministry",
                started=f"20{number:02}-05",
                ended="2010" if number == 1 else "",
            )
        entry(
            "Codes",
            regions=[EUROPE],
            groups=[INDUSTRY],
            measures=[LEGAL],
            level=Level.REGIONAL,
            started="2012",
        )
        entry("Everywhere", groups=[CHILDREN, INDUSTRY], level=Level.INTERNATIONAL, lead="ITU")
        entry(
            "Proposed",
            regions=[CIS],
            countries=["AM"],
            groups=[CHILDREN],
            state=EntryState.PROPOSED,
        )
        entry("Declined", regions=[CIS], groups=[CHILDREN], state=EntryState.DECLINED)
        db.session.commit()
    return app


@pytest.fixture
def counted(registry):
    with registry.test_request_context():
        yield lambda **filters: coverage_counts(RegistryFilters(**filters), many=3)


def test_entries_count_in_each_region_they_cover_and_worldwide_where_they_name_none(counted):
    counts = counted()
    assert counts.matching == 5
    assert counts.by_region == {AFRICA: 3, EUROPE: 2, WORLDWIDE: 1}
    assert counts.by_country == {"KE": 3}
    assert counts.by_target_group == {
        (AFRICA, CHILDREN): 3,
        (EUROPE, CHILDREN): 1,
        (EUROPE, INDUSTRY): 1,
        (WORLDWIDE, CHILDREN): 1,
        (WORLDWIDE, INDUSTRY): 1,
    }
    assert counts.by_measure[WORLDWIDE, NOT_STATED] == 1


def test_what_is_not_accepted_is_not_counted(counted):
    counts = counted()
    assert CIS not in counts.by_region and "AM" not in counts.by_country


def test_filters_narrow_all_counts(counted):
    assert counted(level=Level.REGIONAL).by_region == {EUROPE: 1}
    assert counted(target_group=INDUSTRY).by_region == {EUROPE: 1, WORLDWIDE: 1}
    assert counted(since=2011, until=2011).by_region == {AFRICA: 2, EUROPE: 1}
    assert counted(since=2011).matching == 3
    assert counted(until=2002).matching == 2


def test_a_gap_is_said_in_words(counted):
    matrix = matrices.by_target_group(counted(), RegistryFilters())
    missing = {each.row: each.columns for each in gaps.gaps_in(matrix)}
    assert (
        missing["CIS"]
        == "Children, Parents and educators, Industry, Policy-makers, Law enforcement"
    )
    assert missing["Africa"].startswith("Parents and educators, Industry")
    assert matrix.cells[CIS, CHILDREN].words == "CIS, Children: 0 entries, a gap"


def test_many_alike_in_one_place_are_an_overlap(counted):
    counts = counted()
    found = gaps.crowds(counts, RegistryFilters())
    assert [(each.place, each.target_group, each.measure, each.count) for each in found.shown] == [
        ("Kenya", "Children", "Awareness", 3),
        ("Africa", "Children", "Awareness", 3),
    ]
    assert filters_of(dict_of(found.shown[0].href)) == RegistryFilters(
        country="KE", target_group=CHILDREN, measure=AWARENESS
    )
    matrix = matrices.by_measure(counts, RegistryFilters())
    assert matrix.cells[AFRICA, AWARENESS].sign == "overlap"
    assert matrix.cells[EUROPE, AWARENESS].sign == ""


def test_two_alike_are_an_overlap_if_the_reader_says_so(registry):
    with registry.test_request_context():
        assert not coverage_counts(RegistryFilters(), many=5).crowded


def test_a_choice_leaves_its_own_column(counted):
    filters = RegistryFilters(target_group=CHILDREN)
    matrix = matrices.by_target_group(counted(target_group=CHILDREN), filters)
    assert [column.key for column in matrix.columns] == [CHILDREN]


def test_the_map_names_each_country_that_has_entries(counted):
    counts = counted()
    regions = {each.region.code: each for each in places.regions(counts, RegistryFilters())}
    assert [place.words for place in regions[AFRICA].countries] == ["Kenya: 3 entries"]
    assert regions[AFRICA].of_countries == 44 and regions[CIS].region.href == ""
    chart = places.chart(counts, RegistryFilters(), "en")
    assert chart.marks["KE"].href == "/initiatives/?country=KE"
    assert chart.marks["FR"].href == "" and chart.marks["FR"].words == "France: 0 entries"


def test_the_time_line_says_who_did_what_when(registry):
    with registry.test_request_context():
        found = time_range(RegistryFilters())
        assert (found.dated, found.undated, found.first_year) == (4, 1, 2001)
        timed = timed_entries(RegistryFilters(), by_lead=False)
        assert [(lines.place_name(each), each.title, lines.when(each)) for each in timed] == [
            ("Africa", "Campaign 1", "May 2001 to 2010"),
            ("Africa", "Campaign 2", "since May 2002"),
            ("Europe", "Codes", "since 2012"),
            ("Several regions", "Campaign 3", "since May 2003"),
        ]
        by_lead = timed_entries(RegistryFilters(), by_lead=True)
        assert [lines.group_name(each, by_lead=True) for each in by_lead] == ["Ministry"] * 3 + [
            "No lead stated"
        ]
        page = timed_entries(RegistryFilters(), by_lead=False, limit=2, offset=2)
        assert [each.title for each in page] == ["Codes", "Campaign 3"]


def test_the_years_drawn_are_those_chosen_or_all_until_today(registry):
    with registry.test_request_context():
        found, today = time_range(RegistryFilters()), date(2026, 11, 27)
        assert lines.years_shown(RegistryFilters(), found, today=today) == (2001, 2026)
        chosen = RegistryFilters(since=2005, until=2010)
        assert lines.years_shown(chosen, found, today=today) == (2005, 2010)


def dict_of(address):
    return dict(pair.split("=") for pair in address.partition("?")[2].split("&"))


# The page


def shown(http, address="/initiatives/coverage"):
    answer = http().get(address)
    assert answer.status_code == 200
    return fromstring(answer.text)


def test_each_count_of_the_demo_is_what_the_table_shows(world, http, app):
    page = shown(http)
    links = {
        unescape(link.get("aria-label")): link.get("href")
        for link in page.iter("a")
        if link.get("href", "").startswith("/initiatives/?") and link.get("aria-label")
    }
    assert len(links) > 60
    with app.app_context():
        for words, href in links.items():
            count = int(re.search(r"(\d+) entr", words)[1])
            assert registry_counts(filters_of(dict_of(href))).matching == count, words
    first, address = next(iter(links.items()))
    caption = fromstring(http().get(address).text).find(".//caption").text_content()
    assert caption.startswith(re.search(r"(\d+) entr", first)[1])


def test_pictures_and_tables_have_the_same_numbers(registry, http):
    page = shown(http)
    picture = page.xpath("//figure[contains(@class, 'picture--target-groups')]//*[name()='svg']")[0]
    drawn = sorted(
        int(text.text_content()) for text in picture.iter("text") if text.text_content().isdigit()
    )
    table = page.xpath("//section[@id='target-groups']//table")[0]
    cells = [
        cell.text_content().split()[0] for cell in table.xpath(".//tbody//td[position() <= 5]")
    ]
    assert drawn == sorted(map(int, cells))
    assert table.xpath(".//caption") and table.xpath(".//thead//th[@scope='col']")
    assert len(table.xpath(".//tbody//th[@scope='row']")) == 7


def test_pictures_obey_the_content_policy(registry, http):
    page = shown(http)
    assert len(page.xpath("//figure//*[name()='svg']")) == 4
    assert not page.xpath(
        "//figure//*[@style or @onclick] | //figure//*[name()='style' or name()='script']"
    )
    ids = [each.get("id") for each in page.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))


def test_links_of_a_picture_are_for_pointers_and_those_of_its_table_for_everybody(registry, http):
    page = shown(http)
    in_pictures = {link.get("href"): link for link in page.xpath("//figure//*[name()='svg']//a")}
    in_tables = {link.get("href") for link in page.xpath("//table//a")}
    assert in_pictures and in_pictures.keys() <= in_tables
    assert all(link.get("tabindex") == "-1" for link in in_pictures.values())


def test_clauses_that_no_entry_serves_are_named(world, http, app):
    with app.app_context():
        wordings = operative_clauses()
        served = wordings[0]
        entry("Serving", level=Level.REGIONAL).clauses = [served.clause]
        wid, citations = served.clause.wid, [each.citation for each in wordings]
        db.session.commit()
    page = shown(http)
    row = page.xpath("//section[@id='clauses']//tbody/tr")[0]
    assert f"/initiatives/?level=regional&clause={wid}" in [
        each.get("href") for each in row.iter("a")
    ]
    missing = page.xpath("//section[@id='clauses']//section//li")
    assert 0 < len(missing) < len(citations)


def test_a_registry_without_entries_says_so(app, http):
    assert "The registry is empty" in shown(http).text_content()


def test_choices_that_nothing_matches_say_so(registry, http):
    page = shown(http, "/initiatives/coverage?level=national&measure=legal")
    assert "No entry matches these choices" in page.text_content()


def test_unknown_choices_are_ignored(registry, http):
    odd = "/initiatives/coverage?level=x&since=abc&until=99999&many=4&by=x&page=-3"
    assert "5 entries" in shown(http, odd).text_content()


def test_where_nothing_can_be_drawn_the_tables_stay(registry, http, monkeypatch):
    def broken(_charts):
        raise DrawingFailed("no library")

    monkeypatch.setattr("wgcop.drawing.draw", broken)
    page = shown(http)
    assert "could not be drawn" in page.text_content()
    assert page.xpath("//section[@id='target-groups']//table")


@pytest.mark.databases
def test_who_waits_for_pictures_keeps_no_connection_to_the_database(registry, http, monkeypatch):
    held = []

    def busy(_charts):
        held.append(db.session.in_transaction())
        raise Busy("Other pictures are being drawn.")

    monkeypatch.setattr("wgcop.drawing.draw", busy)
    assert "could not be drawn" in shown(http).text_content()
    assert http().get("/initiatives/coverage/map.svg").status_code == 503
    assert held == [False, False]


def test_the_page_sends_a_handful_of_statements_however_many_entries_there_are(
    registry, http, statements
):
    visitor = http()
    visitor.get("/initiatives/coverage")
    with statements() as few:
        visitor.get("/initiatives/coverage")
    with registry.app_context():
        for number in range(60):
            entry(
                f"More {number}",
                regions=[CIS],
                countries=["AM"],
                groups=[CHILDREN],
                measures=[LEGAL],
                started="2011",
            )
        db.session.commit()
    with statements() as many:
        visitor.get("/initiatives/coverage")
    assert len(many) == len(few) <= 12


# Files


@pytest.mark.parametrize("picture", list(CoveragePicture))
def test_each_picture_is_a_file_that_is_complete_in_itself(world, http, picture):
    answer = http().get(f"/initiatives/coverage/{picture}.svg?level=national")
    assert answer.status_code == 200 and answer.mimetype == "image/svg+xml"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{picture}.svg"'
    root = etree.fromstring(answer.data)
    words = " ".join(text for text in root.itertext())
    assert (
        f"{clock.now():%Y}" in words and "Registry of initiatives" in words and "National" in words
    )
    assert b"href" not in answer.data and b"var(" not in answer.data
    assert ("imply no opinion" in words) == (picture == CoveragePicture.MAP)


def test_the_numbers_of_the_map_are_a_table(registry, http):
    rows = list(csv.reader(io.StringIO(http().get("/initiatives/coverage/map.csv").text)))
    assert rows[0] == ["Code", "Name", "Region", "Entries"]
    assert ["africa", "Africa", "", "3"] in rows and ["KE", "Kenya", "Africa", "3"] in rows
    assert ["FR", "France", "Europe", "0"] in rows
    assert len(rows) == 1 + 7 + 195


def test_the_numbers_of_a_matrix_are_a_table(registry, http):
    answer = http().get("/initiatives/coverage/measures.csv?level=national")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0][0] == "Region" and rows[0][-1] == "All entries"
    assert rows[1] == ["Africa", "0", "0", "0", "0", "0", "3", "3"]


def test_names_in_a_file_are_safe_to_open_in_a_spreadsheet(registry, http):
    with registry.app_context():
        entry("=1+1", started="2001")
        db.session.commit()
    assert "'=1+1" in http().get("/initiatives/coverage/time-line.csv").text


def test_the_time_line_as_a_file_has_all_entries(registry, http):
    with registry.app_context():
        for number in range(lines.PAGE + 5):
            entry(f"More {number}", started="2011")
        db.session.commit()
    rows = list(csv.reader(io.StringIO(http().get("/initiatives/coverage/time-line.csv").text)))
    assert len(rows) == 1 + 4 + lines.PAGE + 5
    page = shown(http, "/initiatives/coverage?page=2")
    assert len(page.xpath("//section[@id='time-line']//tbody/tr")) == 9


def test_there_is_no_other_file(registry, http):
    for name in ("nothing.svg", "nothing.csv", "clauses.svg"):
        assert http().get(f"/initiatives/coverage/{name}").status_code == 404


def test_addresses_keep_the_choices(registry):
    with registry.test_request_context():
        choices = Choices.of(filters_of({"level": "national"}), {"many": "5", "by": "lead"})
        assert choices.address() == "/initiatives/coverage?level=national&many=5&by=lead"
        assert choices.address("map.svg", many=3, by_lead=False) == (
            "/initiatives/coverage/map.svg?level=national"
        )
        page = CoveragePage(choices, today=date(2026, 11, 27), language="ar")
        charts = page.charts([CoveragePicture.MEASURES])
    columns = charts[CoveragePicture.MEASURES].spec["encoding"]["x"]["sort"]
    assert "Awareness" in columns[0], "in Arabic the first column is on the right"


def test_no_entry_takes_the_address_of_the_page(app):

    assert slug_for("Coverage", ()) == "coverage-2"
