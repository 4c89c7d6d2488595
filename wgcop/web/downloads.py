"""The name under which a browser stores what it is sent."""

import unicodedata
from urllib.parse import quote

from flask import Response

PLAIN = "!#$&+-.^_`|~"


def name_download(response: Response, name: str) -> None:
    """Have the browser store the answer as a file of this name, which may be in any script.

    A header can hold only Latin letters. A name with others is sent encoded (RFC 8187), next to a
    simplified name for programs that do not know this encoding.
    """
    name = "".join(letter for letter in name if letter.isprintable())
    simple = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    names = {"filename": simple}
    if simple != name:
        names["filename*"] = f"UTF-8''{quote(name, safe=PLAIN)}"
    response.headers.set("Content-Disposition", "attachment", **names)
