"""The blueprint for everything below `/meetings`. Several packages add their views to it."""

from flask import Blueprint

bp = Blueprint("meetings", __name__, url_prefix="/meetings")
