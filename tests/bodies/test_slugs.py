"""Addresses of entries."""

from hypothesis import given
from hypothesis import strategies as st

from wgcop.bodies.slugs import LONGEST, RESERVED, slug_for


def test_an_address_is_made_of_the_names_letters_and_digits():
    assert (
        slug_for("Rights of the child: São Tomé, 2016-2021", ())
        == "rights-of-the-child-sao-tome-2016-2021"
    )


def test_a_long_name_is_cut_between_words():
    slug = slug_for("Declaration on the Protection of Children from all Forms of Online Abuse", ())
    assert slug == "declaration-on-the-protection-of-children-from-all-forms-of"


def test_a_second_entry_with_the_same_name_is_numbered():
    assert slug_for("Be the COP", {"be-the-cop", "be-the-cop-2"}) == "be-the-cop-3"


def test_no_entry_takes_the_address_of_a_page():
    assert slug_for("New", ()) == "new-2"


def test_a_name_without_latin_letters_has_an_address_all_the_same():
    assert slug_for("安全上网", ()) == "entry"


@given(st.text(), st.sets(st.text(alphabet="ab-2", max_size=5), max_size=5))
def test_every_name_gets_an_address_that_is_free_and_plain(name, taken):
    slug = slug_for(name, taken)
    assert slug not in taken | RESERVED
    assert len(slug) <= LONGEST + 5
    assert all(c.isascii() and (c.isalnum() or c == "-") for c in slug)
