"""The blueprint of these pages."""

from flask import Blueprint

bp = Blueprint("brackets", __name__)
