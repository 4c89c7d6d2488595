"""The group of the commands for the corpus."""

from flask.cli import AppGroup

priorwork_group = AppGroup("priorwork", help="The corpus: documents of all bodies.")
