"""Loads a language version for those who may work on it."""

from werkzeug.exceptions import NotFound

from wgcop.accounts.identity import current_person
from wgcop.contributions.access import readable
from wgcop.contributions.models import Contribution
from wgcop.translations import policy, queries
from wgcop.translations.models import Translation
from wgcop.web import found_or_404, require


def translatable(contribution_id: int) -> Contribution:
    contribution = readable(contribution_id)
    if not contribution.is_numbered:
        raise NotFound
    require(policy.can_translate(current_person(), contribution))
    return contribution


def draft_of(contribution_id: int, language: str) -> Translation:
    contribution = translatable(contribution_id)
    draft = found_or_404(queries.draft_in(contribution, language))
    current = queries.current_in(contribution, language)
    require(policy.can_work_on(current_person(), contribution, current))
    return draft
