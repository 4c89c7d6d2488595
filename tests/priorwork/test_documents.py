"""The pages of the corpus: what is shown to whom, and what the secretariat may do."""

import re

import pytest
from sqlalchemy import select

from wgcop.bodies.body import Body
from wgcop.events.models import Entry, Topic
from wgcop.priorwork.models import Document
from wgcop.priorwork.queries import DocumentFilters, listed
from wgcop.search.indexer import drain_all

EVERYBODY = [None, "ruth", "farid", "amina", "elke", "helena", "ines"]
BUT_SECRETARIAT = EVERYBODY[:-1]


def visitor_of(http, world, who):
    return http(world[who] if who else None)


@pytest.fixture
def paper(session, world):
    """`paper("note-on-coordination")` is the document of that file."""

    def named(part):
        return session.scalars(select(Document).where(Document.file_name.contains(part))).one()

    return named


@pytest.fixture
def report(paper):
    return paper("final-report-2014")


def titles(page):
    return re.findall(r'<th scope="row">.*?<a href="(/priorwork/\d+)"', page.text)


def typed(document, **changes):
    facts = {
        "title": document.title,
        "symbol": document.symbol,
        "body": str(document.body_id),
        "kind": document.kind,
        "dated": document.dated,
        "language": document.language,
        "level": document.level,
        "region": document.region or "",
        "subjects": document.subjects,
        "clauses": [str(clause.id) for clause in document.clauses],
        "link": document.link,
        "audience": document.audience,
        "version": str(document.version),
    }
    return facts | changes


def test_members_papers_are_for_those_who_are_signed_in(http, world, paper):
    note = paper("note-on-coordination").url
    for who in EVERYBODY:
        visitor = visitor_of(http, world, who)
        seen = who is not None
        for address in (note, f"{note}/file"):
            answer = visitor.get(address, buffered=True)
            assert answer.status_code == (200 if seen else 404), who
        assert (note in titles(visitor.get("/priorwork/"))) is seen, who
        body = visitor.get("/priorwork/bodies/22-1-1")
        assert (note in titles(body)) is seen, who
        assert f"{5 if seen else 4} documents" in body.text, who


def test_a_guest_learns_nothing_of_members_papers_from_the_counts(http, world):
    page = http().get("/priorwork/").text
    assert "36 documents" in page
    numbers = sorted(int(url.rpartition("/")[2]) for url in titles(http().get("/priorwork/")))
    assert numbers[-1] > 1_000 * len(numbers), "nor from gaps in a series: addresses are drawn"
    assert "38 documents" in http(world.farid).get("/priorwork/").text


def test_the_address_filters_the_list(http, world):
    guest = http()
    for query, number in (
        ("level=national", 3),
        ("level=regional&region=africa", 4),
        ("kind=survey&level=international", 3),
        ("body=3/2&language=zh", 1),
        ("language=ar", 1),
        ("level=lunar", 36),
        ("body=9/9", 0),
        ("page=99", 0),
    ):
        page = guest.get(f"/priorwork/?{query}")
        assert page.status_code == 200
        assert len(titles(page)) == number, query
        assert ("Show all" in page.text) is (number < 36), query


def test_each_filter_says_how_many_documents_it_would_show(http, world):
    page = http().get("/priorwork/?level=regional").text
    assert re.search(r'<option value="africa">Africa \(4\)', page)
    assert re.search(r'<option value="national">National \(3\)', page)


def test_an_empty_corpus_says_what_to_do_next(http):
    page = http().get("/priorwork/").text
    assert "The corpus is empty" in page
    assert "/initiatives/" in page


def test_the_pages_cost_the_same_however_much_there_is(http, world, statements, report):
    for address, most in (("/priorwork/", 5), ("/priorwork/bodies/22-1-1", 8), (report.url, 6)):
        with statements() as sent:
            http().get(address)
        assert len(sent) <= most, sent


def test_the_list_is_read_in_the_order_of_its_index(app, session, world, statements):
    with statements() as sent, app.test_request_context():
        listed(DocumentFilters(), frozenset({"public", "members"}), page=2)
    [query] = [statement for statement in sent if "FROM document" in statement]
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        values = ("public", "members", 50, 50)
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all()
        steps = [row.detail for row in plan]
        assert any("ix_document_newest" in step for step in steps), steps
        assert not any("ORDER BY" in step for step in steps), steps


def test_a_document_opens_at_its_pages_and_headings(http, world, report):
    page = http().get(report.url).text
    for fragment in ("p-1", "p-2", "s-2-2", "p-4"):
        assert f'id="{fragment}"' in page
    assert '<a href="#s-2-2"><bdi>2.2 Lists of what exists</bdi></a>' in page
    assert page.count("Securing networks: best practices for a culture") == 2
    assert "instructs the Director" in page


def test_a_text_has_the_direction_of_its_language(http, world, paper):
    for part, language, direction in (
        ("itar-qanuni", "ar", "rtl"),
        ("kurs-dlya", "ru", "ltr"),
        ("zhongxiaoxue", "zh", "ltr"),
    ):
        page = http().get(paper(part).url).text
        assert f'lang="{language}" dir="{direction}"' in page


def test_the_file_can_only_be_downloaded(http, world, report):
    answer = http().get(f"{report.url}/file", buffered=True)
    assert answer.data.startswith(b"Securing networks")
    assert answer.headers["Content-Disposition"] == "attachment; filename=final-report-2014.txt"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_nobody_but_the_secretariat_changes_the_corpus(http, world, report):
    url, facts = report.url, typed(report, title="Mine")
    for who in BUT_SECRETARIAT:
        visitor = visitor_of(http, world, who)
        statuses = [
            visitor.get(f"{url}/edit"),
            visitor.post(url, data=facts),
            visitor.post(f"{url}/withdrawal"),
            visitor.post(f"{url}/return"),
            visitor.get("/priorwork/bodies/new"),
            visitor.post("/priorwork/bodies", data={"code": "1/9", "kind": "question"}),
            visitor.get("/priorwork/bodies/22-1-1/edit"),
            visitor.post("/priorwork/bodies/22-1-1", data={"code": "1/9"}),
        ]
        assert {answer.status_code for answer in statuses} == {403 if who else 303}, who
        page = visitor.get(url).text
        assert "Withdraw" not in page
        assert "Mine" not in page


def test_the_secretariat_corrects_the_facts(http, world, session, report):
    visitor = http(world.ines)
    form = visitor.get(f"{report.url}/edit").text
    assert re.search(r'<option selected value="\d+">Question 22-1/1', form)
    assert re.search(r'checked[^>]*value="procedural"', form)
    new = typed(report, title="Securing networks", subjects=["legal"], audience="members")
    assert visitor.post(report.url, data=new).location == report.url
    session.expire_all()
    assert (report.title, report.subjects, report.audience) == (
        "Securing networks",
        ["legal"],
        "members",
    )
    assert http().get(report.url).status_code == 404
    assert session.scalar(select(Topic.audience).where(Topic.name == report.topic)) == "members"


def test_a_form_with_mistakes_comes_back_filled_in(http, world, report):
    mistakes = {"title": " ", "dated": "soon", "link": "javascript:alert(1)", "level": "lunar"}
    answer = http(world.ines).post(report.url, data=typed(report, symbol="KEPT-1", **mistakes))
    assert answer.status_code == 422
    for message in (
        "Enter the title.",
        "Write a year",
        "A link must begin with https://.",
        "Not a valid choice",
        "KEPT-1",
    ):
        assert message in answer.text


def test_the_slower_of_two_editors_sees_both_versions_and_can_save_again(http, world, report):
    visitor, facts = http(world.ines), typed(report)
    visitor.post(report.url, data={**facts, "title": "First"})
    late = visitor.post(report.url, data={**facts, "title": "Second"})
    assert late.status_code == 409
    assert "First" in late.text
    assert "Second" in late.text
    [version] = re.findall(r'name="version" value="(\d+)"', late.text)
    again = visitor.post(report.url, data=typed(report, title="Second", version=version))
    assert again.status_code == 303


def test_a_withdrawn_document_is_hidden_from_others_and_can_be_brought_back(
    http, world, session, report
):
    def is_found():
        drain_all()
        hits = http().get('/api/v1/search?q="four times as many first contacts"').get_json()["hits"]
        return report.url in [hit["url"].partition("#")[0] for hit in hits]

    visitor = http(world.ines)
    assert is_found()
    assert visitor.post(f"{report.url}/withdrawal").status_code == 303
    assert not is_found()
    for who in BUT_SECRETARIAT:
        assert visitor_of(http, world, who).get(report.url).status_code == 404
    assert "Restore it" in visitor.get(report.url).text
    assert visitor.post(f"{report.url}/withdrawal").status_code == 409
    assert visitor.post(f"{report.url}/return").status_code == 303
    assert http().get(report.url).status_code == 200
    assert is_found()
    session.expire_all()
    kinds = session.scalars(
        select(Entry.kind).join(Topic).where(Topic.name == report.topic).order_by(Entry.seq)
    ).all()
    assert kinds == ["document.added", "document.withdrawn", "document.brought-back"]


def test_everybody_with_the_page_open_hears_that_it_changed(http, world, listen, report):
    hear = listen(None, report.topic)
    http(world.ines).post(report.url, data=typed(report, dated="2014-05"))
    [heard] = hear()
    assert heard["kind"] == "document.edited"
    assert "May 2014" in heard["html"]


@pytest.mark.parametrize("narrowed", ["for members", "withdrawn"])
def test_a_page_that_may_no_longer_show_it_hears_nothing_more(
    http, world, listen, report, narrowed
):
    """A guest's page that stays open, from the very change on."""
    guest, jonas, ines = (
        listen(None, report.topic),
        listen(world.jonas, report.topic),
        http(world.ines),
    )
    if narrowed == "withdrawn":
        ines.post(f"{report.url}/withdrawal")
    else:
        ines.post(report.url, data=typed(report, symbol="SECRET-1", audience="members"))
    assert not guest.is_connected
    assert "entry" not in {event["name"] for event in guest._socket.queue}
    assert listen(None, report.topic).answer["ok"] is False
    assert http().get(f"/live/{report.topic}").status_code == 404
    assert not jonas.is_connected, "The page connects again, and asks."
    assert listen(world.jonas, report.topic).answer["ok"]
    if narrowed == "withdrawn":
        assert listen(world.amina, report.topic).answer["ok"] is False
        ines.post(f"{report.url}/return")
    assert listen(world.amina, report.topic).answer["ok"]


def test_the_page_of_a_body_shows_its_lineage(http, world):
    page = http().get("/priorwork/bodies/22-1-1").text
    line = re.findall(r"<bdi>(Question [^<]+)</bdi>", page)
    assert line.index("Question 22/1") < line.index("Question 3/2")
    assert "22-2/1" in page
    assert http().get("/priorwork/bodies/nothing").status_code == 404


def test_the_number_in_the_resolution_leads_to_the_body(http, world):
    assert http().get("/priorwork/bodies/22-2-1").location == "/priorwork/bodies/22-1-1"


def test_a_body_is_entered_and_edited(http, world, session):
    visitor = http(world.ines)
    new = {
        "code": "4/2",
        "kind": "question",
        "name": "After that",
        "aliases": "Q4; 4-2",
        "after": ["3/2"],
        "period": "2026–",
        "level": "international",
        "region": "",
        "link": "",
    }
    assert visitor.post("/priorwork/bodies", data=new).location == "/priorwork/bodies/4-2"
    assert visitor.post("/priorwork/bodies", data=new).status_code == 409
    form = visitor.get("/priorwork/bodies/4-2/edit").text
    assert re.search(r'checked[^>]*value="3/2"', form)
    [version] = re.findall(r'name="version" value="(\d+)"', form)
    changed = new | {"name": "After all that", "version": version}
    assert visitor.post("/priorwork/bodies/4-2", data=changed).status_code == 303
    assert visitor.post("/priorwork/bodies/4-2", data=changed).status_code == 409
    session.expire_all()
    body = session.scalars(select(Body).where(Body.code == "4/2")).one()
    assert body.name == "After all that"
    assert body.family[0] == "22/1"


def test_the_number_in_the_resolution_finds_the_whole_lineage(http, world, session):
    answer = http().get("/api/v1/search?q=22-2/1&kind=document&size=50").get_json()
    urls = {hit["url"].partition("#")[0] for hit in answer["hits"]}
    bodies = set(
        session.scalars(
            select(Body.code).join(Document).where(Document.id.in_([int(u[11:]) for u in urls]))
        )
    )
    assert {"22/1", "22-1/1", "3/2"} <= bodies
