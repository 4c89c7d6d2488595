"""A comment in the language of its reader, translated by machine. Nothing of it is stored."""

from flask import Response, render_template
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from wgcop import markup, translator
from wgcop.database import unlocked
from wgcop.errors import Away, Outdated, Refused
from wgcop.languages import LANGUAGE_NAMES, primary_subtag
from wgcop.threads import policy
from wgcop.threads.models import Comment
from wgcop.threads.views.blueprint import bp
from wgcop.threads.views.comments import visible
from wgcop.web import is_fragment, limiter, require, uncached, who_asks

PER_PERSON = "30 per minute; 500 per hour"


@bp.get("/comments/<comment_name>/translation")
@limiter.limit(PER_PERSON, key_func=who_asks)
def translation(comment_name: str) -> Response:
    """Show the comment in the language of the page. Whatever cannot be translated is said above the
    comment as it stands.
    """
    comment = visible(comment_name)
    if translator.address() is None:
        raise NotFound
    require_it_may_be_sent(comment)
    source, target = comment.language, primary_subtag(str(get_locale()))
    words = markup.plain(comment.body)
    translated, problem, status = "", "", 200
    try:
        if source in ("", target):
            raise Refused(
                _("This comment is in the language of the page, or its language is not known.")
            )
        with unlocked():
            translated = translator.translate(words, source, target)
        # Meanwhile it may have been retracted or redacted, or the head has decided otherwise.
        require_it_may_be_sent(comment)
        if markup.plain(comment.body) != words:
            raise Outdated(_("This comment has just changed. Read its new words first."))
    except (Away, Refused) as error:
        if is_fragment():
            raise
        translated = ""
        problem, status = str(error), 503 if isinstance(error, Away) else 409
    answer = uncached(
        render_template(
            "threads/_translation.html" if is_fragment() else "threads/translation.html",
            comment=comment,
            source=source,
            target=target,
            translated=translated,
            problem=problem,
            language_names=LANGUAGE_NAMES,
        )
    )
    answer.headers["Cache-Control"] = "private, no-store"
    answer.status_code = status
    return answer


def require_it_may_be_sent(comment: Comment) -> None:
    require(
        policy.can_be_translated(comment),
        _("The words of this comment are not sent to a translation service."),
    )
