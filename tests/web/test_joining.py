"""What several people type into one form is joined field by field."""

from hypothesis import given
from hypothesis import strategies as st

from wgcop.web.joining import join, mark, marks_of, read_marks

WORDS = st.sampled_from(["", "radio", "radio plays", "عربي", "無線"])
FORMS = st.fixed_dictionaries(dict.fromkeys(("title", "abstract", "contact"), WORDS))


def test_each_keeps_what_only_they_changed():
    opened = {"title": "Radio", "abstract": "", "items": [1, 2]}
    saved_by_amina = {**opened, "abstract": "Radio reaches parents."}
    typed_by_wanjiru = {**opened, "items": [2, 1, 3]}
    joined = join(read_marks(marks_of(opened)), saved_by_amina, typed_by_wanjiru)
    assert joined.values == {**saved_by_amina, "items": [2, 1, 3]}
    assert (joined.taken, joined.conflicts) == (("abstract",), ())


def test_a_field_that_both_changed_is_a_conflict():
    marks = read_marks(marks_of({"title": "Radio"}))
    assert join(marks, {"title": "Radio plays"}, {"title": "Radio"}).taken == ("title",)
    assert join(marks, {"title": "Radio plays"}, {"title": "Plays"}).conflicts == ("title",)
    assert join(marks, {"title": "Plays"}, {"title": "Plays"}).conflicts == ()


def test_a_form_that_does_not_say_what_it_was_opened_with_counts():
    assert join({}, {"title": "Radio"}, {"title": "Plays"}).values == {"title": "Plays"}


def test_the_order_of_choices_and_the_ends_of_lines_are_no_difference():
    assert mark([1, 2]) == mark(["2", "1"])
    assert mark("a\r\nb ") == mark("a\nb")
    assert mark(None) == mark("") == mark(False) == mark([])
    assert mark(True) != mark(False)


@given(opened=FORMS, stored=FORMS, typed=FORMS)
def test_nobody_s_words_are_lost(opened, stored, typed):
    """Each change is in the result, or its field is a conflict in which both are shown."""
    joined = join(read_marks(marks_of(opened)), stored, typed)
    for name in opened:
        if name in joined.conflicts:
            assert opened[name] not in (stored[name], typed[name]) and stored[name] != typed[name]
            continue
        if stored[name] != opened[name]:
            assert joined.values[name] == stored[name]
        if typed[name] != opened[name]:
            assert joined.values[name] == typed[name]
