"""The group of commands for the corpus."""

from flask.cli import AppGroup

priorwork_group = AppGroup("priorwork", help="Documents and bodies of the corpus.")
