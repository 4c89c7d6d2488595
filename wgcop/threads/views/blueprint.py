"""The blueprint that all views of threads stand on."""

from flask import Blueprint

bp = Blueprint("threads", __name__)
