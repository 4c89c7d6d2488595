"""The blueprint of everything about papers, to which the views of several packages add."""

from flask import Blueprint

bp = Blueprint("contributions", __name__)
