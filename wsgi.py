"""The application for any WSGI server."""

import os

from wgcop.app import create_app

# What is stored is for the owner of the process alone.
os.umask(0o077)
app = create_app()
