"""A setting that cannot be meant is told in a sentence."""

import errno

import pytest
from limits.storage import storage_from_string

import config
from tests.conftest import SETTINGS
from wgcop import settings
from wgcop.app import create_app
from wgcop.errors import Invalid


def test_a_setting_that_must_be_a_number_is_refused_if_it_is_none(monkeypatch):
    monkeypatch.setenv("THREADS", " 12 ")
    assert config.number("THREADS", 100) == 12
    monkeypatch.setenv("THREADS", "many")
    with pytest.raises(SystemExit, match="THREADS must be a whole number, such as 100"):
        config.number("THREADS", 100)


def test_a_switch_that_is_neither_on_nor_off_is_refused_and_not_taken_for_off(monkeypatch):
    """Whoever writes OIDC_ONLY=true means it, and limits are not lifted by a slip."""
    for written, meant in (
        ("1", True),
        ("true", True),
        ("Yes ", True),
        ("0", False),
        ("off", False),
    ):
        monkeypatch.setenv("OIDC_ONLY", written)
        assert config.switch("OIDC_ONLY") is meant
    monkeypatch.setenv("RATELIMIT_ENABLED", "")
    assert config.switch("RATELIMIT_ENABLED", default=True)
    monkeypatch.setenv("RATELIMIT_ENABLED", "enabled")
    with pytest.raises(SystemExit, match="RATELIMIT_ENABLED must be 1 or 0, and not “enabled”"):
        config.switch("RATELIMIT_ENABLED", default=True)


def test_a_transport_is_one_of_two():
    settings.require_transport("stock")
    with pytest.raises(Invalid, match="LIVE_TRANSPORT must be own or stock, and not “redis”"):
        settings.require_transport("redis")


@pytest.mark.parametrize(
    "name, value",
    [
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///wgcop.db"),
        ("DATABASE_URL", "postgresql+psycopg://127.0.0.1:port/wgcop"),
        ("REDIS_URL", "redis://127.0.0.1:port"),
        ("REDIS_URL", "unix://"),
        ("FILES_URL", "/var/lib/wgcop/files"),
        ("PUBLIC_URL", "workspace.example.org"),
        ("PUBLIC_URL", "https://[::1"),
        ("PUBLIC_URL", "https://العمل.example"),
        ("PUBLIC_URL", "https://workspace.example.org:99999"),
        ("MAIL_URL", "mail.example.org:587"),
        ("MAIL_URL", "smtp://mail.example.org:port"),
        ("MAIL_SENDER", "the workspace"),
        ("MAIL_SENDER", "desk@example.org\nBcc: all@example.org"),
        ("OIDC_ISSUER", "https://[::1"),
        ("THREADS", 0),
        ("DRAIN_SECONDS", 10**14),
        ("LANGUAGES", ["xx", "../etc"]),
        ("TRANSLATOR_URL", "translate.example.org"),
        ("TRANSLATOR_URL", "ftp://translate.example.org"),
        ("TRANSLATOR_URL", "https://user:key@translate.example.org"),
        ("TRANSLATOR_URL", "https://translate.example.org/?api_key=x"),
        ("TRANSLATOR_URL", "http://translate.example.org"),
        ("TRANSLATOR_URL", "http://8.8.8.8:5000"),
    ],
)
def test_what_no_server_could_be_run_with_is_refused_by_name(name, value, tmp_path):
    with pytest.raises(Invalid, match=f"^{name} "):
        create_app({**SETTINGS, "DATA_DIR": tmp_path, name: value})


@pytest.mark.parametrize(
    "url",
    [
        "https://translate.example.org/api",
        *(
            "http://127.0.0.1:5000",
            "http://libretranslate:5000",
            "http://10.2.3.4",
            "http://[::1]:5000",
        ),
    ],
)
def test_a_translation_service_near_by_needs_no_certificate(url):
    settings.require_translator(url)


def test_a_file_that_is_no_text_is_no_file_of_settings(tmp_path):
    file = tmp_path / "environment"
    file.write_bytes(b"\x7fELF\x88")
    with pytest.raises(SystemExit, match="is no file of settings"):
        config.read_settings(file)


def test_attempts_are_counted_in_redis_behind_a_socket_too():
    address = settings.address_for_limits("unix:///run/redis/redis.sock?db=1")
    assert storage_from_string(address).storage.connection_pool.connection_kwargs["db"] == 1
    assert settings.address_for_limits("redis://127.0.0.1/0") == "redis://127.0.0.1/0"


@pytest.mark.parametrize("left", ["", "abc"])
def test_a_key_that_a_full_disk_cut_off_is_refused_by_name(tmp_path, left):
    file = tmp_path / "secret-key"
    file.write_text(left)
    with pytest.raises(
        Invalid, match=r"(?s)secret-key holds no key: it is empty or cut off.*authenticator apps"
    ):
        settings.secret_key_in(file)


def test_a_disk_that_is_full_leaves_no_half_key_behind(tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(settings.os, "fsync", full)
        with pytest.raises(Invalid, match="No space left"):
            settings.secret_key_in(tmp_path / "secret-key")
    assert list(tmp_path.iterdir()) == []
    assert settings.secret_key_in(tmp_path / "secret-key") == settings.secret_key_in(
        tmp_path / "secret-key"
    )


def test_a_folder_of_data_that_others_could_read_is_closed_to_them(tmp_path):
    folder = tmp_path / "var"
    folder.mkdir(mode=0o755)
    (folder / "wgcop.db").touch(0o644)
    settings.data_folder(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "wgcop.db").stat().st_mode & 0o777 == 0o600
