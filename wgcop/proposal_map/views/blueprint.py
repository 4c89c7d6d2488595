"""The blueprint of these pages."""

from flask import Blueprint

bp = Blueprint("proposal_map", __name__)
