"""The page on which somebody chooses which letters they get and sees what was sent to them, and the
link in each letter that ends its kind.
"""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from wgcop.accounts import queries, stopping
from wgcop.accounts.blueprint import bp
from wgcop.accounts.forms import LettersForm
from wgcop.accounts.identity import current_person
from wgcop.accounts.models import DigestRhythm, MentionMail, Person
from wgcop.accounts.wishes import LETTER_NAMES, chosen_among, resume, stop, wishes
from wgcop.bodies.zones import zone_names
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.web import (
    commit_and_show,
    csrf,
    found_or_404,
    limiter,
    public,
    require_sign_in,
    uncached,
)


@bp.get("/account/letters")
def own_letters() -> ResponseReturnValue:
    require_sign_in()
    person = current_person()
    return uncached(letters_page(person, LettersForm(obj=person)))


@bp.post("/account/letters")
def choose_letters() -> ResponseReturnValue:
    require_sign_in()
    person, form = current_person(), LettersForm(request.form)
    if not form.validate():
        return letters_page(person, form), 422
    person.mention_mail = MentionMail(form.mention_mail.data)
    person.reply_mail = MentionMail(form.reply_mail.data)
    person.paper_mail = form.paper_mail.data
    person.item_mail = form.item_mail.data
    person.clause_mail = form.clause_mail.data
    person.digest = DigestRhythm(form.digest.data)
    person.time_zone = form.time_zone.data or "UTC"
    return commit_and_show(url_for("accounts.own_letters"), _("Saved."))


def letters_page(person: Person, form: LettersForm) -> str:
    return render_template(
        "accounts/own_letters.html",
        form=form,
        zones=zone_names(),
        messages=queries.letters_to(person),
    )


@bp.get("/letters/<token>/end")
@public  # whoever holds the link
@limiter.limit("120 per minute")
def letters_end(token: str) -> str:
    """Show the button that ends such letters, or undoes that. The page itself changes nothing,
    because mail scanners follow links.
    """
    link, person = written_to_by(token)
    undo = request.args.get("undo", "")
    return render_template(
        "accounts/letters_end.html",
        token=token,
        person=person,
        names=[LETTER_NAMES[kind] for kind in link.kinds],
        is_over=not any(wishes(person, kind) for kind in link.kinds),
        undo=undo if stopping.read_undo(undo, link) else "",
        offer=stopping.offer_token(link, chosen_among(person, *link.kinds)),
    )


@bp.post("/letters/<token>/end")
@csrf.exempt  # the button of a mail program sends it, and the link is a secret of its reader
@public
@limiter.limit("120 per minute")
def end_letters(token: str) -> ResponseReturnValue:
    link, person = written_to_by(token)
    # Whoever presses the button a second time still undoes what the first did.
    offered = stopping.read_offer(request.form.get("offer", ""), link)
    chosen = stop(person, *link.kinds) or offered
    undo = stopping.undo_token(link, chosen) if chosen else None
    return commit_and_show(url_for("accounts.letters_end", token=token, undo=undo))


@bp.post("/letters/<token>/resumption")
@public
@limiter.limit("120 per minute")
def resume_letters(token: str) -> ResponseReturnValue:
    """Undo the end of such letters, for whoever has just ended them."""
    link, person = written_to_by(token)
    chosen = stopping.read_undo(request.form.get("undo", ""), link)
    if not chosen:
        raise Refused(_("This cannot be undone here. Sign in to choose which e-mails you get."))
    resume(person, chosen)
    return commit_and_show(
        url_for("accounts.letters_end", token=token), _("You get these e-mails again.")
    )


def written_to_by(token: str) -> tuple[stopping.Stop, Person]:
    link = stopping.read(token)
    if link is None:
        raise NotFound
    person = found_or_404(db.session.get(Person, link.person_id))
    return link, found_or_404(person if person.is_active else None)
