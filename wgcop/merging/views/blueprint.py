"""The blueprint of these pages."""

from flask import Blueprint

bp = Blueprint("merging", __name__)
