"""The blueprint of the registry's pages, and whether the reader may edit the registry."""

from flask import Blueprint
from flask_login import current_user

from wgcop.accounts.identity import current_person
from wgcop.initiatives import policy

bp = Blueprint("initiatives", __name__)


def may_edit() -> bool:
    return bool(current_user.is_authenticated) and policy.can_edit_registry(current_person())
