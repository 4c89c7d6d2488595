"""The blueprint of everything below `/meetings`, to which the views of several packages add."""

from flask import Blueprint

bp = Blueprint("meetings", __name__, url_prefix="/meetings")
