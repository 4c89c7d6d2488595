"""While changes are marked, no form of a text changes without a mark."""

from tests.browser.test_marked_changes import OF_FORM, changes_of_form_are_decided_whole


def test_every_change_of_form_is_marked_and_accepted_or_rejected_whole(enter):
    changes_of_form_are_decided_whole(enter("amina"), OF_FORM)
