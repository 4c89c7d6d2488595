"""The blueprint of these pages."""

from flask import Blueprint

bp = Blueprint("threads", __name__)
