"""Wordings of a paper are compared word by word, for those who may read both."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree, html

from tests.contributions.test_papers import marks
from tests.validators import faults_in_word
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.reading.papers import read_paper
from wgcop.resolutions.queries import clauses_to_choose

ORIGINAL = "# Background\n\nA trial in four districts.\n\na) recorded\nb) broadcast"
REVISED = (
    "# Background\n\nA trial in nine districts.\n\na) recorded\nb) edited\nc) broadcast\n\n"
    "| Year | Children |\n|---|---|\n| 2026 | 4,310 |"
)


@pytest.fixture
def revision(world, http, document, typed) -> Callable[..., tuple[str, str]]:
    """A document with the draft of Rev.1: its working address, and the document's."""

    def write(original: str = ORIGINAL, **changes: Any) -> tuple[str, str]:
        address, url = document(world.amina, drafters=[world.wanjiru], text=original)
        kenya = http(world.wanjiru)
        kenya.post(f"{address}/revisions")
        opened = marks(kenya.get(f"{address}/edit").text)
        words = {"title": "Radio plays about the internet", "text": REVISED, **changes}
        saved = kenya.post(address, data=typed(**words, marks=opened))
        assert saved.status_code == 303, saved.text
        return address, url

    return write


@pytest.fixture
def revised(world, http, revision) -> tuple[str, str]:
    """The same once Rev.1 was issued."""
    address, url = revision()
    assert http(world.wanjiru).post(f"{address}/submission").status_code == 303
    return address, url


def words_of(page: str) -> str:
    """What stands in the main part, with what went in [-…] and what came in [+…]."""
    main = page.split("<main")[1].split("</main>")[0]
    main = re.sub(r'<span class="visually-hidden">[^<]*</span>', "", main)
    main = re.sub(r"<del>(.*?)</del>", r"[-\1]", main)
    main = re.sub(r"<ins>(.*?)</ins>", r"[+\1]", main)
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def summary_of(page: str) -> list[str]:
    """The lines of the summary, without the words that lead there."""
    lines = page.split('class="changes"')[1].split("</ul>")[0].split('class="changes__line">')[1:]
    return [line.split("<span")[0].strip() for line in lines]


def test_a_revision_shows_word_by_word_what_it_changes(world, http, revised):
    _, url = revised
    page = http(world.haruko).get(f"{url}/Rev.1/changes").text
    shown = words_of(page)
    assert "A trial in[- four][+ nine] districts." in shown
    assert "Radio plays about the[- net][+ internet]" in shown, "the cover too"
    assert "[+edited]" in shown and "[+4,310]" in shown
    assert summary_of(page) == [
        "1 field of the cover changed",
        "1 paragraph changed",
        "1 list item added",
        "1 table added",
    ]


def test_the_same_clauses_in_another_order_are_no_change(world, app, http, revision):
    with app.app_context():
        clauses = [wording.clause for wording in clauses_to_choose()[:3]]
    address, url = revision(clauses=[clause.id for clause in clauses])
    with app.app_context():
        paper = db.session.get_one(Contribution, int(address.split("/")[-1]))
        paper.current.point_to(paper.draft.clauses[::-1])
        db.session.commit()
    http(world.wanjiru).post(f"{address}/submission")
    shown = words_of(http(world.haruko).get(f"{url}/changes").text)
    assert "Radio plays about the[- net][+ internet]" in shown
    assert "1 field of the cover changed" in shown, "the title alone"


def test_each_line_of_the_summary_leads_to_its_changes(world, http, revised):
    _, url = revised
    page = http(world.haruko).get(f"{url}/changes").text
    summary = page.split('class="changes"')[1].split("</ul>")[0]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == 4
    assert all(page.count(f' id="{target}"') == 1 for target in targets)


def test_who_hears_the_page_is_told_what_came_and_what_went(world, http, revised):
    _, url = revised
    page = http(world.haruko).get(f"{url}/changes").text
    assert '<del><span class="visually-hidden">[deleted: </span> four' in page
    assert '<ins><span class="visually-hidden">[inserted: </span> nine' in page


def test_the_page_of_a_revision_has_the_summary_on_top(world, http, revised):
    _, url = revised
    page = http(world.haruko).get(url).text
    assert summary_of(page)[1] == "1 paragraph changed"
    assert f'href="{url}/Rev.1/changes#change-1"' in page
    assert page.index('class="changes"') < page.index('class="paper__body')
    assert "four districts" not in page, "the text itself is the new one"
    original = http(world.haruko).get(f"{url}/original").text
    assert 'class="changes"' not in original, "it revises nothing"


def test_an_old_wording_leads_to_the_latest_and_to_the_difference(world, http, revised):
    _, url = revised
    visitor = http(world.haruko)
    banner = visitor.get(f"{url}/original").text.split('class="banner"')[1].split("</div>")[0]
    assert re.findall(r'<a [^>]*href="([^"]+)"', banner) == [f"{url}/changes?from=original", url]
    shown = words_of(visitor.get(f"{url}/changes?from=original").text)
    assert "A trial in[- four][+ nine] districts." in shown


def test_the_text_is_shown_in_four_ways(world, http, revised):
    _, url = revised
    visitor = http(world.haruko)
    new = visitor.get(f"{url}/changes?show=new").text.split('class="paper__body')[1]
    old = visitor.get(f"{url}/changes?show=old").text.split('class="paper__body')[1]
    assert "nine districts" in new and "four districts" not in new
    assert "four districts" in old and "nine districts" not in old
    side = visitor.get(f"{url}/changes?show=side").text
    pair = next(p for p in side.split('<div class="pair"')[1:] if "nine" in p)
    assert pair.index(" four") < pair.index(" nine")
    page = visitor.get(f"{url}/changes").text
    ways = page.split('aria-label="How the text is shown"')[1].split("</nav>")[0]
    assert re.findall(r'href="([^"]+)"( aria-current="true")?>([^<]+)<', ways) == [
        (f"{url}/changes?show=new", "", "New text"),
        (f"{url}/changes", ' aria-current="true"', "Changes marked"),
        (f"{url}/changes?show=side", "", "Side by side"),
        (f"{url}/changes?show=old", "", "Old text"),
    ]


def test_of_what_did_not_change_only_what_is_beside_a_change_stays_open(world, http, revision):
    same = "\n\n".join(f"Paragraph {number} stays as it is." for number in range(1, 8))
    address, _ = revision(f"The first.\n\n{same}", text=f"The first of all.\n\n{same}")
    for way in ("only=1", "only=1&show=side"):
        page = http(world.amina).get(f"{address}/compare?{way}").text
        assert "6 unchanged paragraphs" in page
        open_part, folded_part = page.split("comparison__fold")
        assert "Paragraph 1 stays" in open_part and "Paragraph 2 stays" not in open_part
        assert "Paragraph 7 stays" in folded_part.split("</details>")[0]


def test_before_it_is_issued_its_drafters_see_what_a_revision_changes(world, http, revision):
    address, _ = revision()
    preview = http(world.amina).get(address).text
    assert summary_of(preview)[1] == "1 paragraph changed"
    assert f'href="{address}/compare?to=draft#change-1"' in preview
    shown = words_of(http(world.amina).get(f"{address}/compare?to=draft").text)
    assert "A trial in[- four][+ nine] districts." in shown


def test_nobody_else_learns_what_a_draft_says(world, http, revision):
    address, url = revision()
    for reader in (world.haruko, world.ines, world.helena, world.ruth):
        visitor = http(reader)
        for way in (
            f"{address}/compare?from=original&to=draft",
            f"{address}/compare?to=v1",
            f"{url}/changes?from=draft",
            f"{address}/compare?to=Rev.1",
        ):
            assert visitor.get(way).status_code == 404, (reader.name, way)
        page = visitor.get(f"{address}/compare")
        assert page.status_code == 200
        assert "nine" not in page.text and "Draft" not in page.text.split("<main")[1]
    assert http().get(f"{url}/changes").status_code == 303


def test_kept_versions_of_a_draft_are_compared_by_its_drafters(world, http, revision):
    address, _ = revision()
    amina = http(world.amina)
    versions = re.findall(r'<option value="(1\.v\d+)"', amina.get(f"{address}/compare").text)
    begun, saved = min(versions), max(versions)
    shown = words_of(amina.get(f"{address}/compare?from={begun}&to={saved[2:]}").text)
    assert "A trial in[- four][+ nine] districts." in shown
    assert "Radio plays about the[- net]" not in shown, "a version has no cover"
    for reader in (world.haruko, world.ines):
        visitor = http(reader)
        assert visitor.get(f"{address}/compare?from={begun}&to={saved}").status_code == 404
        assert begun not in visitor.get(f"{address}/compare").text


@pytest.mark.parametrize("key", ["Rev.9", "v99", "nothing", "WG-COP/3/999", "../../etc"])
def test_what_does_not_exist_is_not_compared(world, http, revised, key):
    address, url = revised
    assert http(world.amina).get(f"{url}/changes?from={key}").status_code == 404
    assert http(world.amina).get(f"{address}/compare?from={key}").status_code == 404


def test_a_paper_with_a_single_wording_has_nothing_to_compare(world, http, document):
    _, url = document(world.amina)
    for reader in (world.haruko, world.amina):
        page = http(reader).get(f"{url}/changes")
        assert page.status_code == 200
        assert "There is no earlier wording" in page.text
        assert 'name="from"' not in page.text, "nothing to choose from"


def test_a_comparison_asks_no_more_than_the_page_of_the_document(world, http, revised, statements):
    _, url = revised
    visitor = http(world.haruko)
    visitor.get(url)
    with statements() as for_document:
        visitor.get(url)
    with statements() as for_changes:
        visitor.get(f"{url}/changes")
    assert len(for_changes) <= len(for_document)


def test_two_who_reworded_the_same_paragraph_see_the_difference_in_the_text_itself(
    world, http, draft, typed
):
    address = draft(world.amina, drafters=[world.wanjiru], text="# Head\n\nIn four districts.")
    amina, wanjiru = http(world.amina), http(world.wanjiru)
    opened = wanjiru.get(f"{address}/edit").text
    asked = {"marks": marks(opened), "steps": steps(opened)}
    amina.post(address, data=typed(text="# Head\n\nIn six districts.", **asked))
    answer = wanjiru.post(address, data=typed(text="# Head\n\nIn seven districts.", **asked))
    assert answer.status_code == 409
    card = answer.text.split('id="stored-title"')[1].split("</section>")[0]
    assert "Head" in card and "# Head" not in card.split("<textarea")[0], "read, not typed"
    shown = re.sub(r'<span class="visually-hidden">[^<]*</span>', "", card)
    assert "<del> six</del><ins> seven</ins>" in shown


def steps(page: str) -> str:
    return re.search(r'name="steps" value="(\d*)"', page)[1]


def test_in_word_changes_carry_the_source_and_the_day_of_the_wording_that_made_them(
    world, http, revised, app
):
    address, _url = revised
    file = http(world.haruko).get(f"{address}/compare.docx?from=original&to=Rev.1")
    xml = zipfile.ZipFile(io.BytesIO(file.data)).read("word/document.xml").decode()
    changes = re.findall(r"<w:(?:ins|del|cellIns|cellDel) ([^>]*)>", xml)
    with app.app_context():
        revision = db.session.get(Contribution, int(address.rsplit("/", 1)[1])).issued[-1]
        number, day = revision.number, revision.submitted_on
    assert number == 1 and changes
    for each in changes:
        assert 'w:author="Kenya"' in each
        assert f'w:date="{day}T00:00:00Z"' in each


def words_left(data: bytes, how: str) -> list[str]:
    """Of the whole file, header included, once all its tracked changes were accepted or rejected."""
    goes, stays = ("del", "ins") if how == "accept" else ("ins", "del")
    archive = zipfile.ZipFile(io.BytesIO(data))
    left: list[str] = []
    for name in ("word/header1.xml", "word/document.xml"):
        root = etree.fromstring(archive.read(name))
        spaces = {"w": root.nsmap["w"]}
        gone = root.xpath(f"//w:{goes} | //w:tr[w:trPr/w:{goes}]", namespaces=spaces)
        for each in gone:
            if not each.xpath(f"ancestor::w:trPr or ancestor::w:{stays}", namespaces=spaces):
                each.getparent().remove(each)
        for paragraph in root.iter(f"{{{spaces['w']}}}p"):
            parts = paragraph.xpath(".//w:t | .//w:delText | .//w:br", namespaces=spaces)
            left += "".join(part.text or " " for part in parts).split()
    return left


def test_rejecting_all_changes_in_word_leaves_the_former_cover_and_accepting_them_the_new_one(
    world, http, revision, tmp_path
):
    """Also where fields and lines came or went."""
    address, url = revision(
        abstract="",
        lessons="Ask children.\nAsk parents.",
        keywords="radio, internet",
        contact="Amina Barasa, Kenya\namina@example.org",
        purpose="information",
    )
    kenya = http(world.wanjiru)
    assert kenya.post(f"{address}/submission").status_code == 303
    changed = kenya.get(f"{address}/compare.docx?from=original&to=Rev.1").data
    for how, former in (("reject", f"{url}/original.docx"), ("accept", f"{url}/Rev.1.docx")):
        whole = kenya.get(former)
        assert whole.status_code == 200, former
        assert words_left(changed, how) == words_left(whole.data, how), how
    assert faults_in_word(changed, tmp_path) == []
    came_back = read_paper(changed, "changes.docx")
    assert came_back.title == "Radio plays about the internet"
    assert came_back.cover["purpose"] == "information"


def test_what_a_revision_changes_in_meaning_is_told_with_the_way_to_it(world, http, revision):
    address, url = revision(
        "# Draft\n\ninvites Member States to hold two workshops by 2027\n\nKenya thanks.",
        text="# Draft\n\ninstructs the Secretary-General to hold two workshops by 2028\n\nKenya thanks all.",
    )
    assert http(world.wanjiru).post(f"{address}/submission").status_code == 303
    page = html.fromstring(http(world.haruko).get(f"{url}/Rev.1/changes").text)
    (section,) = page.xpath('//section[@aria-labelledby="meaning-title"]')
    words = [" ".join(each.text_content().split()) for each in section.find_class("meaning")[0]]
    assert words == [
        "The verb is stronger: “\u2068invites\u2069” → “\u2068instructs\u2069”",
        "The addressee is different: “\u2068Member States\u2069” → “\u2068Secretary-General\u2069”",
        "The deadline is different: “\u2068by 2027\u2069” → “\u2068by 2028\u2069”",
    ]
    target = section.xpath(".//a/@href")[0]
    assert page.get_element_by_id(target.removeprefix("#")).text_content().count("2028") == 1
    in_words = html.fromstring(http(world.haruko).get(f"{url}/Rev.1/changes?show=new").text)
    assert in_words.xpath('//section[@aria-labelledby="meaning-title"]//a/@href')[0].endswith(
        target
    )


def test_a_revision_that_keeps_the_meaning_has_no_such_part(world, http, revision):
    address, url = revision(text=ORIGINAL.replace("districts", "provinces"))
    assert http(world.wanjiru).post(f"{address}/submission").status_code == 303
    page = http(world.haruko).get(f"{url}/changes").text
    assert "provinces" in page and "meaning-title" not in page
