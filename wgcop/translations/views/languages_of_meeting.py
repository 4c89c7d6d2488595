"""The page on which the secretariat sees which documents of a meeting can be read in which
language.
"""

from flask import render_template, request

from wgcop.accounts.identity import current_person
from wgcop.contributions import queries
from wgcop.i18n import number
from wgcop.languages import LANGUAGE_NAMES
from wgcop.numbering.blueprint import bp
from wgcop.numbering.queries import meeting_called
from wgcop.translations import policy
from wgcop.translations.overview import (
    LANGUAGE_STATE_NAMES,
    TO_DO,
    languages_by_document,
    still_to_do,
    words_to_translate,
)
from wgcop.translations.queries import originals, read_or_written
from wgcop.web import current_audiences, found_or_404, require


@bp.get("/meetings/<slug>/languages")
def languages_of_meeting(slug: str) -> str:
    """List the documents of a meeting by language. `?only=outdated`, `provisional` or `missing`
    limits them to documents that have such a version.
    """
    meeting = found_or_404(meeting_called(slug))
    require(policy.can_oversee(current_person(), meeting))
    only = next((state for state in TO_DO if state == request.args.get("only")), "")
    papers = queries.documents_in_force(meeting, current_audiences())
    documents = languages_by_document(papers, read_or_written(papers), originals(papers))
    shown = [document for document in documents if not only or document.has(only)]
    return render_template(
        "contributions/languages_of_meeting.html",
        meeting=meeting,
        documents=shown,
        words={code: number(count) for code, count in words_to_translate(shown, only).items()},
        to_do=still_to_do(documents),
        only=only,
        state_names=LANGUAGE_STATE_NAMES,
        language_names=LANGUAGE_NAMES,
    )
