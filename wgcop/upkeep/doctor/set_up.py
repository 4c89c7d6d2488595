"""Checks the settings: names that resemble a setting, and values that do not go together."""

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

import config
from wgcop.health.diagnosis import Diagnosis, fault, ok, warning
from wgcop.upkeep.doctor.examination import Examination

NEAR = 0.85
"""The similarity to a setting above which a name counts as a misspelling: `TRUSTED_PROXY` is,
`EDITOR` is not.
"""
SHORTEST_SECRET = {"SECRET_KEY": 32, "METRICS_TOKEN": 16}


def settings(examined: Examination) -> Iterator[Diagnosis]:
    found = [
        *missing(os.environ),
        *unknown(os.environ),
        *contradictions(examined.app.config),
    ]
    yield from found or [ok("settings", "They are known and go together.")]


def missing(environment: Mapping[str, str]) -> Iterator[Diagnosis]:
    """Warn of a file of settings that was named but is missing. If none was named, all settings
    have their default values.
    """
    named = environment.get("SETTINGS_FILE", "")
    if named and not Path(named).is_file():
        yield warning(
            "settings",
            f"SETTINGS_FILE names {named}, which is not there.",
            "Correct it, or run `wgcop setup`, which writes the file.",
        )


def names() -> set[str]:
    return {name for name in vars(config) if name.isupper()} - {"ROOT"}


def unknown(environment: Mapping[str, str]) -> Iterator[Diagnosis]:
    ours = names()
    for name in sorted(environment.keys() - ours):
        near = get_close_matches(name, ours, n=1, cutoff=NEAR)
        if near and name.isupper():
            yield warning("settings", f"{name} is no setting.", f"Did you mean {near[0]}?")


def contradictions(chosen: Mapping[str, object]) -> Iterator[Diagnosis]:
    url = urlsplit(str(chosen["PUBLIC_URL"]))
    is_here = url.hostname in (None, "localhost", "127.0.0.1", "::1")
    proxies = int(str(chosen["TRUSTED_PROXIES"]))
    if url.scheme == "https" and not proxies:
        yield warning(
            "settings",
            "PUBLIC_URL is https://, and no proxy is trusted.",
            "Set TRUSTED_PROXIES to how many there are: 1 for one.",
        )
    if url.scheme == "http" and not is_here:
        yield warning(
            "settings",
            "PUBLIC_URL is http://: passwords and cookies can be read on the way.",
            "Put a proxy with a certificate in front, and set PUBLIC_URL to https://….",
        )
    if proxies and not url.scheme:
        yield warning(
            "settings",
            "There is a proxy and no PUBLIC_URL: links in e-mails lead nowhere.",
            "Set PUBLIC_URL to the address that people type.",
        )
    if chosen["DEVELOPMENT"] and not is_here:
        yield fault(
            "settings",
            "DEVELOPMENT=1 at a public address: the secretariat reads all e-mails at /mail.",
            "Take DEVELOPMENT away.",
        )
    if not chosen["RATELIMIT_ENABLED"] and not is_here:
        yield fault(
            "settings",
            "RATELIMIT_ENABLED=0: passwords can be guessed without limit.",
            "Take it away.",
        )
    if int(str(chosen["THREADS_FOR_PAGES"])) >= int(str(chosen["THREADS"])):
        yield warning(
            "settings",
            "THREADS_FOR_PAGES leaves no thread for polls.",
            "Make it smaller than THREADS.",
        )
    if chosen["MAIL_URL"] and str(chosen["MAIL_SENDER"]).endswith("@localhost"):
        yield warning(
            "settings",
            "MAIL_SENDER is an address of no domain, which mail servers refuse.",
            "Set it to an address of yours.",
        )
    for name, shortest in SHORTEST_SECRET.items():
        if 0 < len(str(chosen[name])) < shortest:
            yield fault(
                "settings",
                f"{name} is shorter than {shortest} characters and can be guessed.",
                "Set a longer one that is drawn at random.",
            )
