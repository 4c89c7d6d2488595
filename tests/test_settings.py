"""A setting that cannot be meant is told in a sentence."""

import pytest

import config


def test_a_number_is_a_number(monkeypatch):
    monkeypatch.setenv("THREADS", " 12 ")
    assert config.number("THREADS", 100) == 12
    monkeypatch.setenv("THREADS", "many")
    with pytest.raises(SystemExit, match="THREADS must be a whole number, such as 100"):
        config.number("THREADS", 100)
