"""Checks the path through the proxy: sends a request to PUBLIC_URL and compares it with what
arrived at the server.
"""

import base64
import http.client
import json
import secrets
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from wgcop import clock
from wgcop.health.diagnosis import Diagnosis, Severity, fault, ok, warning
from wgcop.health.probe import question
from wgcop.observing.version import version
from wgcop.origins import origin_of
from wgcop.upkeep.doctor.examination import Examination
from wgcop.upkeep.doctor.surroundings import differing
from wgcop.upkeep.setting_up.checks import how_to_trust

PATIENCE = 10
AWAY = (502, 503, 504)
HEADERS = {
    "X-Forwarded-For": "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
    "X-Forwarded-Proto": "proxy_set_header X-Forwarded-Proto $scheme;",
    "X-Forwarded-Host": "proxy_set_header X-Forwarded-Host $host;",
}


def proxy(examined: Examination) -> Iterator[Diagnosis]:
    url = urlsplit(examined.app.config["PUBLIC_URL"])
    if not url.hostname:
        yield ok("proxy", "Without PUBLIC_URL it cannot be asked.")
        return
    began = clock.now()
    try:
        status, date, text, ours, leads_to = _ask(
            url, f"/healthz/probe?question={quote(question(examined.app))}"
        )
    except ssl.SSLCertVerificationError as error:
        yield fault(
            "proxy",
            f"The certificate of {url.hostname} is not trusted: {error.verify_message}.",
            how_to_trust(error),
        )
        return
    except (OSError, http.client.HTTPException) as error:
        yield fault(
            "proxy",
            f"{url.geturl()} does not answer: {error}.",
            "See that server and proxy run, and that the name and the certificate are right.",
        )
        return
    ended = clock.now()
    clocks = (
        [] if date is None else [differing(f"that of {url.hostname}", apart(date, began, ended))]
    )
    arrived = _read(text) if status == 200 else None
    if arrived is None:
        if status == http.HTTPStatus.NOT_FOUND and any(
            each.severity is Severity.FAULT for each in clocks
        ):
            yield fault(
                "proxy",
                f"{url.geturl()} cannot be asked, since a question holds for a minute only.",
                "Mend the clock first.",
            )
        else:
            yield not_ours(url, status, leads_to)
        yield from clocks
        return
    found = list(compared(arrived, url, ours))
    if not _upgrades(url):
        found.append(
            fault(
                "proxy",
                "It does not pass on the upgrade to a WebSocket: pages are not live.",
                "Pass on: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; "
                "proxy_set_header Connection $connection_upgrade;",
            )
        )
    yield from found or [
        ok(
            "proxy",
            f"Requests through {url.geturl()} arrive with address, scheme, host and upgrade.",
        )
    ]
    yield from clocks


def not_ours(url: SplitResult, status: int, leads_to: str) -> Diagnosis:
    """Diagnose an answer that is not from this workspace."""
    says = f"{url.geturl()} answers {status} where this workspace should answer."
    if status in AWAY:
        return fault(
            "proxy",
            f"{says} The proxy finds no server.",
            "Start the server (systemctl start wgcop), or see that the proxy leads to its port.",
        )
    if leads_to:
        return fault(
            "proxy",
            f"{says} It leads to {leads_to.partition('?')[0]}.",
            "Set PUBLIC_URL to the address to which visitors are led.",
        )
    return fault(
        "proxy",
        says,
        "See where the proxy leads, and whether the server there has the same SECRET_KEY and version.",
    )


def apart(date: datetime, began: datetime, ended: datetime) -> float:
    """Return the number of seconds by which another clock is ahead. It reported a whole second, at
    some time between the request and the arrival of its answer.
    """
    ahead = (date - ended).total_seconds()
    behind = (date + timedelta(seconds=1) - began).total_seconds()
    return ahead if ahead > 0 else min(behind, 0)


def compared(arrived: dict[str, Any], url: SplitResult, ours: str) -> Iterator[Diagnosis]:
    """Compare the request that arrived at the server with the one that was sent. `ours` is the
    address from which the request was sent.
    """
    if arrived["proxies"]:
        for name, line in HEADERS.items():
            if name not in arrived["forwarded"]:
                yield fault("proxy", f"It does not pass on {name}.", f"Add to the proxy: {line}")
    elif arrived["forwarded"]:
        yield fault(
            "proxy",
            "There is a proxy that is not trusted: every client has its address.",
            "Set TRUSTED_PROXIES to how many there are.",
        )
    else:
        yield (
            warning(
                "proxy",
                "Nothing says that a proxy is in front.",
                "If there is one, let it pass on X-Forwarded-For, -Proto and -Host, and set TRUSTED_PROXIES.",
            )
            if url.scheme == "https"
            else ok("proxy", "The server is reached without a proxy.")
        )
    if arrived["scheme"] != url.scheme:
        yield fault(
            "proxy",
            f"The server takes the address to be {arrived['scheme']}://, people type {url.scheme}://.",
            f"Add to the proxy: {HEADERS['X-Forwarded-Proto']}",
        )
    host = "$http_host" if url.port else "$host"  # the latter lacks the port
    if arrived["host"].lower() != url.netloc.rpartition("@")[2].lower():
        yield fault(
            "proxy",
            f"The server takes itself to be {arrived['host']}, people type {url.netloc}.",
            f"Add to the proxy: proxy_set_header Host {host}; proxy_set_header X-Forwarded-Host {host};",
        )
    is_the_proxys = arrived["proxies"] and arrived["address"] == arrived["peer"]
    if is_the_proxys and arrived["address"] != ours:
        yield fault(
            "proxy",
            f"All clients seem to come from {arrived['address']}, which is the proxy's.",
            "TRUSTED_PROXIES is larger than the number of proxies, or X-Forwarded-For is wrong.",
        )
    if arrived["version"] != version():
        yield warning(
            "proxy",
            f"The running server is version {arrived['version']}; this is {version()}.",
            "Restart the server.",
        )


def _ask(url: SplitResult, path: str) -> tuple[int, datetime | None, str, str, str]:
    connection = _connection(url)
    try:
        connection.request("GET", path, headers={"Accept": "application/json"})
        ours = connection.sock.getsockname()[0]
        answer = connection.getresponse()
        date = answer.getheader("Date")
        text = answer.read(100_000).decode(errors="replace")
        leads_to = answer.getheader("Location") or ""
        return answer.status, parsedate_to_datetime(date) if date else None, text, ours, leads_to
    finally:
        connection.close()


def _read(text: str) -> dict[str, Any] | None:
    try:
        read = json.loads(text)
    except ValueError:
        return None
    return read if isinstance(read, dict) and "forwarded" in read else None


def _upgrades(url: SplitResult) -> bool:
    connection = _connection(url)
    try:
        connection.request(
            "GET",
            "/socket.io/?EIO=4&transport=websocket",
            headers={
                "Connection": "Upgrade",
                "Upgrade": "websocket",
                "Origin": origin_of(url.geturl()) or "",
                "Sec-WebSocket-Version": "13",
                "Sec-WebSocket-Key": base64.b64encode(secrets.token_bytes(16)).decode(),
            },
        )
        return connection.getresponse().status == http.HTTPStatus.SWITCHING_PROTOCOLS
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _connection(url: SplitResult) -> http.client.HTTPConnection:
    host = url.hostname or ""
    if url.scheme == "https":
        trusted = ssl.create_default_context()
        return http.client.HTTPSConnection(host, url.port, timeout=PATIENCE, context=trusted)
    return http.client.HTTPConnection(host, url.port, timeout=PATIENCE)
