"""The Member States of a regional group discuss a clause within it: who reads, who writes, who releases, and who no longer does.

`test_private_layer.py` tries each way by which it might reach others.
"""

import io
import re
import zipfile

import pytest

from tests.accounts.test_regional_groups import add, coordinators, name, remove
from tests.threads.test_comments import CLAUSE, WID, say
from wgcop.accounts.regional import REGIONAL_GROUPS

TOPIC = f"clause:{WID}"
RESOLUTION = "/resolutions/67-hyderabad-2010"
ATU, ASMG = "regional:atu", "regional:asmg"
JSON = {"Accept": "application/json"}
WORDS = "Quokka line of the African group."


def offered(visitor):
    """The readers that a comment form offers, in order."""
    form = visitor.get(CLAUSE).text.split("data-composer")[1].split("</form>")[0]
    return re.findall(r'name="audience" value="([^"]+)"', form)


def whisper(visitor, body=WORDS, key="w1", audience=ATU, **fields):
    answer = say(visitor, body, key, audience=audience, **fields)
    assert answer.status_code == 201, answer.text
    return answer.json["id"]


def release(visitor, comment):
    return visitor.post(f"/comments/{comment}/release", headers=JSON)


def test_a_form_offers_the_groups_of_the_delegation_and_says_who_reads(world, http):
    kenya, egypt = (world.delegation(each).audience for each in ("Kenya", "Egypt"))
    assert offered(http(world.wanjiru)) == ["members", kenya, ATU]
    assert offered(http(world.farid)) == ["members", egypt, ASMG, ATU]
    page = http(world.farid).get(CLAUSE).text
    for said in ("Only ASMG", "Only ATU", "Send to ASMG only", "Send to ATU only"):
        assert said in page
    assert "Those who speak for the Member States of ATU read it." in page
    # Everybody signed in is still what stands chosen.
    assert re.search(r'value="members" checked', page)
    assert f'value="{ATU}" checked' not in page


@pytest.mark.parametrize("who", ["mateo", "priya", "ruth", "elke", "helena", "ines"])
def test_whoever_speaks_for_no_member_state_has_no_group(world, http, who):
    assert not [each for each in offered(http(world[who])) if each.startswith("regional")]
    for audience in (ATU, "regional:apt", "regional:nowhere", "coordinators:atu"):
        assert say(http(world[who]), "May I?", "x", audience=audience).status_code == 422


def test_a_delegation_writes_into_no_group_of_others(world, http):
    assert say(http(world.amina), "May I?", "x", audience=ASMG).status_code == 422
    assert say(http(world.teresa), "May I?", "x", audience=ATU).status_code == 422


def test_speaking_for_another_delegation_one_does_not_write_into_the_group(world, http):
    odile = http(world.odile)
    assert say(odile, "For CEPT.", "c1", audience="regional:cept").status_code == 201
    jura = next(m for m in world.odile.memberships if m.delegation.code == "JURA")
    odile.post("/account/capacity", data={"capacity": jura.capacity.key})
    assert say(odile, "For CEPT.", "c2", audience="regional:cept").status_code == 422
    # What the group says is still theirs to read.
    assert "For CEPT." in odile.get(CLAUSE).text


def test_two_members_talk_three_times_live_and_as_on_a_fresh_page(world, http, listen):
    amina, farid = http(world.amina), http(world.farid)
    kenya, egypt = listen(world.wanjiru, f"{TOPIC}@atu"), listen(world.salma, f"{TOPIC}@atu")
    brazil = [listen(world.caio, each) for each in (TOPIC, f"{TOPIC}@atu")]
    assert kenya.answer["ok"] and egypt.answer["ok"]
    assert [each.answer["ok"] for each in brazil] == [True, False]
    first = whisper(amina, "First.", "k1")
    whisper(farid, "Second.", "e1", parent=first)
    whisper(amina, "Third.", "k2", parent=first)
    amina.post(f"/comments/{first}", data={"body": "First, put better."})
    for heard in (kenya(), egypt()):
        assert [each["kind"] for each in heard] == [*["comment.posted"] * 3, "comment.edited"]
        fresh = http(world.wanjiru).get(CLAUSE).text
        for each in heard[1:]:
            assert re.search(r"<article.*</article>", each["html"], re.DOTALL)[0] in fresh
    caught = http(world.salma).get(f"/live/{TOPIC}@atu?after=1").json["entries"]
    assert len(caught) == 3
    assert all(each() == [] for each in brazil)
    page = http(world.wanjiru).get(CLAUSE).text
    assert page.count("Only ATU</span>") >= 3 and "Egypt" in page


def test_the_chair_may_close_a_thread_and_the_group_talks_on(world, http):
    window = {"closes_at": "2010-01-01T00:00"}
    assert http(world.helena).post(f"{CLAUSE}/thread/window", data=window).status_code == 303
    assert say(http(world.amina), "To all.", "k0").status_code == 409
    whisper(http(world.amina))
    assert WORDS in http(world.farid).get(CLAUSE).text


def test_a_reply_within_the_group_stays_there(world, http):
    comment = whisper(http(world.amina))
    farid = http(world.farid)
    for audience in ("members", ASMG, world.delegation("Egypt").audience):
        answer = say(farid, "Out loud.", f"r-{audience}", audience=audience, parent=comment)
        assert answer.status_code == 409
        assert "stays within the regional group" in answer.text
    page = farid.get(f"/comments/{comment}").text
    assert re.findall(r'name="audience" value="([^"]+)"', page) == [ATU]


def test_coordinators_release_it_for_the_group_and_heads_do_not(world, http, index):
    wanjiru, farid, amina = http(world.wanjiru), http(world.farid), http(world.amina)
    comment = whisper(wanjiru)
    for nobody in ("wanjiru", "farid", "salma"):
        assert release(http(world[nobody]), comment).status_code == 403
        assert "Release to everybody" not in http(world[nobody]).get(f"/comments/{comment}").text
    for stranger in ("teresa", "helena", "ines"):
        assert release(http(world[stranger]), comment).status_code == 404
    assert "as a comment of the regional group" in amina.get(f"/comments/{comment}").text
    answer = release(amina, comment)
    assert answer.status_code == 201
    public = answer.json["id"]
    assert release(amina, comment).status_code == 409
    index()
    others = http(world.haruko)
    for page in (CLAUSE, f"/comments/{public}"):
        item = others.get(page).text.split(f'id="comment-{public}"')[1].split("</article>")[0]
        assert WORDS in item and '<bdi class="person__name">ATU</bdi>' in item
        assert "Wanjiru" not in item and "Kenya" not in item and "Amina" not in item
    assert "ATU" in str(others.get("/api/v1/search?q=quokka").json)
    assert others.get(f"/comments/{comment}").status_code == 404
    # The original stays within the group.
    assert "Wanjiru" in farid.get(f"/comments/{comment}").text


def test_what_the_group_released_is_retracted_by_a_coordinator_or_its_writer(world, http):
    wanjiru, amina = http(world.wanjiru), http(world.amina)
    for number, who in enumerate((wanjiru, amina, wanjiru)):
        comment = whisper(wanjiru, f"Line {number}.", f"k{number}")
        public = release(amina, comment).json["id"]
        for stranger in ("farid", "teresa", "ines"):
            answer = http(world[stranger]).post(f"/comments/{public}/retraction")
            assert answer.status_code == 403
        assert who.post(f"/comments/{public}/retraction", headers=JSON).status_code == 200
        page = http(world.haruko).get(CLAUSE).text
        assert f"Line {number}." not in page
        assert "This comment was retracted by its regional group." in page


def test_a_coordinator_who_was_ended_releases_nothing_more(world, http):
    comment = whisper(http(world.wanjiru))
    farid = http(world.farid)
    name(farid, world.wanjiru.memberships[0])
    page = farid.get("/regional-groups").text
    number = re.search(r"/regional-groups/atu/coordinators/(\d+)/end", page)[1]
    farid.post(f"/regional-groups/atu/coordinators/{number}/end")
    assert coordinators(farid) == ["Wanjiru Tende"]
    assert release(http(world.amina), comment).status_code == 403
    assert release(http(world.wanjiru), comment).status_code == 201


def test_whose_delegation_leaves_the_group_reads_and_hears_nothing_more(world, http, listen, index):
    amina, farid, ines = http(world.amina), http(world.farid), http(world.ines)
    own = whisper(farid, "Egypt's own wombat words.", "e1")
    comment = whisper(amina)
    index()
    inside, colleague = listen(world.farid, f"{TOPIC}@atu"), listen(world.amina, f"{TOPIC}@atu")
    assert farid.get("/api/v1/search?q=quokka").json["total"] == 1
    remove(world, ines, "Egypt")
    assert not inside.is_connected and colleague.is_connected
    whisper(amina, "Quokka, without Egypt.", "k2")
    index()
    assert listen(world.farid, f"{TOPIC}@atu").answer["ok"] is False
    for page in (CLAUSE, f"{CLAUSE}/thread", RESOLUTION, "/", "/inbox", "/delegation"):
        assert "uokka" not in farid.get(page).text
    for gone in (f"/comments/{comment}", f"/comments/{own}", f"/live/{TOPIC}@atu?after=0"):
        assert farid.get(gone).status_code == 404, gone
    assert farid.post(f"/comments/{own}", data={"body": "Changed."}).status_code == 404
    assert farid.post(f"/comments/{own}/retraction").status_code == 404
    assert farid.get("/api/v1/search?q=quokka").json["total"] == 0
    assert offered(farid) == ["members", world.delegation("Egypt").audience, ASMG]
    assert say(farid, "May I?", "x", audience=ATU).status_code == 422
    # What Egypt said stays with the group, and comes back to Egypt with it: nothing of it is unread.
    assert "wombat words" in amina.get(CLAUSE).text
    add(ines, "Egypt")
    page = farid.get(CLAUSE).text
    assert WORDS in page and "wombat words" in page
    assert TOPIC not in farid.get(f"{RESOLUTION}/counts").json["new"]


def test_whoever_leaves_the_delegation_leaves_its_groups(world, http, listen):
    whisper(http(world.amina))
    wanjiru = http(world.wanjiru)
    inside = listen(world.wanjiru, f"{TOPIC}@atu")
    number = world.wanjiru.memberships[0].id
    http(world.ines).post(f"/people/{world.wanjiru.id}/memberships/{number}/end")
    assert not inside.is_connected
    assert WORDS not in wanjiru.get(CLAUSE).text
    assert wanjiru.get(f"/live/{TOPIC}@atu?after=0").status_code == 404


def test_a_newcomer_reads_what_was_said_before_and_finds_nothing_unread(world, http):
    whisper(http(world.amina))
    data = {"delegation": world.delegation("Kenya").id, "role": "member"}
    http(world.ines).post(f"/people/{world.helena.id}/memberships", data=data)
    helena = http(world.helena)
    assert WORDS in helena.get(CLAUSE).text
    assert TOPIC not in helena.get(f"{RESOLUTION}/counts").json["new"]
    whisper(http(world.farid), "And now?", "e1")
    assert TOPIC in helena.get(f"{RESOLUTION}/counts").json["new"]


def test_what_is_new_within_the_group_is_counted_and_told_to_its_members_alone(world, http):
    readers = {each: http(world[each]) for each in ("wanjiru", "salma", "caio", "ruth")}
    before = {
        each: reader.get(f"{RESOLUTION}/counts").json["comments"].get(TOPIC, 0)
        for each, reader in readers.items()
    }
    for reader in readers.values():
        reader.post("/read-marks", data={"topic": TOPIC})
        reader.post("/follows", data={"topic": TOPIC, "level": "everything"})
    whisper(http(world.amina))
    whisper(http(world.farid), "Quokka, seconded.", "e1")
    for each, reader in readers.items():
        inside = each in ("wanjiru", "salma")
        counts = reader.get(f"{RESOLUTION}/counts").json
        assert counts["comments"].get(TOPIC, 0) == before[each] + 2 * inside, each
        assert (TOPIC in counts["new"]) == inside, each
        assert ("uokka" in reader.get("/inbox").text) == inside, each


def test_only_those_who_read_it_are_suggested_and_told_of_a_mention(world, http):
    amina = http(world.amina)

    def suggested(letters):
        query = {"q": letters, "audience": ATU}
        answer = amina.get("/people/suggest", query_string=query).json["suggestions"]
        return {each["name"] for each in answer}

    assert suggested("fa") == {"Farid Elwany"} and suggested("eg") == {"Egypt"}
    assert suggested("ja") == suggested("har") == suggested("lu") == set()
    whisper(amina, "@Farid Elwany, @Haruko Minase and @Japan should look, quokka.")
    assert "quokka" in http(world.farid).get("/inbox").text
    assert "quokka" not in http(world.haruko).get("/inbox").text


def test_the_discussion_is_narrowed_to_one_layer(world, http):
    farid = http(world.farid)
    whisper(farid, "Arab words.", "a1", audience=ASMG)
    whisper(farid, "African words.", "a2")
    say(farid, "Words to all.", "a3")
    page = f"{RESOLUTION}/discussion"
    everything = farid.get(page).text
    for audience, shown in (
        (ASMG, "Arab words."),
        (ATU, "African words."),
        ("members", "Words to all."),
    ):
        only = farid.get(page, query_string={"layer": audience}).text
        for words in ("Arab words.", "African words.", "Words to all."):
            assert words in everything and (words in only) == (words == shown)
    odd = http(world.haruko).get(page, query_string={"layer": ATU}).text
    assert "African words." not in odd and "Words to all." in odd


@pytest.mark.parametrize("form", ["json", "docx", "xlsx"])
def test_a_file_says_what_stays_within_a_group_and_has_it_for_its_members_alone(world, http, form):
    whisper(http(world.amina))
    public = release(http(world.amina), whisper(http(world.wanjiru), "Wombat for all.", "w2"))
    assert public.status_code == 201

    def taken(who, private):
        query = {"of": TOPIC, "form": form, "private": private}
        answer = http(world[who]).get("/takeaway/file", query_string=query)
        assert answer.status_code == 200
        return of_file(answer)

    inside = taken("farid", "yes")
    assert WORDS in inside and "Only ATU" in inside and "within Egypt, ASMG, ATU" in inside
    for text in (taken("farid", ""), taken("haruko", "yes"), taken("ines", "yes")):
        assert "uokka" not in text and "Wombat for all." in text and "ATU" in text


def of_file(answer):
    if not answer.data.startswith(b"PK"):
        return answer.data.decode()
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        return " ".join(
            re.sub("<[^>]+>", "", parts.read(each).decode(errors="replace"))
            for each in parts.namelist()
            if each.endswith((".xml", ".json"))
        )


def test_a_page_needs_as_many_statements_for_many_groups_as_for_one(world, http, statements):
    whisper(http(world.amina))
    wanjiru = http(world.wanjiru)

    def needed(address):
        for _warm in range(2):
            wanjiru.get(address)
        with statements() as sent:
            wanjiru.get(address)
        return len(sent)

    pages = (CLAUSE, f"{CLAUSE}/thread", RESOLUTION, "/", "/inbox", "/delegation")
    one = [needed(each) for each in pages]
    for group in REGIONAL_GROUPS:
        add(http(world.ines), "Kenya\nBrazil", group.key)
        whisper(http(world.amina), f"Within {group.code}.", group.key, audience=group.audience)
    assert [needed(each) for each in pages] == one


def test_a_guest_sees_nothing_of_it(http, world):
    def seen():
        return re.sub(r'(content|value)="[\w.-]{60,}"', "", http().get(CLAUSE).text)

    before = seen()
    whisper(http(world.amina))
    assert "regional:" not in before and seen() == before


def test_the_words_of_ones_own_are_in_the_export_of_ones_data(world, http):
    whisper(http(world.wanjiru))
    assert "uokka" in of_file(http(world.wanjiru).get("/account/data.zip"))
    assert "uokka" not in of_file(http(world.farid).get("/account/data.zip"))
