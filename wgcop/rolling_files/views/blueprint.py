"""The blueprint of these pages."""

from flask import Blueprint

bp = Blueprint("rolling_files", __name__)
