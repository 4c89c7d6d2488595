"""The devices on which a person gets notifications, and the script that shows them there."""

import json
from pathlib import Path

from flask import Blueprint, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import Forbidden, NotFound

from wgcop.accounts.identity import (
    NamedSession,
    current_person,
    named_session,
    session_ends_at,
)
from wgcop.database import db
from wgcop.errors import Invalid, Refused
from wgcop.push import actions, subscriptions
from wgcop.push.endpoints import is_offered, is_service
from wgcop.push.models import PUSH_NAMES, PushDevice, PushKind
from wgcop.push.subscriptions import Subscription
from wgcop.push.trial import try_device
from wgcop.web import (
    commit_and_show,
    csrf,
    get_or_404,
    limiter,
    public,
    require_sign_in,
    who_asks,
)

bp = Blueprint("push", __name__)


@bp.get("/service-worker.js")
@public  # a browser asks for it again whenever it likes
def service_worker() -> Response:
    """Send the script that shows notifications. It is at the root, so that its scope covers all
    pages.
    """
    script = Path(current_app.static_folder or "", "js/service-worker.js").read_bytes()
    answer = Response(script, mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """Describe the workspace as an app: iPhones show notifications only from apps on the home
    screen.
    """
    app = {
        "name": "WG-COP",
        "short_name": "WG-COP",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "icons": [
            {
                "src": url_for("static", filename="icons/mark.svg"),
                "sizes": "any",
                "type": "image/svg+xml",
            }
        ],
    }
    return Response(json.dumps(app), mimetype="application/manifest+json")


@bp.post("/account/devices")
@limiter.limit("30 per hour", key_func=who_asks)
def switch_on() -> ResponseReturnValue:
    require_sign_in()
    require_offered()
    kinds = chosen_kinds()
    if not kinds:
        raise Invalid(_("Choose at least one kind of notification."))
    actions.add_device(
        subscription_sent(),
        kinds,
        session=own_session(),
        until=session_ends_at(),
        user_agent=str(request.user_agent),
        by=current_person(),
    )
    return commit_and_show(own_page(), _("Notifications are switched on for this device."))


@bp.post("/account/devices/renewal")
@csrf.exempt  # a service worker sends it, which has no page and so no token
@limiter.limit("60 per hour", key_func=who_asks)
def renew() -> ResponseReturnValue:
    """Store the browser's current subscription for the device of its person. A script of another
    site is refused by the headers that browsers add, and its requests carry no cookie of ours.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise Forbidden
    require_sign_in()
    require_offered()
    is_kept = actions.renew_device(
        subscription_sent(), session=own_session(), until=session_ends_at(), by=current_person()
    )
    db.session.commit()
    if not is_kept:
        raise NotFound
    return "", 204


@bp.post("/account/devices/<int:device_id>/kinds")
def choose_kinds(device_id: int) -> ResponseReturnValue:
    require_sign_in()
    actions.choose_kinds(own_device(device_id), chosen_kinds())
    return commit_and_show(own_page(), _("Saved."))


@bp.post("/account/devices/<int:device_id>/removal")
def remove(device_id: int) -> ResponseReturnValue:
    require_sign_in()
    actions.remove_device(own_device(device_id))
    return commit_and_show(own_page(), _("The device gets no more notifications."))


@bp.post("/account/devices/<int:device_id>/trial")
@limiter.limit("20 per hour", key_func=who_asks)
def send_trial(device_id: int) -> ResponseReturnValue:
    require_sign_in()
    require_offered()
    try_device(own_device(device_id))
    return commit_and_show(
        own_page(),
        _(
            "A notification is on its way. If none appears within a minute, look whether the browser "
            "or the device keeps notifications back."
        ),
    )


def own_page() -> str:
    return url_for("accounts.own_letters", _anchor="devices")


def own_device(device_id: int) -> PushDevice:
    device = get_or_404(PushDevice, device_id)
    if device.person_id != current_person().id:
        raise NotFound
    return device


def own_session() -> NamedSession:
    session = named_session()
    assert session is not None
    return session


def require_offered() -> None:
    if not is_offered():
        raise Refused(_("This workspace sends no notifications to devices."))


def chosen_kinds() -> frozenset[PushKind]:
    sent = request.form.getlist("kinds")
    return frozenset(kind for kind in PUSH_NAMES if kind.value in sent)


def subscription_sent() -> Subscription:
    subscription = subscriptions.read(request.form.get("subscription", ""))
    if subscription is None:
        raise Invalid(
            _(
                "This browser did not say where notifications can be sent. Reload the page and "
                "switch them on again."
            )
        )
    if not is_service(subscription.endpoint):
        raise Invalid(
            _(
                "This browser names a push service that this workspace does not send to. The "
                "administrator can allow it."
            )
        )
    return subscription
