"""People take a discussion away as a file: it says what their page says, and nothing that they may not read."""

import io
import json
import re
import zipfile
from functools import partial
from types import SimpleNamespace

import docx
import pypdfium2
import pytest
from lxml import html as parser
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from tests.redaction.test_redaction import MARK, redact, where
from tests.takeaway.many import add_comments
from wgcop.accounts.actions.people import leave_delegation
from wgcop.database import db
from wgcop.database.retention import end_what_is_over
from wgcop.files import current_store
from wgcop.markup import render
from wgcop.takeaway import gathering, jobs, scopes, writing
from wgcop.takeaway.jobs import make_waiting
from wgcop.takeaway.models import TakenFile
from wgcop.takeaway.volumes import in_volumes
from wgcop.threads.models import Comment, Thread

WID = "wtdc-67.recs_instructs__rec_1"
EDITION = "67-hyderabad-2010"
FORMS = ("docx", "pdf", "xlsx", "json")
SECRET = "Quokka instructions from the capital"


@pytest.fixture
def wid(app):
    """The clause of which most was said, in public and within Kenya."""
    with app.app_context():
        thread = db.session.scalars(
            select(Thread).join(Thread.comments).where(Comment.audience.startswith("delegation:"))
        ).first()
        return thread.clause.wid


@pytest.fixture
def say(world, http, wid):
    def post(who, body, audience="members", to=wid, **fields):
        answer = http(world[who]).post(
            f"/clauses/{to}/comments",
            data={"body": body, "audience": audience, "key": body[:20], **fields},
            headers={"Accept": "application/json"},
        )
        assert answer.status_code == 201, answer.text
        return answer.json["id"].removeprefix("comment-")

    return post


@pytest.fixture
def take(world, http):
    def get(who, of, form="json", private=""):
        query = {"of": of, "form": form, "private": private}
        return http(world[who] if who else None).get("/takeaway/file", query_string=query)

    return get


def text_in(content, form):
    """All words of a file, as somebody reads them who did not write it."""
    match form:
        case "docx":
            document = docx.Document(io.BytesIO(content))
            cells = [
                cell.text for table in document.tables for row in table.rows for cell in row.cells
            ]
            return "\n".join([*cells, *(each.text for each in document.paragraphs)])
        case "pdf":
            pages = pypdfium2.PdfDocument(content)
            # Words are hyphenated at the ends of lines.
            read = "\n".join(page.get_textpage().get_text_range() for page in pages)
            return re.sub("[\ufffe\u00ad\u2010]\\s*", "", read)
        case "xlsx":
            return "\n".join(str(cell) for row in rows_in(content) for cell in row)
    return json.dumps(json.loads(content), ensure_ascii=False)


def rows_in(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]


def squeezed(text):
    return re.sub(r"\s+", "", text)


def comments_in(content):
    return [each for part in json.loads(content)["parts"] for each in part["comments"]]


@pytest.mark.parametrize("form", FORMS)
def test_a_file_says_what_the_page_of_its_reader_says(world, http, take, say, wid, form):
    say("haruko", "A **bold** word of Japan, see https://example.org/a.")
    answer = take("amina", f"clause:{wid}", form)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert f".{form}" in answer.headers["Content-Disposition"]
    read = squeezed(text_in(answer.data, form))
    taken = comments_in(take("amina", f"clause:{wid}").data)
    page = http(world.amina).get(f"/clauses/{wid}").text
    articles = {each.get("id"): each for each in parser.fromstring(page).iter("article")}
    assert len(taken) > 5
    for each in taken:
        name = each["permalink"].rpartition("/")[2]
        article = articles[f"comment-{name}"]
        assert squeezed(name) in read
        assert squeezed(each["delegation"]) in read and squeezed(each["person"]) in read
        [said_at] = article.xpath(".//a[@class='comment__time']/time/@datetime")
        assert said_at == each["said_at"][:19] + "Z"
        [body] = article.xpath(".//*[@data-body]")
        shown = squeezed(body.text_content())
        assert shown == squeezed(
            parser.fromstring(f"<div>{render(each['words'])}</div>").text_content()
        )
        if form in ("json", "xlsx"):
            assert squeezed(each["words"]) in read.replace("\\n", "").replace('\\"', '"')
        else:  # a page may end within the words of a print
            assert (shown[:30] if form == "pdf" else shown) in read
    assert "ABoldwordofJapan".casefold() in read.replace("**", "").casefold()
    assert squeezed("It leaves out what stays within a delegation") in read
    public = set(re.findall(r'id="comment-(\w+)"[^>]*data-audience="members"', page))
    assert {each["permalink"].rpartition("/")[2] for each in taken} == public


def test_what_stays_within_a_delegation_is_in_or_out_as_chosen_and_the_cover_says_so(
    world, take, wid
):
    for form in FORMS:
        without = squeezed(text_in(take("amina", f"clause:{wid}", form).data, form))
        having = squeezed(text_in(take("amina", f"clause:{wid}", form, "yes").data, form))
        private = squeezed("Within the delegation: the capital cares")
        assert private not in without and private in having
        assert squeezed("It leaves out what stays within a delegation.") in without
        assert (
            squeezed("It includes what stays within Kenya, ATU. Only those who may read all")
            in having
        )
        assert squeezed("Only Kenya") in having
    name = take("amina", f"clause:{wid}", "docx", "yes").headers["Content-Disposition"]
    assert "private" in name


@pytest.mark.parametrize("form", FORMS)
def test_nobody_else_gets_what_stays_within_a_delegation(take, wid, world, say, form):
    """A form writes what it is given: a print, which takes long to make, is asked by a delegate and the secretariat alone."""
    say("amina", SECRET, audience=world.delegation("Kenya").audience)
    others = ("haruko", "ines", "ruth", "caio", "elke", "helena")
    for who in others[:2] if form == "pdf" else others:
        for private in ("", "yes"):
            answer = take(who, f"clause:{wid}", form, private)
            if answer.status_code == 422:  # there is no such choice for an officer
                continue
            read = squeezed(text_in(answer.data, form))
            assert squeezed(SECRET) not in read and "Kenya" in read, who
            assert squeezed("Within the delegation: the capital cares") not in read, who


def test_a_head_and_a_member_of_the_delegation_get_it_and_a_guest_signs_in_first(
    take, wid, world, say
):
    say("amina", SECRET, audience=world.delegation("Kenya").audience)
    for who in ("amina", "wanjiru"):
        assert SECRET in text_in(take(who, f"clause:{wid}", "json", "yes").data, "json")
    answer = take(None, f"clause:{wid}")
    assert answer.status_code == 303 and "/sign-in" in answer.headers["Location"]


def test_a_released_comment_names_the_delegation_and_nobody(world, http, take, say, wid):
    name = say("wanjiru", SECRET, audience=world.delegation("Kenya").audience)
    answer = http(world.amina).post(f"/comments/{name}/release", data={"body": "Kenya is free."})
    assert answer.status_code in (200, 201, 303), answer.text
    [released] = [
        each
        for each in comments_in(take("haruko", f"clause:{wid}").data)
        if each["words"] == SECRET
    ] or [
        each
        for each in comments_in(take("haruko", f"clause:{wid}").data)
        if each["words"] == "Kenya is free."
    ]
    assert (released["person"], released["delegation"]) == ("", "Kenya")
    for form in FORMS:
        read = text_in(take("haruko", f"clause:{wid}", form).data, form)
        assert world.wanjiru.name not in read


def test_retracted_and_redacted_words_are_out(world, http, take, say, wid, app):
    gone = say("haruko", "Words that are taken back.")
    hidden = say("haruko", "The child Zuberi Quokkason.")
    assert http(world.haruko).post(f"/comments/{gone}/retraction").status_code in (200, 303)
    redact(http(world.ines), "comment", hidden)
    for form in FORMS:
        read = squeezed(text_in(take("amina", f"clause:{wid}", form).data, form))
        assert squeezed("Words that are taken back.") not in read
        assert squeezed("This comment was retracted by its writer.") in read
        assert "Quokkason" not in read and squeezed(MARK) in read


def test_the_whole_discussion_of_a_resolution_is_taken_away_by_clause(world, http, take, say):
    say("haruko", "On another clause.", to="wtdc-67.recs_recognizing__rec_b")
    parts = json.loads(take("amina", f"resolution:{EDITION}").data)["parts"]
    titles = [part["title"] for part in parts if part["comments"]]
    assert len(titles) > 3
    page = http(world.amina).get(f"/resolutions/{EDITION}/discussion?order=clause").text
    on_page = [title for title in re.findall(r'class="citation" href="[^"]*">([^<]+)<', page)]
    assert [title for title in titles if title in on_page] == on_page
    assert "On another clause." in text_in(
        take("amina", f"resolution:{EDITION}", "xlsx").data, "xlsx"
    )


def test_the_page_offers_what_there_is_to_choose(world, http, wid):
    page = http(world.amina).get("/takeaway", query_string={"of": f"clause:{wid}"}).text
    assert "Include what stays within Kenya" in page and 'method="get"' in page
    page = http(world.ines).get("/takeaway", query_string={"of": f"clause:{wid}"}).text
    assert "what stays within Kenya" not in page
    assert http(world.ines).get("/takeaway?of=clause:none").status_code == 404
    assert http(world.ines).get("/takeaway?of=nothing").status_code == 404
    assert http(world.ines).get("/takeaway").status_code == 200
    unknown = {"of": f"clause:{wid}", "form": "exe"}
    assert http(world.ines).get("/takeaway/file", query_string=unknown).status_code == 422


def test_cells_are_never_formulas(take, say, wid):
    say("haruko", "=1+1 is what we ask")
    rows = rows_in(take("amina", f"clause:{wid}", "xlsx").data)
    assert any("=1+1 is what we ask" in [str(cell) for cell in row] for row in rows)


# Long discussions


@pytest.fixture
def long(monkeypatch):
    """Whatever has more than two comments counts as long."""
    monkeypatch.setattr(scopes, "LONG", 2)


@pytest.fixture
def ask(world, http, long):
    def post(who, of, form="json", private=""):
        answer = http(world[who]).post(
            "/takeaway", data={"of": of, "form": form, "private": private}
        )
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    return post


@pytest.fixture
def fetched(world, http):
    """The file at an address, which is closed again."""

    def get(who, address):
        visitor = http(world[who] if who else None)
        with visitor.get(f"{address}/file") as answer:
            return SimpleNamespace(
                status_code=answer.status_code,
                data=answer.get_data(),
                text=answer.get_data().decode(errors="replace"),
                headers=answer.headers,
            )

    return get


@pytest.fixture
def make(app):
    def run():
        with app.app_context():
            return make_waiting()

    return run


@pytest.mark.parametrize("form", FORMS)
def test_a_long_one_waits_is_made_and_is_fetched_by_its_reader_alone(
    fetched, world, http, take, ask, make, wid, form
):
    short = take("amina", f"clause:{wid}", form)
    assert short.status_code == 303 and "/takeaway?of=" in short.headers["Location"]
    address = ask("amina", f"clause:{wid}", form, "yes")
    amina = http(world.amina)
    assert "waits for its turn" in amina.get(address).text
    assert fetched("amina", address).status_code == 409
    assert make() == 1
    assert "Download" in amina.get(address).text
    answer = fetched("amina", address)
    assert answer.status_code == 200
    assert squeezed("the capital cares") in squeezed(text_in(answer.data, form))
    for other in ("wanjiru", "ines", "haruko"):
        assert http(world[other]).get(address).status_code == 404
        assert fetched(other, address).status_code == 404
    assert fetched(None, address).status_code == 303


def test_asking_again_gives_what_waits_and_then_a_new_one(fetched, world, http, ask, make, wid):
    of = f"clause:{wid}"
    first = ask("amina", of)
    assert ask("amina", of) == first
    assert ask("wanjiru", of) != first
    assert make() == 2
    second = ask("amina", of)
    assert second != first and make() == 1
    third = ask("amina", of)
    assert make() == 1
    for address in (first, second, third):
        assert fetched("amina", address).status_code == 200
    listed = http(world.amina).get("/takeaway").text
    assert all(address in listed for address in (first, second, third))


def leave(app, who):
    with app.app_context():
        person = who()
        leave_delegation(person.memberships[0], by=None)
        db.session.commit()


def test_who_left_the_delegation_gets_nothing_of_it_any_more(
    fetched, app, world, http, ask, make, wid
):
    made = ask("wanjiru", f"clause:{wid}", private="yes")
    make()
    waiting = ask("wanjiru", f"clause:{wid}", "docx", "yes")
    leave(app, lambda: world.wanjiru)
    answer = fetched("wanjiru", made)
    assert answer.status_code == 403 and "has been withdrawn" in answer.text
    assert "Download" not in http(world.wanjiru).get(made).text
    make()
    answer = fetched("wanjiru", waiting)
    assert answer.status_code == 200
    read = text_in(answer.data, "docx")
    assert "the capital cares" not in read and "leaves out what stays within" in read


def test_what_was_retracted_since_is_not_handed_out(fetched, world, http, ask, make, say, wid):
    name = say("haruko", "Words that are taken back.")
    address = ask("amina", f"clause:{wid}")
    make()
    assert fetched("amina", address).status_code == 200
    http(world.haruko).post(f"/comments/{name}/retraction")
    assert fetched("amina", address).status_code == 403
    again = ask("amina", f"clause:{wid}")
    make()
    assert fetched("amina", again).status_code == 200


def test_a_redaction_deletes_what_was_made_and_has_the_rest_made_again(
    fetched, app, world, http, ask, make, say, wid, monkeypatch
):
    name = say("haruko", "The child Zuberi Quokkason.")
    made = ask("amina", f"clause:{wid}")
    make()
    assert "Quokkason" in fetched("amina", made).text
    waiting = ask("amina", f"clause:{wid}", private="yes")
    write, happened = gathering.write, []

    def write_meanwhile(discussion, form):
        if not happened:
            happened.append(redact(http(world.ines), "comment", name))
        return write(discussion, form)

    monkeypatch.setattr(gathering, "write", write_meanwhile)
    assert make() == 2  # once with the words, which nobody gets, and once without them
    assert fetched("amina", made).status_code == 404
    answer = fetched("amina", waiting)
    assert answer.status_code == 200 and "Quokkason" not in answer.text
    assert where(app, "Quokkason") == []


def test_a_file_is_kept_for_a_week_and_then_deleted(app, world, http, ask, make, wid, clock):
    clock.stop()
    address = ask("amina", f"clause:{wid}")
    make()
    clock.advance(days=6, hours=23)
    with app.app_context():
        end_what_is_over()
        sha = db.session.scalars(select(TakenFile.sha)).one()
        current_store().open(sha).handle.close()
    assert "deleted on" in http(world.amina).get(address).text
    clock.advance(hours=2)
    with app.app_context():
        end_what_is_over()
        assert db.session.scalars(select(TakenFile)).all() == []
        with pytest.raises(FileNotFoundError):
            current_store().open(sha)
    for gone in (address, f"{address}/file"):
        answer = http(world.amina).get(gone)
        assert answer.status_code == 404
        assert "is kept for 7 days and is then deleted" in answer.text


def test_what_cannot_be_made_is_given_up_and_holds_up_nobody(
    fetched, app, world, http, ask, make, wid, monkeypatch
):
    bad, good = ask("amina", f"clause:{wid}", "xlsx"), ask("wanjiru", f"clause:{wid}", "json")
    write = gathering.write

    def fail(discussion, form):
        if form == "xlsx":
            raise ValueError
        return write(discussion, form)

    monkeypatch.setattr(gathering, "write", fail)
    make()
    assert "could not be created" in http(world.amina).get(bad).text
    assert fetched("wanjiru", good).status_code == 200


def test_only_a_few_wait_for_one_person(world, http, ask, wid):
    for form in ("docx", "pdf", "xlsx"):
        ask("amina", f"clause:{wid}", form)
    ask("amina", f"clause:{wid}", "docx", "yes")
    ask("amina", f"clause:{wid}", "pdf", "yes")
    answer = http(world.amina).post(
        "/takeaway", data={"of": f"clause:{wid}", "form": "json", "private": ""}
    )
    assert answer.status_code == 409 and "still being made" in answer.text


def test_a_pdf_that_is_too_long_comes_in_volumes(
    fetched, app, world, http, ask, make, wid, monkeypatch
):
    monkeypatch.setattr(writing, "in_volumes", partial(in_volumes, most=4))
    address = ask("amina", f"clause:{wid}", "pdf")
    make()
    answer = fetched("amina", address)
    assert answer.headers["Content-Type"] == "application/zip"
    assert ".zip" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        volumes = [text_in(archive.read(name), "pdf") for name in archive.namelist()]
    assert len(volumes) > 1
    assert all(f"{number} of {len(volumes)}" in volume for number, volume in enumerate(volumes, 1))
    names = [re.findall(r"/comments/(\w+)", volume) for volume in volumes]
    with app.app_context():
        scope = scopes.scope_of(f"clause:{wid}", world.amina, None)
        readable = scope.readable_now(with_private=False)
    all_of_them = {f"comment:{name}" for each in names for name in each}
    assert all_of_them == {each for each in readable if each.startswith("comment:")}


@pytest.mark.rest
@pytest.mark.parametrize("form", ["docx", "xlsx", "json"])
def test_a_thread_of_thousands_is_made_in_the_background_and_its_page_says_how_far_it_is(
    fetched, app, world, http, make, wid, monkeypatch, form
):
    with app.app_context():
        add_comments(wid, 5_000)
    amina, seen = http(world.amina), []
    page = amina.get("/takeaway", query_string={"of": f"clause:{wid}"}).text
    assert "made in the background" in page and 'method="post"' in page
    sent = {"of": f"clause:{wid}", "form": form, "private": "yes"}
    address = amina.post("/takeaway", data=sent).headers["Location"]
    change = jobs._change

    def change_and_look(file_id, **values):
        change(file_id, **values)
        said = amina.get(address, headers={"X-Fragment": "1"}).text
        seen.append(re.search(r"([\d,]+) of [\d,]+ comments are read|All comments are read", said))

    monkeypatch.setattr(jobs, "_change", change_and_look)
    assert make() == 1
    assert len(seen) > 10 and all(seen)
    assert seen[0][1] == "500" and seen[-1][0] == "All comments are read"
    answer = fetched("amina", address)
    assert answer.status_code == 200
    read = text_in(answer.data, form)
    assert all(f"Comment {number} says" in read for number in range(5_000))
    assert "the capital cares" in read
    assert fetched("haruko", address).status_code == 404


@pytest.mark.settings(LANGUAGES=["en", "ar"])
def test_a_file_says_in_the_language_of_its_reader_in_which_office_somebody_spoke(world, http):
    reader = http(world.amina)
    offices = {}
    for language in ("ar", "en"):
        reader.get(f"/?language={language}")
        file = reader.get(f"/takeaway/file?of=resolution:{EDITION}&form=json").json
        spoken = [comment for part in file["parts"] for comment in part["comments"]]
        offices[language] = {comment["capacity"] for comment in spoken}
    assert "Rapporteur, Question 22-2/1" in offices["en"]
    assert "المقرِّر، المسألة \u200e22-2/1" in offices["ar"]
    assert not offices["ar"] & {"Rapporteur, Question 22-2/1", "Chair", "Secretariat"}
