"""The blueprint of these pages."""

from flask import Blueprint

bp = Blueprint("positions", __name__)
