"""A real nginx with the example of `deploy/` in front of a real server."""

import json
import re
import shutil
import socket
import ssl
import subprocess
from contextlib import ExitStack, closing

import pytest
import requests
import websocket

from tests.architecture.reading import ROOT
from tests.conftest import SETTINGS, absent
from tests.rest.deploy import proxies
from tests.servers import HOST, Workspace, free_port

LARGE = 60 * 1024 * 1024
TOKEN = "drawn-at-random-1815"


@pytest.fixture(scope="module")
def workspace(templates, tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    with templates.get(None, with_world=True).copy(folder / "data") as place:
        ours = {"TRUSTED_PROXIES": 1, "PUBLIC_URL": "https://localhost", "RATELIMIT_ENABLED": 1}
        ours |= {"METRICS_TOKEN": TOKEN}
        settings = {k: v for k, v in SETTINGS.items() if not k.startswith(("WTF", "ARGON", "TEST"))}
        served = Workspace(settings | place | ours, free_port(), folder / "log")
        served.start()
        try:
            yield served
        finally:
            served.kill()


@pytest.fixture(scope="module")
def proxy(workspace, tmp_path_factory):
    if not shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/sbin"):
        absent("nginx")
    prepared = proxies.prepare(tmp_path_factory.mktemp("nginx"), workspace.port)
    told = subprocess.run(proxies.command(prepared, "-t"), capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    warnings = [line for line in told.stderr.splitlines() if "[warn]" in line]
    assert all('"listen ... http2" directive is deprecated' in each for each in warnings), warnings
    with proxies.running(prepared):
        yield prepared


@pytest.fixture
def visitor(proxy):
    with requests.Session() as session:
        session.trust_env, session.verify = False, proxy.certificate
        yield session


def token_of(page: requests.Response) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def sign_in(visitor, proxy, email, password, **headers):
    page = visitor.get(f"{proxy.url}/sign-in", timeout=30)
    said = {"email": email, "password": password, "csrf_token": token_of(page)}
    return visitor.post(
        f"{proxy.url}/sign-in", said, headers=headers, timeout=30, allow_redirects=False
    )


@pytest.fixture
def ines(visitor, proxy):
    answer = sign_in(visitor, proxy, "ines@example.org", "demo-negotiation-2010")
    assert answer.status_code == 303
    assert "Secure" in answer.headers["Set-Cookie"]
    return visitor


def said(proxy, sent: bytes) -> bytes:
    """All that comes back on a connection until the proxy closes it."""
    trusted = ssl.create_default_context(cafile=proxy.certificate)
    with socket.create_connection((HOST, proxy.sealed), timeout=20) as line:
        with trusted.wrap_socket(line, server_hostname="localhost") as sealed:
            sealed.sendall(sent)
            heard = b""
            try:
                while more := sealed.recv(65536):
                    heard += more
            except ConnectionResetError:
                pass
            return heard


def test_pages_are_sealed_and_their_number_is_in_both_logs(visitor, proxy):
    page = visitor.get(f"{proxy.url}/", timeout=30)
    assert page.status_code == 200
    assert page.headers["Strict-Transport-Security"]
    assert page.headers["Server"] == "nginx"
    assert re.fullmatch("[0-9a-f]{32}", page.headers["X-Request-ID"])
    proxy.logs(rf" GET / 200 \d+ [\d.]+ [\d.]+ {page.headers['X-Request-ID']}\n")
    visitor.get(f"{proxy.url}/invitations/a-secret?q=words", timeout=30)
    log = proxy.logs(" GET /invitations 4")
    assert "a-secret" not in log and "words" not in log


def test_an_open_address_leads_to_the_sealed_one_and_other_hosts_lead_nowhere(proxy):
    open_address = f"http://localhost:{proxy.plain}/meetings/?x=1"
    answer = requests.get(open_address, allow_redirects=False, timeout=30)
    assert answer.status_code == 301
    assert answer.headers["Location"] == "https://localhost/meetings/?x=1"
    with pytest.raises(requests.ConnectionError):
        requests.get(open_address, headers={"Host": "elsewhere.example"}, timeout=30)
    with pytest.raises(ssl.SSLError):
        with socket.create_connection((HOST, proxy.sealed)) as line:
            ssl.create_default_context().wrap_socket(line, server_hostname="elsewhere.example")
    for head in (b"GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n", b"GET / HTTP/1.0\r\n\r\n"):
        assert said(proxy, head) == b"", "Also where the hand was shaken for the workspace."


@pytest.mark.parametrize(
    "version, is_spoken",
    [
        (ssl.TLSVersion.TLSv1_1, False),
        (ssl.TLSVersion.TLSv1_2, True),
        (ssl.TLSVersion.TLSv1_3, True),
    ],
)
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_only_sound_versions_of_tls_are_spoken(proxy, version, is_spoken):
    client = ssl.create_default_context(cafile=proxy.certificate)
    client.set_ciphers("DEFAULT:@SECLEVEL=0")
    client.minimum_version = client.maximum_version = version
    with socket.create_connection((HOST, proxy.sealed)) as line:
        if is_spoken:
            client.wrap_socket(line, server_hostname="localhost").close()
            return
        with pytest.raises(ssl.SSLError):
            client.wrap_socket(line, server_hostname="localhost")


def test_live_connections_pass(ines, proxy):
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in ines.cookies)
    address = f"wss://localhost:{proxy.sealed}/socket.io/?EIO=4&transport=websocket"
    trusted = {"ca_certs": proxy.certificate}
    line = websocket.create_connection(
        address, timeout=20, sslopt=trusted, cookie=cookies, origin="https://localhost"
    )
    with closing(line):
        assert line.recv().startswith("0{")
        line.send("40")
        assert line.recv().startswith("40{")
        topic = "clause:wtdc-67.recs_recognizing__rec_b"
        line.send("421" + json.dumps(["join", {"topic": topic, "language": "en"}]))
        while not (heard := line.recv()).startswith("431"):
            pass
        assert json.loads(heard[3:])[0]["ok"] is True


def test_an_import_of_60_mb_arrives_and_one_of_80_is_refused_in_plain_words(ines, proxy):
    form = ines.get(f"{proxy.url}/priorwork/import", timeout=30)
    body = re.search(r'<option value="(\d+)"', form.text)[1]

    def send(size):
        said = {"csrf_token": token_of(form), "body": body}
        files = {"files": ("notes.txt", b"helplines in schools " * (size // 21), "text/plain")}
        return ines.post(
            f"{proxy.url}/priorwork/import", said, files=files, timeout=120, allow_redirects=False
        )

    assert send(LARGE).status_code in (303, 422), "The server itself has read it."
    refused = send(80 * 1024 * 1024)
    assert refused.status_code == 413
    assert "At most 64 MB can be sent at once." in refused.text


def test_a_form_that_is_too_large_is_refused_by_the_server_and_not_taken_for_its_absence(
    visitor, proxy
):
    answer = visitor.post(f"{proxy.url}/sign-in", {"email": "x" * LARGE}, timeout=120)
    assert answer.status_code == 413
    assert "This is too large" in answer.text


def test_who_sends_slowly_is_cut_off_and_holds_nothing_of_the_server(proxy, workspace):
    head = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
    assert b"200 OK" not in said(proxy, head)
    body = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nemail="
    assert b"200 OK" not in said(proxy, body)
    proxy.logs(" POST /sign-in 408 ")
    assert "/sign-in" not in [
        json.loads(line).get("route")
        for line in workspace.log.read_text().splitlines()
        if '"method": "POST"' in line and '"status": 408' in line
    ]


def test_what_a_visitor_says_of_their_address_is_not_believed(visitor, proxy):
    codes = [
        sign_in(
            visitor,
            proxy,
            "amina@example.org",
            f"wrong {number}",
            **{
                "X-Forwarded-For": f"198.51.100.{number}",
                "Forwarded": f"for=198.51.100.{number}",
                "X-Forwarded-Prefix": "/evil",
                "X-Forwarded-Host": "evil.example",
            },
        ).status_code
        for number in range(11)
    ]
    assert codes == [422] * 10 + [429], "All of them were one visitor's tries."


@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
def test_figures_are_closed_to_visitors(visitor, proxy, path):
    assert visitor.get(proxy.url + path, timeout=30).status_code == 403


def test_figures_are_given_to_who_shows_the_token(visitor, proxy):
    def asked(token):
        headers = {"Authorization": f"Bearer {token}"}
        return visitor.get(f"{proxy.url}/metrics", headers=headers, timeout=30)

    assert "wgcop_requests_total" in asked(TOKEN).text
    assert asked("guessed").status_code == 403


def test_the_newer_version_of_http_is_spoken(proxy):
    client = ssl.create_default_context(cafile=proxy.certificate)
    client.set_alpn_protocols(["h2", "http/1.1"])
    with socket.create_connection((HOST, proxy.sealed)) as line:
        with client.wrap_socket(line, server_hostname="localhost") as sealed:
            assert sealed.selected_alpn_protocol() == "h2"


def test_sheets_are_kept_and_a_server_that_is_away_is_told_of_in_plain_words(
    visitor, proxy, workspace
):
    page = visitor.get(f"{proxy.url}/", timeout=30)
    sheet = proxy.url + re.search(r'href="(/static/site-[^"]+)"', page.text)[1]
    first = visitor.get(sheet, timeout=30)
    assert "immutable" in first.headers["Cache-Control"]
    workspace.kill()
    try:
        assert visitor.get(sheet, timeout=30).content == first.content
        away = visitor.get(f"{proxy.url}/", timeout=30)
        assert (away.status_code, away.headers["Retry-After"]) == (503, "5")
        assert "The workspace is being restarted" in away.text
        [number] = re.findall("[0-9a-f]{32}", away.text)
        proxy.logs(rf" GET / 503 .* {number}\n")
    finally:
        workspace.start()
    assert visitor.get(f"{proxy.url}/", timeout=30).status_code == 200


def test_a_machine_that_disappeared_holds_up_a_page_once_and_not_every_second_one(
    workspace, tmp_path
):
    """A socket whose queue is full answers no more than a machine that is gone."""
    if not shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/sbin"):
        absent("nginx")
    page = (ROOT / "docs" / "administration.md").read_text()
    [how] = re.findall(r"`server 10\.0\.0\.2:5000 (max_fails=.*?);`", page)
    with ExitStack() as open_here:
        gone = open_here.enter_context(socket.create_server((HOST, 0), backlog=0))
        for _ in range(4):
            waits = open_here.enter_context(socket.socket())
            waits.setblocking(False)
            waits.connect_ex(gone.getsockname())
        prepared = proxies.prepare(tmp_path, workspace.port)
        example = tmp_path / "workspace.conf"
        first = f"    server {HOST}:{workspace.port} max_fails=0;"
        second = f"    server {HOST}:{gone.getsockname()[1]} {how};"
        assert first in example.read_text()
        example.write_text(example.read_text().replace(first, f"{first}\n{second}"))
        with proxies.running(prepared), requests.Session() as session:
            session.trust_env, session.verify = False, prepared.certificate
            pages = [session.get(f"{prepared.url}/sign-in") for _ in range(6)]
    assert [page.status_code for page in pages] == [200] * 6
    assert sum(page.elapsed.total_seconds() > 4.5 for page in pages) == 1, pages
