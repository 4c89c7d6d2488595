"""What every kind of page says in its headers, asked by a guest, a delegate and the secretariat, over TLS and through the proxy."""

import re
from collections.abc import Iterator

import requests
from flask import Flask

from bench.load.doors import Door

FILLED = {
    "wid": "wtdc-67.recs_recognizing__rec_b",
    "slug": "67-hyderabad-2010",
}
NOT_FOR_VISITORS = ("/metrics", "/readyz")
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=31536000",
}
ON_PAGES = {
    "Content-Security-Policy": r"default-src 'none'.*frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=",
    "X-Request-ID": "[0-9a-f]{32}",
}
UNSAFE = re.compile("unsafe-inline|unsafe-eval|\\*")


def addresses(app: Flask) -> list[str]:
    """Of every route that can be asked for without knowing a thing's number, and of some things of the demo world."""
    found = {"/nowhere"}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda name: FILLED.get(name[1], "1"), rule.rule)
        if path not in NOT_FOR_VISITORS and not path.startswith("/static"):
            found.add(path)
    return sorted(found)


def look(app: Flask, door: Door, readers: dict[str, str]) -> Iterator[str]:
    """A sentence for each header that is missing or not as it should be."""
    for reader, cookie in readers.items():
        with door.browser(cookie) as http:
            for address in addresses(app):
                answer = http.get(door.url + address, timeout=60, allow_redirects=False)
                for fault in faults(answer, is_signed_in=bool(cookie)):
                    yield f"{reader}, {address} ({answer.status_code}): {fault}"
    yield from look_at_signing_in(door)


def faults(answer: requests.Response, *, is_signed_in: bool) -> Iterator[str]:
    headers = answer.headers
    is_kept_for_good = "immutable" in headers.get("Cache-Control", "")
    wanted = ALWAYS if is_kept_for_good else ALWAYS | ON_PAGES
    for name, pattern in wanted.items():
        if not re.search(pattern, headers.get(name, "")):
            yield f"{name} is “{headers.get(name, '')}”"
    if UNSAFE.search(headers.get("Content-Security-Policy", "")):
        yield f"the policy allows too much: {headers['Content-Security-Policy']}"
    cache = headers.get("Cache-Control", "")
    if is_signed_in and answer.status_code == 200 and not is_kept_for_good:
        if not re.search("private|no-store|public", cache):
            yield f"a signed-in reader's page may be kept by others: “{cache}”"
        if "public" in cache and "Set-Cookie" in headers:
            yield "a cookie is set on what everybody may keep"
    for name in ("X-Powered-By", "X-AspNet-Version"):
        if name in headers:
            yield f"{name} tells what runs here"
    if re.search(r"\d", headers.get("Server", "")):
        yield f"Server tells a version: {headers['Server']}"
    if answer.status_code >= 500:
        yield "the server failed"
    yield from faults_of_cookies(answer)


def faults_of_cookies(answer: requests.Response) -> Iterator[str]:
    for cookie in answer.raw.headers.getlist("Set-Cookie"):
        name = cookie.partition("=")[0]
        flags = {part.strip().partition("=")[0].lower() for part in cookie.split(";")[1:]}
        needed = {"secure", "samesite"} | ({"httponly"} if name == "wgcop" else set())
        if missing := needed - flags:
            yield f"the cookie {name} lacks {', '.join(sorted(missing))}"


def look_at_signing_in(door: Door) -> Iterator[str]:
    with door.browser() as http:
        answer = http.get(f"{door.url}/sign-in", timeout=60)
        yield from (f"signing in: {fault}" for fault in faults(answer, is_signed_in=False))
        if "wgcop" not in " ".join(cookie.name for cookie in http.cookies):
            yield "signing in: no cookie of the session was set"
