"""The blueprint of these pages, and what several of them need."""

from typing import Any

from flask import Blueprint, current_app, flash, request
from flask_babel import gettext as _
from flask_login import current_user

from wgcop.accounts.returning import ABOUT_ACCOUNTS, leading_back
from wgcop.accounts.roles import (
    CATEGORY_NAMES,
    DELEGATION_ROLE_NAMES,
    sources_in_words,
    title_in_words,
)
from wgcop.bodies.levels import REGION_NAMES
from wgcop.bodies.place_names import state_in_words
from wgcop.errors import Refused
from wgcop.web import local_path

bp = Blueprint(ABOUT_ACCOUNTS, __name__)
bp.add_app_template_filter(title_in_words)
bp.add_app_template_filter(sources_in_words)
bp.add_app_template_filter(state_in_words)


@bp.app_context_processor
def ways_in() -> dict[str, Any]:
    return {
        "sign_in_url": leading_back("accounts.sign_in"),
        "language_url": leading_back("accounts.set_language"),
        "capacity_url": leading_back("accounts.choose_capacity"),
        "capacities": current_user.capacities,
    }


@bp.context_processor
def provider_offered() -> dict[str, Any]:
    config = current_app.config
    return {
        "provider_name": provider_name() if config["OIDC_ISSUER"] else "",
        "has_passwords": not config["OIDC_ONLY"],
    }


def provider_name() -> str:
    name: str = current_app.config["OIDC_NAME"] or _("your organization")
    return name


def require_passwords() -> None:
    if current_app.config["OIDC_ONLY"]:
        raise Refused(
            _("Passwords are switched off here. Sign in with the account of your organization.")
        )


def tell_of_addresses(ended: int) -> None:
    """Tell the person that secret addresses ended, since programs that use them stop silently."""
    if ended:
        flash(
            _(
                "The addresses of your calendar and feeds were revoked too, and those at which you answer e-mails. Make new ones where you made them."
            )
        )


@bp.context_processor
def names() -> dict[str, Any]:
    return {
        "category_names": CATEGORY_NAMES,
        "region_names": REGION_NAMES,
        "role_names": DELEGATION_ROLE_NAMES,
    }


def next_page(otherwise: str = "/") -> str:
    """Return the path to go to next. Control characters are refused: browsers drop them, and
    `/<tab>/host` would become a host.
    """
    wanted = local_path(request.values.get("next"))
    return wanted if wanted and wanted.isprintable() else otherwise
