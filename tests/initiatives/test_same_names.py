"""Which names and leads are the same, however they are written."""

import pytest

from wgcop.initiatives.same_names import same_lead, same_name


@pytest.mark.parametrize(
    ("name", "acronym", "other", "other_acronym"),
    [
        ("Safe Surf", "", "SURF – safe!", ""),
        ("COP initiative", "", "Child Online Protection initiative", "COP"),
        ("IWF", "", "Internet Watch Foundation", ""),
        ("Watch Foundation, Internet", "", "Internet Watch Foundation", "IWF"),
        ("SID", "", "Safer Internet Day", ""),
        ("Radio for parants", "", "Radio for parents", ""),
        ("Midia for parents", "", "Media for parents", ""),  # as unlike as may be: one of five
        ("ITU guidelines", "", "Guidelines of the International Telecommunication Union", ""),
        ("Día de Internet Segura", "", "dia de internet segura", ""),
    ],
)
def test_a_name_is_recognized_in_another_form(name, acronym, other, other_acronym):
    assert same_name(name, acronym, other, other_acronym)
    assert same_name(other, other_acronym, name, acronym)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Safe Surf", "Safe Click"),
        ("Campaign 001", "Campaign 002"),
        ("COP Guidelines, first edition", "COP Guidelines, second edition"),
        ("Helpline", "Hotline"),
        ("", "Safe Surf"),
    ],
)
def test_another_name_is_another(name, other):
    assert not same_name(name, "", other, "")


@pytest.mark.parametrize(
    ("lead", "other", "same"),
    [
        ("ITU", "International Telecommunication Union", True),
        ("ITU (BDT)", "International Telecommunication Union", True),
        ("CAK", "Communications Authority of Kenya", True),
        ("", "Telecom Board", True),
        ("Telecom Board", "Another Board", False),
        ("ITU", "UNICEF", False),
    ],
)
def test_leads_are_compared_by_what_they_stand_for(lead, other, same):
    assert same_lead(lead, other) is same
    assert same_lead(other, lead) is same
