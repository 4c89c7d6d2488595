"""The page of a document in another language, at the address that is its symbol in that language."""

from flask import render_template

from wgcop.accounts.identity import current_person
from wgcop.contributions.page_parts import paper_of
from wgcop.translations import policy, queries
from wgcop.translations.models import Translation
from wgcop.translations.versions import language_versions


def language_version_page(version: Translation) -> str:
    contribution, person = version.contribution, current_person()
    issued = queries.issued(contribution)
    has_draft = policy.can_translate(person, contribution) and any(
        draft.language == version.language for draft in queries.drafts(contribution)
    )
    return render_template(
        "contributions/translation.html",
        **paper_of(contribution, version),
        version=version,
        versions=language_versions(contribution, issued),
        has_draft=has_draft,
        may_change=policy.can_begin(person, contribution)
        and policy.can_work_on(person, contribution, version),
        may_withdraw=policy.can_settle(person, contribution),
    )
