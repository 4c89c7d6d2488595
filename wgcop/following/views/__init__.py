"""The views of read marks, of following and of saved searches."""

from flask import Blueprint

bp = Blueprint("following", __name__)

from wgcop.following.views import feeds, marks, searches

__all__ = ["bp", "feeds", "marks", "searches"]
