"""Host names other than that of PUBLIC_URL at which people open pages. These pages have no live
connection.

The page itself tells its reader, since only a browser knows for sure which address was opened. Here
it is recorded for the administrators.
"""

from contextlib import suppress
from pathlib import Path

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import BadRequest

from wgcop.observing import watched
from wgcop.origins import origin_of
from wgcop.web.each_request import loaded_reader


def init_app(app: Flask) -> None:
    app.after_request(note_other_name)
    app.add_template_global(own_origin)


def own_origin() -> str:
    """Return the origin of PUBLIC_URL, or an empty string if that is not set."""
    return origin_of(current_app.config["PUBLIC_URL"]) or ""


def note_other_name(response: Response) -> Response:
    """Record another host name used by a signed-in person. Programs that scan the internet do not
    count.
    """
    own = own_origin()
    if own and loaded_reader() is not None:
        # an invalid host name, or a port that is not a number
        with suppress(ValueError, BadRequest):
            asked = origin_of(request.host_url)
            if asked and asked != own:
                watched.note_other_name(Path(current_app.config["DATA_DIR"]), asked)
    return response
