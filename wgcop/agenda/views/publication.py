"""Publishing an agenda, and the public version of each publication; members are redirected to the
document.
"""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from wgcop.accounts.identity import current_person
from wgcop.agenda import actions, policy, queries
from wgcop.agenda.blueprint import bp
from wgcop.agenda.next_publication import next_publication
from wgcop.agenda.publication.public import PublicAgenda, public_agenda
from wgcop.agenda.publication.queries import all_of
from wgcop.agenda.views.files import download, print_out
from wgcop.bodies.models import Meeting
from wgcop.contributions import policy as document_policy
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.web import current_audiences, found_or_404, public, require
from wgcop.word import MIME


@bp.get("/<slug>/publication")
def confirm_publication(slug: str) -> ResponseReturnValue:
    return _confirmation(publishable(slug))


@bp.post("/<slug>/publication")
def publish(slug: str) -> ResponseReturnValue:
    meeting = publishable(slug)
    try:
        published = actions.publish_agenda(
            meeting, seen=request.form.get("seen"), by=current_person()
        )
    except Refused as refused:
        db.session.rollback()
        return _confirmation(publishable(slug), refused), 409
    db.session.commit()
    symbol = published.revision.symbol
    flash(_("Published as %(symbol)s. Everybody can read it now.", symbol=symbol), "success")
    return redirect(meeting.url, 303)


@bp.get("/<slug>/agenda/<key>")
@public
def published_agenda(slug: str, key: str) -> ResponseReturnValue:
    agenda = readable_publication(slug, key)
    if document_policy.can_read(current_person(), agenda.contribution):
        is_latest = agenda.is_latest
        return redirect(agenda.contribution.url if is_latest else agenda.revision.url, 303)
    return render_template("meetings/published.html", agenda=agenda)


@bp.get("/<slug>/agenda/<key>/changes")
@public
def changes_of_agenda(slug: str, key: str) -> ResponseReturnValue:
    agenda = readable_publication(slug, key)
    if document_policy.can_read(current_person(), agenda.contribution):
        return redirect(f"{agenda.revision.url}/changes", 303)
    if agenda.before is None:
        raise NotFound
    return render_template("meetings/published_changes.html", agenda=agenda)


@bp.get("/<slug>/agenda/<key>.docx")
@public
def published_agenda_in_word(slug: str, key: str) -> ResponseReturnValue:
    """Send the public version as a Word file, to members too: the document has a file of its own."""
    agenda = readable_publication(slug, key)
    return download(agenda.in_word(), MIME, _file_name(agenda, "docx"))


@bp.get("/<slug>/agenda/<key>.pdf")
@public
def published_agenda_in_print(slug: str, key: str) -> ResponseReturnValue:
    agenda = readable_publication(slug, key)
    page, name = agenda.in_print(), _file_name(agenda, "pdf")
    # Gives the connection back: printing takes seconds and needs nothing of the database.
    db.session.rollback()
    return print_out(page.to_pdf, name)


def publishable(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_edit_agenda(current_person(), meeting))
    return meeting


def readable_publication(slug: str, key: str) -> PublicAgenda:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_read_agenda(current_audiences(), meeting))
    agenda = public_agenda(all_of(meeting), key)
    if agenda is None:
        raise NotFound
    return agenda


def _confirmation(meeting: Meeting, refused: Refused | None = None) -> str:
    return render_template(
        "meetings/publish.html",
        meeting=meeting,
        publication=next_publication(meeting),
        refused=refused,
        is_outdated=isinstance(refused, Outdated),
    )


def _file_name(agenda: PublicAgenda, ending: str) -> str:
    name = str(agenda.revision.symbol).replace("/", "-").replace(" ", "-")
    return f"{name}.{ending}"
