"""The pages on which a person sees and downloads the data stored about them, and the page on which
the secretariat erases a person.
"""

import io
import json
import zipfile

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop import clock
from wgcop.accounts.identity import current_person
from wgcop.accounts.models import Person
from wgcop.database import db, retention
from wgcop.errors import Refused
from wgcop.privacy import actions, policy, queries
from wgcop.privacy.forms import ErasureForm
from wgcop.privacy.holdings import TOLD
from wgcop.web import commit_and_show, found_or_404, require, require_sign_in, uncached

bp = Blueprint("privacy", __name__)


@bp.get("/account/data")
def own_data() -> ResponseReturnValue:
    require_sign_in()
    person = current_person()
    return render_template(
        "privacy/data.html",
        told=TOLD,
        counts=queries.counts(person),
        letters=queries.letters_to(person),
        deeds=queries.deeds_of(person),
        days={kept.kind.key: kept.days for kept in retention.kept()},
    )


@bp.get("/account/data.zip")
def own_data_as_files() -> ResponseReturnValue:
    require_sign_in()
    person = current_person()
    kept = queries.handed_over(person)
    page = render_template("privacy/handed_over.html", person=person, kept=kept, at=clock.now())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", page)
        archive.writestr("data.json", json.dumps(kept, ensure_ascii=False, indent=1))
    answer = Response(out.getvalue(), mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="what-is-kept-of-me.zip"'
    return uncached(answer)


@bp.get("/people/<int:person_id>/erasure")
def confirm_erasure(person_id: int) -> ResponseReturnValue:
    require(policy.can_erase(current_user))
    person = found_or_404(queries.person_with_roles(person_id))
    return erasure_page(person, ErasureForm.of(person.email))


@bp.post("/people/<int:person_id>/erasure")
def erase(person_id: int) -> ResponseReturnValue:
    require(policy.can_erase(current_user))
    person = found_or_404(queries.person_with_roles(person_id))
    form = ErasureForm.of(person.email, request.form)
    if not form.validate():
        return erasure_page(person, form), 422
    try:
        called = actions.erase(person, by=current_person())
    except Refused as error:
        db.session.rollback()
        form.form_errors.append(str(error))
        return erasure_page(found_or_404(queries.person_with_roles(person_id)), form), 409
    return commit_and_show(
        url_for("accounts.people"),
        _("The person is erased. What they said is shown under “%(name)s”.", name=called),
    )


def erasure_page(person: Person, form: ErasureForm) -> str:
    return render_template(
        "privacy/erase.html",
        person=person,
        form=form,
        told=TOLD,
        counts=queries.counts(person),
        letters=queries.letters_to(person),
    )
