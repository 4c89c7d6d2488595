import pytest
from flask_babel import force_locale

from wgcop.accounts.roles import (
    Appointment,
    GroupRole,
    read_appointments,
    title_in_words,
    write_appointments,
)
from wgcop.errors import Invalid


def test_roles_are_read_as_people_write_them():
    assert read_appointments("Chair; rapporteur (Question 22-2/1)") == (
        Appointment(GroupRole.CHAIR),
        Appointment(GroupRole.RAPPORTEUR, "Question 22-2/1"),
    )
    assert read_appointments("vice chair | secretariat") == (
        Appointment(GroupRole.VICE_CHAIR),
        Appointment(GroupRole.SECRETARIAT),
    )
    assert read_appointments(" ; ") == ()


def test_a_separator_inside_brackets_belongs_to_the_scope():
    (one,) = read_appointments("rapporteur (Questions 1, 2; and 3)")
    assert one.scope == "Questions 1, 2; and 3"


def test_written_roles_are_read_back():
    offices = (Appointment(GroupRole.VICE_CHAIR, "Africa"), Appointment(GroupRole.CHAIR))
    assert read_appointments(write_appointments(offices)) == offices


@pytest.mark.parametrize("text", ["boss", "chair Africa", "rapporteur (Question 1", "member"])
def test_an_unknown_role_is_named(text):
    with pytest.raises(Invalid, match="is not a role in the group"):
        read_appointments(text)


@pytest.mark.parametrize(
    "stored, words",
    [
        ("Chair", "Présidence"),
        ("Kenya · Head of delegation", "Kenya · Chef de délégation"),
        ("Rapporteur, Question 22-2/1", "Rapporteur, Question 22-2/1"),
        ("Vice-Chair, Study Group 1, Part 2", "Vice-présidence, Study Group 1, Part 2"),
        ("ATU", "ATU"),
        ("", ""),
        ("Kenya", "Kenya"),
    ],
)
def test_a_stored_title_is_said_in_the_language_of_the_reader(app, stored, words):
    with app.test_request_context(), force_locale("fr"):
        assert title_in_words(stored) == words
    with app.test_request_context():
        assert title_in_words(stored) == stored


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", ["المقرِّر، المسألة \u200e22-2/1", "الرئيس، Study Group 1"]),
        ("es", ["Relator/a, Cuestión 22-2/1", "Presidencia, Study Group 1"]),
        ("ru", ["Докладчик по Вопросу 22-2/1", "Председатель, Study Group 1"]),
        ("zh", ["第22-2/1号课题报告人", "主席、Study Group 1"]),
    ],
)
def test_the_question_of_an_office_is_said_in_the_language_of_the_reader(app, language, words):
    with app.test_request_context(), force_locale(language):
        offices = ["Rapporteur, Question 22-2/1", "Chair, Study Group 1"]
        assert [title_in_words(office) for office in offices] == words
