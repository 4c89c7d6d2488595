"""The group of commands about the corpus."""

from flask.cli import AppGroup

priorwork_group = AppGroup("priorwork", help="Documents and bodies of the corpus.")
