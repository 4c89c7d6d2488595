"""While a change is asked for, a paper has two wordings: what was submitted, and what its source makes of it."""

import io
import re
import zipfile
from html import unescape

import pytest

from tests.contributions.test_enclosures import png
from tests.contributions.test_papers import offered_items

FIRST = "A trial in four districts"
LATER = "Quagga plays in nine districts"


def words_in(answer):
    """Of a Word file."""
    if answer.status_code != 200:
        return ""
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        return parts.read("word/document.xml").decode()


@pytest.fixture
def pages(http, joint):
    """All that somebody is shown of the paper, and of what is on their desk."""
    number = joint.rpartition("/")[2]
    addresses = [
        joint,
        f"{joint}/compare",
        f"{joint}/compare?from=original&to=draft",
        f"{joint}/compare?to=draft",
        f"{joint}/edit",
        f"{joint}/versions",
        f"{joint}/versions/1",
        f"{joint}/files",
        f"{joint}/submitted",
        f"{joint}/submission",
        f"{joint}/conversation",
        f"{joint}/replacement",
        f"{joint}/translations",
        f"/api/v1{joint}/text",
        f"/threads/draft-talk:{number}",
        f"/threads/paper-conversation:{number}",
        f"/landscape?contribution={number}",
        "/",
        "/contributions/",
        "/contributions/queue",
        "/meetings/wg-cop-3",
        "/api/v1/search?q=quagga",
        "/api/v1/search?q=radio+plays+trial",
        "/search/suggestions?q=qua",
        "/search.atom?q=quagga",
    ]

    def read(person):
        shown = {address: http(person).get(address).text for address in addresses}
        return shown | {"Word": words_in(http(person).get(f"{joint}.docx"))}

    return read


@pytest.fixture
def changed(world, http, joint, ask, name_sources, keys):
    """The secretariat asked for a change; in the draft Brazil was named, and Egypt is asked again."""
    ask()
    name_sources(keys["egypt"], keys["brazil"], text=LATER, title="Quagga plays")
    return joint


@pytest.fixture
def answer_for(http, changed):
    def give(person, verb, **data):
        page = http(person).get(changed).text
        wording = re.search(r'name="wording" value="(\w+)"', page)
        key = f"delegation-{person.memberships[0].delegation_id}"
        sent = {"wording": wording[1] if wording else "", **data}
        return http(person).post(f"{changed}/sources/{key}/{verb}", data=sent)

    return give


def test_the_rail_of_the_editor_says_what_is_wanted_and_what_submitting_again_does(
    world, http, joint, ask
):
    ask()
    rail = http(world.wanjiru).get(f"{joint}/edit").text.partition("data-rail>")[2]
    for words in (
        "Asked for a change",
        "Sekrit: the budget",
        f'href="{joint}/conversation"',
        "Third meeting of WG-COP",
        "Contributions were due",
        "It counts as received when it was first submitted",
        "Until you submit it again, the secretariat reads what you had submitted.",
        ">The secretariat asks for a change</span>",
        "Submit again</button>",
    ):
        assert words in rail, words


def test_nobody_but_its_drafters_and_those_who_are_asked_read_the_other_wording(
    world, changed, pages, answer_for
):
    assert answer_for(world.farid, "refusal", reason="Quokkas are left out.").status_code == 303
    for outsider in (
        world.ines, world.helena, world.salma, world.amina, world.elke, world.ruth,
        world.caio, world.haruko, world.odile,
    ):  # fmt: skip
        shown = pages(outsider)
        for address, page in shown.items():
            for word in ("Quagga", "Quokka"):
                if "search" not in address:
                    assert word not in page, (outsider.name, address, word)
            assert "Quagga plays" not in page, (outsider.name, address)
        if outsider.name != world.caio.name:
            assert "Brazil" not in shown[changed], outsider.name


def test_a_source_that_is_newly_named_reads_exactly_that_wording_and_answers(
    world, http, changed, pages, answer_for, consent
):
    def reads():
        shown = pages(world.teresa)
        for address, page in shown.items():
            assert FIRST not in page and "Radio plays about the net" not in page, address
            assert "Sekrit" not in page, address
        assert LATER in shown[changed] and LATER in shown["Word"]
        return shown

    assert f'href="{changed}"' in reads()["/contributions/"]
    number = changed.rpartition("/")[2]
    assert http(world.teresa).get(f"/landscape?contribution={number}").status_code == 404
    for page in ("versions", "files", "edit", "submitted", "conversation", "compare"):
        assert http(world.teresa).get(f"{changed}/{page}").status_code in (403, 404), page
    sent = {"picture": (io.BytesIO(png()), "map.png")}
    picture = http(world.wanjiru).post(f"{changed}/pictures", data=sent).json["url"]
    for reader, status in ((world.wanjiru, 200), (world.teresa, 404), (world.farid, 404)):
        with http(reader).get(picture) as shown:
            assert shown.status_code == status, "it does not stand in the text"
    assert answer_for(world.teresa, "refusal", reason="Not yet.").status_code == 303
    assert "Brazil does not consent" in reads()[changed]
    assert answer_for(world.teresa, "withdrawal").status_code == 303
    assert http(world.wanjiru).post(f"{changed}/submission").status_code == 409
    consent(world.teresa, changed)
    assert "Brazil consents" in reads()[changed]
    consent(world.farid, changed)
    assert http(world.wanjiru).post(f"{changed}/submission").status_code == 303
    assert LATER in http(world.teresa).get(changed).text
    assert LATER in http(world.ines).get(changed).text


def test_items_that_are_chosen_meanwhile_are_joined_when_it_is_submitted_again(
    world, http, joint, ask, name_sources, keys, consent
):
    ask()
    done = http(world.wanjiru).get(f"{joint}/submitted").text
    assert "It will decide once the paper has been submitted again" in done and "Sekrit" in done
    form = http(world.wanjiru).get(f"{joint}/edit").text
    assert "joins the items that you add when it is submitted again" in form
    number, name = offered_items(form)[0]
    name_sources(keys["egypt"], items=[number])
    assert number == offered_items(http(world.wanjiru).get(f"{joint}/edit").text)[0][0]
    assert name in http(world.wanjiru).get(joint).text, "as it will look"
    assert name in http(world.farid).get(joint).text, "which is what Farid consents to"
    assert name not in http(world.ines).get(joint).text
    consent(world.farid, joint)
    assert http(world.wanjiru).post(f"{joint}/submission").status_code == 303
    assert name in http(world.ines).get(joint).text


def test_when_it_came_first_and_when_again_is_said_and_each_wording_keeps_its_versions(
    world, http, joint, ask, name_sources, keys, consent, clock
):
    for words in ("Second words.", "Third words."):
        clock.advance(minutes=5)
        ask()
        name_sources(keys["egypt"], text=words, title=f"On {words}")
        consent(world.farid, joint)
        assert http(world.wanjiru).post(f"{joint}/submission").status_code == 303
    wanjiru = http(world.wanjiru)
    done = wanjiru.get(f"{joint}/submitted").text.split("Submitted by")[1]
    first, again = re.findall(r'datetime="([^"]+)"', done)
    assert "Submitted again by" in done and first < again

    page = wanjiru.get(f"{joint}/versions").text
    links = re.findall(r'class="tabs__link" href="([^"]+)"', page)
    assert len(links) == 3 and page.count("since replaced") == 2
    before = wanjiru.get(links[1]).text
    versions = re.findall(r'class="row__title"><a href="([^"]+)"', before)
    assert "Second words." in wanjiru.get(unescape(versions[0])).text
    assert "Restore" not in wanjiru.get(unescape(versions[0])).text
    [changed] = re.findall(r'href="([^"]+)">What changed', before)
    assert "Second" in wanjiru.get(unescape(changed)).text
    for reader in (world.farid, world.ines):
        assert http(reader).get(links[1]).status_code == 403
        assert http(reader).get(f"{joint}/compare?from=replaced.1").status_code == 404
    assert "Second" in wanjiru.get(f"{joint}/compare?from=replaced.2&to=original").text
