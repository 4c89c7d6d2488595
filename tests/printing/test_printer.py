"""The printer is given every file that it may use: it fetches nothing, whatever a page says."""

import http.server
import re
import threading
from pathlib import Path

import pytest

from config import ROOT
from wgcop.printing import PrintingFailed, print_page
from wgcop.printing import process as printing

PAGE = '<!doctype html><html lang="en"><head><title>T</title>{}</head><body>{}</body></html>'


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


def test_nothing_is_fetched_from_the_network_or_the_disk(server, tmp_path):
    address, asked = server
    secret = tmp_path / "secret.css"
    secret.write_text("body::before { content: 'secret'; }")
    head = f'<link rel="stylesheet" href="{address}/a.css"><link rel="stylesheet" href="file://{secret}">'
    body = f'<img src="{address}/b.png" alt="b"><p style="background: url({address}/c)">text</p><object data="{address}/d"></object>'
    plain = print_page(PAGE.format("", "<p>text</p>"), {})
    pdf = print_page(PAGE.format(head, body), {})
    assert pdf.startswith(b"%PDF-") and asked == []
    assert len(pdf) < len(plain) + 2_000


def test_a_proxy_waits_for_the_longest_print():
    waits = re.findall(r"proxy_read_timeout +(\d+)s", (ROOT / "deploy/nginx.conf").read_text())
    assert waits
    assert all(int(each) > printing.LONGEST_QUEUE + printing.LONGEST_WAIT for each in waits)


def test_a_page_that_takes_too_long_ends_the_process_and_nothing_else(monkeypatch):
    monkeypatch.setattr(printing, "LONGEST_WAIT", 0.2)
    with pytest.raises(PrintingFailed):
        print_page(PAGE.format("", "<p>word " * 20_000), {})
    assert printing._free._value == printing.MOST_AT_ONCE


def test_the_process_gets_no_secret_of_the_server(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://of:password@nowhere")
    code = "import os, sys; sys.exit('DATABASE_URL' in os.environ)"
    monkeypatch.setattr(printing, "_PRINTER", (printing._PRINTER[0], "-c", code))
    with pytest.raises(PrintingFailed, match="ended with 0"):
        print_page("", {})


def test_a_crash_of_the_libraries_costs_another_try_and_no_more(monkeypatch, tmp_path):
    tried = tmp_path / "tried"
    code = f"""if True:
        import os, pathlib, signal
        tried = pathlib.Path({str(tried)!r})
        tried.write_text(tried.read_text() + "x" if tried.exists() else "x")
        if {{crashes}} or tried.read_text() == "x":
            os.kill(os.getpid(), signal.SIGSEGV)
        print("%PDF-1.7")
    """
    printer = printing._PRINTER[0]
    monkeypatch.setattr(printing, "_PRINTER", (printer, "-c", code.format(crashes=False)))
    assert print_page("", {}).startswith(b"%PDF-")
    tried.unlink()
    monkeypatch.setattr(printing, "_PRINTER", (printer, "-c", code.format(crashes=True)))
    with pytest.raises(PrintingFailed, match="-11"):
        print_page("", {})
    assert tried.read_text() == "xx"


def test_a_process_that_is_ended_leaves_no_files_behind(monkeypatch, tmp_path):
    told = tmp_path / "told"
    code = f"""if True:
        import os, pathlib, signal, tempfile
        left = tempfile.mkdtemp()
        pathlib.Path(left, "font").write_bytes(bytes(1000))
        with open({str(told)!r}, "a") as file:
            print(left, file=file)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    monkeypatch.setattr(printing, "_PRINTER", (printing._PRINTER[0], "-c", code))
    with pytest.raises(PrintingFailed, match="-9"):
        print_page("", {})
    (left,) = told.read_text().splitlines()
    assert not Path(left).exists()
