"""The blueprint of what people follow."""

from flask import Blueprint

bp = Blueprint("following", __name__)
