"""The blueprint of these pages."""

from flask import Blueprint

bp = Blueprint("implementation", __name__)
