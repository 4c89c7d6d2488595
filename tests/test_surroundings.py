"""Tests run with the same settings whoever starts them."""

import os

import config
from tests.surroundings import NAMES, forget


def test_settings_of_the_shell_are_not_those_of_the_tests(monkeypatch, tmp_path):
    mine = tmp_path / "environment"
    mine.write_text("METRICS_TOKEN=mine\n")
    said = {"LANGUAGES": "fr", "THREADS": "1", "OIDC_ONLY": "1", "SETTINGS_FILE": str(mine)}
    for name, value in {**said, "TZ": "Asia/Tokyo", "LC_ALL": "ar_EG.UTF-8"}.items():
        monkeypatch.setenv(name, value)
    config.read_settings(mine)
    assert os.environ["METRICS_TOKEN"] == "mine"
    forget()
    assert {"METRICS_TOKEN", "DATABASE_URL", *said} <= NAMES
    assert not NAMES & set(os.environ)
    assert (config.LANGUAGES[0], config.OIDC_ONLY, config.METRICS_TOKEN) == ("en", False, "")
    assert (os.environ["TZ"], os.environ["LC_ALL"]) == ("UTC", "C.UTF-8")
    assert config.THREADS == 100
