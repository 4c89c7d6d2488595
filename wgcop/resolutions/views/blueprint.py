"""The routes of resolutions."""

from flask import Blueprint

bp = Blueprint("resolutions", __name__)
