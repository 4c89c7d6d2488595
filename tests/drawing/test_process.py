"""Charts are drawn in a process of their own, once, and with nothing but what they hold."""

import http.server
import threading
import time

import pytest

from wgcop.drawing import process
from wgcop.drawing.keeping import drawn_once, png_once
from wgcop.drawing.process import DrawingFailed, draw_charts, to_png

BAR = {"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a"}}}
SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0,0h9v9Z"/></svg>'


@pytest.fixture
def server():
    """A server that notes who asks."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    running = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}", asked
    running.shutdown()
    running.server_close()


def test_nothing_is_fetched(server):
    address, asked = server
    image = {"mark": {"type": "image", "url": f"{address}/b.png"}, "data": {"values": [{}]}}
    data = {**BAR, "data": {"url": f"{address}/a.json"}}
    for chart in (image, data):
        try:
            draw_charts([chart])
        except DrawingFailed:
            continue
    assert asked == []


def test_a_chart_that_cannot_be_drawn_says_so():
    with pytest.raises(DrawingFailed, match="ended with 1"):
        draw_charts([{"mark": "no such mark"}])
    assert process._free._value == process.MOST_AT_ONCE


def test_a_chart_that_takes_too_long_ends_the_process_and_nothing_else(monkeypatch):
    monkeypatch.setattr(process, "LONGEST_WAIT", 0.1)
    with pytest.raises(DrawingFailed):
        draw_charts([BAR])
    assert process._free._value == process.MOST_AT_ONCE


def test_the_process_gets_no_secret_of_the_server(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://of:password@nowhere")
    code = "import os, sys; sys.exit(3 if 'DATABASE_URL' in os.environ else 4)"
    monkeypatch.setattr(process, "_DRAWER", (process._DRAWER[0], "-c", code))
    with pytest.raises(DrawingFailed, match="ended with 4"):
        draw_charts([BAR])


def test_a_chart_is_drawn_once_and_together_with_others_that_are_new(tmp_path, monkeypatch):
    asked: list[int] = []

    def drawing(specs):
        asked.append(len(specs))
        return draw_charts(specs)

    monkeypatch.setattr("wgcop.drawing.keeping.draw_charts", drawing)
    other = {**BAR, "mark": "point"}
    first = drawn_once([BAR, other], tmp_path)
    assert drawn_once([other, BAR], tmp_path) == first[::-1]
    assert asked == [2]
    assert all(picture.startswith("<svg") for picture in first)


def test_a_picture_becomes_a_png_once(tmp_path):
    png = png_once(SQUARE, tmp_path, scale=2)
    assert png.startswith(b"\x89PNG")
    began = time.monotonic()
    assert png_once(SQUARE, tmp_path, scale=2) == png
    assert time.monotonic() - began < 0.05
    assert to_png(SQUARE.decode(), scale=4) != png
