"""Lookups of the views of brackets. Each refuses readers who may not read or change what it returns."""

from flask_babel import pgettext

from wgcop.accounts.identity import current_capacity, current_person, require_same_capacity
from wgcop.brackets import policy, queries
from wgcop.brackets.actions import acting
from wgcop.brackets.forms import DELEGATION, EVERYBODY
from wgcop.brackets.models import Bracket, BracketActor
from wgcop.resolutions.models import Clause, Edition
from wgcop.resolutions.queries import clause_by_wid, edition_called
from wgcop.web import current_audiences, found_or_404, require


def clause_with_brackets(wid: str) -> Clause:
    clause = found_or_404(clause_by_wid(wid))
    require(policy.can_read_brackets(current_audiences()))
    return clause


def edition_with_brackets(slug: str) -> Edition:
    edition = found_or_404(edition_called(slug))
    require(policy.can_read_brackets(current_audiences()))
    return edition


def readable_bracket(bracket_id: int) -> Bracket:
    require(policy.can_read_brackets(current_audiences()))
    return found_or_404(queries.bracket_with_all(bracket_id))


def bracket_to_lead(bracket_id: int) -> Bracket:
    bracket = readable_bracket(bracket_id)
    require(policy.can_lead(current_person(), bracket.clause))
    return bracket


def names_to_act_in(clause: Clause) -> dict[str, str]:
    """Return in whose name the reader may open brackets of the clause: that of their delegation, and
    for everybody if they lead.
    """
    person, capacity = current_person(), current_capacity()
    named = {}
    if capacity and capacity.delegation and policy.can_put_brackets(person, capacity):
        named[DELEGATION] = capacity.delegation.shown_name
    if policy.can_lead(person, clause):
        named[EVERYBODY] = pgettext("in whose name", "For everybody")
    return named


def speaking_as() -> str:
    capacity = current_capacity()
    return capacity.key if capacity else ""


def actor(*, for_delegation: bool) -> BracketActor:
    """Return who acts now. A form that speaks for a delegation must have been opened in this capacity."""
    person, capacity = current_person(), current_capacity()
    if for_delegation:
        assert capacity
        require_same_capacity(capacity)
        return acting(person, capacity, for_delegation=True)
    return acting(person, person.office_capacity(capacity), for_delegation=False)
