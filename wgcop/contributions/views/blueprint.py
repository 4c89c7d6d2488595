"""The routes of contributions and documents."""

from flask import Blueprint

bp = Blueprint("contributions", __name__)
