"""Where the pages of meetings hang."""

from flask import Blueprint

bp = Blueprint("meetings", __name__, url_prefix="/meetings")
