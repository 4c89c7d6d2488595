"""A resolution that was suppressed says so on its own page, and wherever it is cited."""

import re

from sqlalchemy import select

from tests.proposals.acts import PAGE, RESOLUTION, act, proposed
from wgcop.audit.models import AuditRow

FORM = f"{RESOLUTION}/suppression"
TOLD = "Suppressed on"
TOPIC = "resolution:67-hyderabad-2010"
HEARD = r'data-topic="([^"]*)"'


def seen(visitor):
    return re.search(r'name="seen"[^>]*? value="([^"]*)"', visitor.get(FORM).text)[1]


def mark(visitor, by_what="WTDC-14", on="2014-04-10", **more):
    data = {"by_what": by_what, "on": on, "seen": seen(visitor)} | more
    return visitor.post(FORM, data=data)


def test_it_is_marked_corrected_and_taken_back_three_times(world, http, session):
    secretariat, others = http(world.ines), (http(world.ruth), http())
    for again in range(3):
        assert mark(secretariat).status_code == 303
        assert mark(secretariat, by_what=f"Resolution {again} (Dubai, 2014)").status_code == 303
        for visitor in others:
            page = visitor.get(RESOLUTION).text
            assert TOLD in page and f"Resolution {again} (Dubai, 2014)" in page
            assert "Suppressed" in visitor.get("/resolutions/").text
        data = {"seen": seen(secretariat)}
        assert secretariat.post(f"{FORM}/removal", data=data).status_code == 303
        for visitor in others:
            assert TOLD not in visitor.get(RESOLUTION).text
        refused = secretariat.post(f"{FORM}/removal", data={"seen": seen(secretariat)})
        assert refused.status_code == 409
    deeds = session.scalars(select(AuditRow.deed).where(AuditRow.of_kind == "resolution")).all()
    assert deeds.count("resolution.suppressed") == 6 and deeds.count("resolution.in-force") == 3


def test_two_officers_who_record_at_once_see_what_the_other_has_recorded(world, http):
    one, other = http(world.ines), http(world.ines)
    before = seen(other)
    assert mark(one).status_code == 303
    answer = mark(other, by_what="WTDC-17", seen=before)
    assert answer.status_code == 409
    assert "WTDC-17" in answer.text and "WTDC-14" in answer.text
    again = re.search(r'name="seen"[^>]*? value="([^"]*)"', answer.text)[1]
    assert mark(other, by_what="WTDC-17", seen=again).status_code == 303
    assert "WTDC-17" in http(world.ruth).get(RESOLUTION).text


def test_a_form_that_is_sent_twice_records_it_once(world, http, session):
    before = seen(http(world.ines))
    for _time in range(3):
        assert mark(http(world.ines), seen=before).status_code == 303
    deeds = session.scalars(select(AuditRow.deed).where(AuditRow.of_kind == "resolution")).all()
    assert deeds.count("resolution.suppressed") == 1


def test_what_is_missing_is_said_and_what_was_typed_stays(world, http):
    secretariat = http(world.ines)
    answer = mark(secretariat, on="")
    assert answer.status_code == 422 and "Enter the day." in answer.text
    assert 'value="WTDC-14"' in answer.text
    assert mark(secretariat, by_what="").status_code == 422
    assert mark(secretariat, by_what="x" * 301).status_code == 422
    assert TOLD not in secretariat.get(RESOLUTION).text


def test_only_the_secretariat_marks_it(world, http):
    for person in (world.amina, world.helena, world.ruth):
        assert http(person).get(FORM).status_code == 403
        assert http(person).post(FORM).status_code == 403
        assert http(person).post(f"{FORM}/removal").status_code == 403
        assert FORM not in http(person).get("/resolutions/").text


def test_it_is_told_where_words_cite_it(world, http):
    secretariat, amina = http(world.ines), http(world.amina)
    cites = "that Resolution 67 (Hyderabad, 2010) is applied;"
    address = proposed(amina, words=cites)
    assert act(amina, address, "release").status_code == 303
    reader = http(world.ruth)
    words = {"words": "as Resolution 67 (Hyderabad, 2010) says of children online"}
    assert "out of date" not in reader.get(address).text
    assert mark(secretariat).status_code == 303
    for page in (reader.get(address).text, reader.post("/agreed-language", data=words).text):
        part = page.split('id="outdated-title"')[1].split("</section>")[0]
        assert "suppressed on" in part and "WTDC-14" in part and RESOLUTION in part
    assert "out of date" not in reader.get(PAGE).text, "the clause itself does not cite it"


def test_open_pages_hear_of_it_three_times(world, http, listen):
    secretariat, inside = http(world.ines), listen(world.ruth, TOPIC)
    shown, guest = [], listen(None, TOPIC)
    for again in range(3):
        assert mark(secretariat, by_what=f"Resolution {again} (Dubai, 2014)").status_code == 303
        secretariat.post(f"{FORM}/removal", data={"seen": seen(secretariat)})
        shown += [f"Suppressed on 10 April 2014 by Resolution {again} (Dubai, 2014).", ""]
    heard = inside()
    assert [each["kind"] for each in heard] == ["resolution.suppressed", "resolution.in-force"] * 3
    for each, words in zip(heard, shown, strict=True):
        assert each["action"] == "replace" and words in each["html"]
        assert f'id="{each["target"]}"' in http(world.ruth).get(RESOLUTION).text
        assert (TOLD in each["html"]) is bool(words)
    assert heard[-1]["html"].strip() in http(world.ruth).get(RESOLUTION).text
    assert len(guest()) == 6, "anybody may read whether a text is in force"


def test_the_page_of_a_proposal_listens_to_what_it_cites(world, http):
    amina = http(world.amina)
    cites = proposed(amina, words="that Resolution 67 (Hyderabad, 2010) is applied;")
    other = proposed(amina, change=("many", "all"))
    assert TOPIC in re.findall(HEARD, amina.get(cites).text)
    assert TOPIC not in re.findall(HEARD, amina.get(other).text)
