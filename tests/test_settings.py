"""A setting that cannot be meant is told in a sentence."""

import errno

import pytest

import config
from wgcop import settings
from wgcop.errors import Invalid


def test_a_setting_that_must_be_a_number_is_refused_if_it_is_none(monkeypatch):
    monkeypatch.setenv("THREADS", " 12 ")
    assert config.number("THREADS", 100) == 12
    monkeypatch.setenv("THREADS", "many")
    with pytest.raises(SystemExit, match="THREADS must be a whole number, such as 100"):
        config.number("THREADS", 100)


def test_a_transport_is_one_of_two():
    settings.require_transport("stock")
    with pytest.raises(Invalid, match="LIVE_TRANSPORT must be own or stock, and not “redis”"):
        settings.require_transport("redis")


@pytest.mark.parametrize("left", ["", "abc"])
def test_a_key_that_a_full_disk_cut_off_is_refused_by_name(tmp_path, left):
    file = tmp_path / "secret-key"
    file.write_text(left)
    with pytest.raises(Invalid, match=r"secret-key holds no key: it is empty or cut off"):
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
