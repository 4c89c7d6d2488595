"""Letters are filled in as plain text, in the language of whoever gets them."""

from datetime import date
from types import SimpleNamespace

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from flask_babel import LazyString, get_locale
from jinja2 import UndefinedError
from sqlalchemy import select

from tests.architecture.reading import ROOT
from wgcop import letters
from wgcop.accounts.letters import write_added
from wgcop.accounts.models import Person
from wgcop.accounts.roles import ROLE_NAMES, Appointment, GroupRole
from wgcop.database import db
from wgcop.letters import Recipient
from wgcop.mail import Message

ADA = Recipient("ada@example.org", "Ada & Co", "en")
SILENCE = SimpleNamespace(title="Games <12>")
BRAZIL = SimpleNamespace(
    delegation=SimpleNamespace(shown_name="Brazil"), reason="Too short.\n\n\n& <b>vague</b>."
)
POINT = SimpleNamespace(text="Write down the age.", due_on=date(2026, 12, 3), url="/actions/7")


def stored():
    return db.session.scalars(select(Message)).all()


def test_a_letter_greets_says_what_was_typed_as_it_was_typed_and_ends_with_an_address(session):
    letters.write(
        ADA, "outcomes/silence_broken", page="/silences/7", silence=SILENCE, objection=BRAZIL
    )
    [letter] = stored()
    assert (letter.recipient, letter.subject) == ("ada@example.org", "Silence broken: Games <12>")
    assert letter.text == (
        "Dear Ada & Co,\n\n"
        "Brazil objects to “Games <12>”, so it is not adopted:\n\n"
        "Too short.\n\n\n& <b>vague</b>.\n\n"
        f"{letters.address('/silences/7')}\n"
    )


def test_a_paragraph_that_is_left_out_leaves_no_empty_lines(session):
    undated = SimpleNamespace(text="Count the games.", due_on=None, url="/actions/8")
    letters.write(ADA, "outcomes/reminder", points=[undated, POINT])
    assert stored()[0].text == (
        "Dear Ada & Co,\n\n"
        f"Count the games.\n\n{letters.address('/actions/8')}\n\n"
        f"Write down the age.\n\nDue on 3 December 2026.\n\n{letters.address('/actions/7')}\n"
    )


def test_everybody_gets_it_in_their_language(app, session, monkeypatch):
    monkeypatch.setitem(app.extensions, "languages", ["en", "fr"])
    people = [ADA, ADA._replace(language="fr"), ADA._replace(language="xx")]
    for person in people:
        letters.write(person, "outcomes/reminder", points=[POINT])
    lines = [letter.text.split("\n\n")[2].replace("\N{NO-BREAK SPACE}", " ") for letter in stored()]
    english = "Due on 3 December 2026."
    assert lines == [english, "Échéance : 3 décembre 2026.", english]


def test_an_office_is_named_in_the_language_of_whoever_holds_it(app, session, monkeypatch):
    monkeypatch.setitem(app.extensions, "languages", ["en", "fr"])
    chair = LazyString(lambda: f"Chair ({get_locale()})")
    monkeypatch.setitem(ROLE_NAMES, GroupRole.CHAIR, chair)
    offices = (Appointment(GroupRole.CHAIR), Appointment(GroupRole.RAPPORTEUR, "Question 3/2"))
    invitation = SimpleNamespace(
        delegation=BRAZIL.delegation, appointments=offices, first_chapter=None
    )
    write_added(ADA._replace(language="fr"), invitation)
    written = stored()[0].text.replace("\N{NO-BREAK SPACE}", " ")
    assert "compte : Brazil ; Chair (fr) ; Rapporteur, Question 3/2." in written


def test_a_letter_that_fails_takes_back_only_letters(session):
    session.add(Person(email="ben@example.org", name="Ben"))
    letters.write_to_each([ADA, None], "accounts/password_changed")
    assert stored() == []
    assert db.session.scalars(select(Person.email)).all() == ["ben@example.org"]


def test_a_value_that_is_missing_is_an_error_and_no_gap(session):
    with pytest.raises(UndefinedError):
        letters.fill_in("outcomes/silence_broken", silence=SILENCE)


def test_translators_get_the_sentences_of_letters():
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = {
        message
        for file, _line, message, *_ in extract_from_dir(
            ROOT, methods, options, directory_filter=lambda each: "/templates" in str(each)
        )
        if file.startswith("templates/letters/")
    }
    assert {"Silence broken: %(title)s", "Your password was changed"} <= found
    assert ("%(num)d action point is due", "%(num)d action points are due") in found
    texts = [text for each in found for text in (each if isinstance(each, tuple) else [each])]
    assert not [text for text in texts if text[0].islower()], "A sentence begins with a capital."
