"""The blueprint of these pages."""

from flask import Blueprint

bp = Blueprint("following", __name__)
