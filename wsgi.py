"""The application for any WSGI server."""

from wgcop.app import create_app

app = create_app()
