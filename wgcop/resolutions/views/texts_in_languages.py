"""Bringing in the text of an edition in another language."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop import markup
from wgcop.accounts.identity import current_person
from wgcop.database import db, unlocked
from wgcop.errors import Outdated
from wgcop.resolutions import actions, policy
from wgcop.resolutions.aligning import Paragraph, align, paragraphs_of
from wgcop.resolutions.forms import TextForm
from wgcop.resolutions.language_texts import (
    PartWords,
    TextPart,
    beside_url,
    languages_beside,
    mark_of,
    parts_in,
    placed,
    with_words,
)
from wgcop.resolutions.models import Edition
from wgcop.resolutions.queries import edition_beside
from wgcop.resolutions.source import ParseError
from wgcop.resolutions.views.blueprint import bp
from wgcop.resolutions.views.imports import LARGEST_FILE, received
from wgcop.web import commit_and_show, found_or_404, require, takes_files
from wgcop.web.fields import one_line


@bp.get("/resolutions/<slug>/in/<language>/words")
def words_form(slug: str, language: str) -> ResponseReturnValue:
    require(policy.can_put_text(current_user))
    edition = found_or_404(edition_beside(slug, language))
    return _page(edition, language, parts_in(edition, language))


@bp.post("/resolutions/<slug>/in/<language>/alignment")
@takes_files(LARGEST_FILE, policy.can_put_text)
def align_text(slug: str, language: str) -> ResponseReturnValue:
    """Show for which part of the edition each paragraph was found, for confirmation."""
    require(policy.can_put_text(current_user))
    edition = found_or_404(edition_beside(slug, language))
    parts = parts_in(edition, language)
    with unlocked():
        form = received(TextForm(request.form))
        if form.errors:
            status = 503 if form.is_too_early else 422
            return _page(edition, language, parts, form=form), status
        try:
            paragraphs = paragraphs_of(form.text.data)
        except ParseError as error:
            form.text.errors = [str(error)]
            return _page(edition, language, parts, form=form), 422
        pairs = align([part.unit for part in parts], paragraphs)
    left = [paragraphs[pair.paragraph] for pair in pairs if not pair.key]
    return _page(edition, language, placed(parts, pairs, paragraphs), left=left)


@bp.post("/resolutions/<slug>/in/<language>/words")
def put_words(slug: str, language: str) -> ResponseReturnValue:
    require(policy.can_put_text(current_user))
    edition = found_or_404(edition_beside(slug, language))
    sent = _sent()
    try:
        actions.put_text(
            edition, language, sent, seen=request.form.get("seen", ""), by=current_person()
        )
    except Outdated as outdated:
        db.session.rollback()
        edition = found_or_404(edition_beside(slug, language))
        parts = with_words(parts_in(edition, language), sent)
        return _page(edition, language, parts, outdated=str(outdated)), 409
    return commit_and_show(beside_url(edition, language), _("The text is saved."))


def _sent() -> dict[str, PartWords]:
    typed = zip(request.form.getlist("key"), request.form.getlist("words"), strict=False)
    unsure = set(request.form.getlist("unsure"))
    return {
        key: PartWords(one_line(markup.clean(words)), key not in unsure) for key, words in typed
    }


def _page(
    edition: Edition,
    language: str,
    parts: Sequence[TextPart],
    *,
    form: TextForm | None = None,
    left: Sequence[Paragraph] = (),
    outdated: str = "",
) -> str:
    return render_template(
        "resolutions/put_words.html",
        edition=edition,
        language=language,
        beside=languages_beside(edition),
        parts=parts,
        seen=mark_of(edition, language),
        form=form or TextForm(),
        left=left,
        outdated=outdated,
    )
