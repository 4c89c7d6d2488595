"""The navigation on every page."""

from typing import Any

from flask import Flask, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from wgcop.accounts.identity import current_capacity
from wgcop.audit.policy import can_read_trail

ELSEWHERE = {
    "clauses": "resolutions.index",
    "comments": "resolutions.index",
    "documents": "contributions.index",
    "audit": "accounts.people",
    "delegation": "accounts.people",
    "delegations": "accounts.people",
    "groups": "meetings.index",
    "mail": "accounts.people",
    "calendar": "meetings.index",
    "landscape": "priorwork.index",
    "radar": "priorwork.index",
}
"""The main pages of addresses that begin with another word."""


def init_app(app: Flask) -> None:
    app.context_processor(ways)


def ways() -> dict[str, Any]:
    here = part_of(request.path)
    return {
        "navigation": [(label, url, url == here) for label, url in main_ways()],
        "account_menu": account_ways(),
        "sign_out_url": url_for("accounts.sign_out") if current_user.is_authenticated else None,
        "current_capacity": current_capacity(),
    }


def main_ways() -> list[tuple[str, str]]:
    places = [
        (_("Resolutions"), url_for("resolutions.index")),
        (_("Meetings"), url_for("meetings.index")),
    ]
    if current_user.is_authenticated:
        places.append((_("Contributions"), url_for("contributions.index")))
    places.append((_("Prior work"), url_for("priorwork.index")))
    places.append((_("Registry"), url_for("initiatives.index")))
    places.append((_("Implementation"), url_for("implementation.index")))
    if current_user.is_authenticated:
        places.append((_("People"), url_for("accounts.people")))
    return places


def part_of(path: str) -> str:
    """Return the main page to which an address belongs, even if it begins with another word."""
    first = path.split("/")[1]
    return url_for(ELSEWHERE[first]) if first in ELSEWHERE else f"/{first}/"


def account_ways() -> list[tuple[str, str]]:
    if not current_user.is_authenticated:
        return []
    capacity = current_capacity()
    speaks_for_one = capacity is not None and capacity.delegation is not None
    own = [(_("Your delegation"), url_for("home.delegation"))] if speaks_for_one else []
    trail = [(_("Audit trail"), url_for("audit.trail"))] if can_read_trail(current_user) else []
    return [
        *trail,
        *own,
        (_("Begin here"), url_for("home.begin_here")),
        (_("What you follow"), url_for("following.followed")),
        (_("Saved searches"), url_for("following.saved_searches")),
        (_("Account"), url_for("accounts.account")),
    ]
