"""The pages of resolutions: their texts, and bringing one in."""

from flask import Blueprint

bp = Blueprint("resolutions", __name__)

from wgcop.resolutions.views import importing, texts

__all__ = ["bp", "importing", "texts"]
