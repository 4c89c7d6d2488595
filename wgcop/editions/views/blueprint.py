"""The blueprint of these pages."""

from flask import Blueprint

bp = Blueprint("editions", __name__)
