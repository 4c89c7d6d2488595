"""With PUBLIC_URL a page of another address opens no live connection, whatever host its request names."""

import pytest

from wgcop.live import socketio
from wgcop.origins import origin_of


@pytest.mark.parametrize(
    "public_url, origin",
    [
        ("", None),
        ("https://cop.example.org", "https://cop.example.org"),
        ("https://COP.example.org:443/", "https://cop.example.org"),
        ("http://cop.example.org:8080", "http://cop.example.org:8080"),
        ("http://[::1]:5000", "http://[::1]:5000"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(public_url, origin):
    assert origin_of(public_url) == origin


@pytest.mark.settings(PUBLIC_URL="https://cop.example.org")
def test_only_pages_of_the_public_address_are_live(app):
    def may_connect(origin, host):
        environ = {"wsgi.url_scheme": "http", "HTTP_HOST": host, "HTTP_ORIGIN": origin}
        return origin in socketio.server.eio._cors_allowed_origins(environ)

    for host in ("cop.example.org", "evil.example.net", "127.0.0.1:5000"):
        assert may_connect("https://cop.example.org", host)
        assert not may_connect("https://evil.example.net", host)
        assert not may_connect(f"http://{host}", host)
