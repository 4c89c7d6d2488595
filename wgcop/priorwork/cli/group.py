"""The group of commands about the corpus."""

from flask.cli import AppGroup

priorwork_group = AppGroup("priorwork", help="The corpus: documents of all bodies.")
