"""The page on which the secretariat sees which documents of a meeting, and which resolutions, can be
read in which language.
"""

from flask import render_template, request

from wgcop.accounts.identity import current_person
from wgcop.contributions import queries
from wgcop.i18n import number
from wgcop.languages import LANGUAGE_NAMES
from wgcop.numbering.blueprint import bp
from wgcop.numbering.queries import meeting_called
from wgcop.resolutions.policy import can_put_text
from wgcop.resolutions.queries import editions_in_force, parts_beside
from wgcop.translations import policy
from wgcop.translations.overview import (
    LANGUAGE_STATE_NAMES,
    TO_DO,
    languages_by_document,
    languages_by_edition,
    still_to_do,
    words_to_translate,
)
from wgcop.translations.queries import originals, read_or_written
from wgcop.web import current_audiences, found_or_404, require


@bp.get("/meetings/<slug>/languages")
def languages_of_meeting(slug: str) -> str:
    """List the documents of a meeting and the resolutions in force by language. `?only=outdated`,
    `incomplete`, `provisional` or `missing` limits them to texts that have such a version, `?into=fr`
    to versions in this language.
    """
    meeting = found_or_404(meeting_called(slug))
    person = current_person()
    require(policy.can_oversee(person, meeting))
    only = next((state for state in TO_DO if state == request.args.get("only")), "")
    into = next((code for code in LANGUAGE_NAMES if code == request.args.get("into")), "")
    languages = [into] if into else list(LANGUAGE_NAMES)
    papers = queries.documents_in_force(meeting, current_audiences())
    documents = languages_by_document(papers, read_or_written(papers), originals(papers), languages)
    editions = editions_in_force()
    resolutions = languages_by_edition(
        editions, parts_beside(editions, languages), languages, may_write=can_put_text(person)
    )
    parts = {
        "documents": [text for text in documents if not only or text.has(only)],
        "resolutions": [text for text in resolutions if not only or text.has(only)],
    }
    words = words_to_translate([*parts["documents"], *parts["resolutions"]], only)
    return render_template(
        "contributions/languages_of_meeting.html",
        meeting=meeting,
        parts=parts,
        words={code: number(words[code]) for code in languages},
        to_do=still_to_do([*documents, *resolutions]),
        only=only,
        into=into,
        state_names=LANGUAGE_STATE_NAMES,
        language_names=LANGUAGE_NAMES,
    )
