"""Whether a store that speaks S3 does all that the workspace asks of one: `python -m bench.stores s3://key:secret@s3.example.org/bucket`.

It puts, reads from the middle, lists more than one page holds, holds and removes, under a folder of its own in the bucket, and takes all of that away again. It also
asks with a wrong secret and for a bucket that is not there. Ends with 1 at the first thing that is not as it must be. With `ceph` in place of an
address, a Ceph in memory is started for it (`tests/ceph.py` names the packages).
"""

import argparse
import secrets
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.ceph import Ceph
from wgcop.files import digest
from wgcop.stores.choice import require_files_address
from wgcop.stores.protocol import StoreAway
from wgcop.stores.s3 import S3Store

MORE_THAN_A_PAGE = 1_001
"""A store lists a thousand at once."""
AN_HOUR = timedelta(hours=1)


def read(store: S3Store, name: str, start: int = 0, size: int = -1) -> bytes:
    with store.open(name).handle as handle:
        handle.seek(start)
        return handle.read(size)


def puts_and_reads(store: S3Store) -> None:
    store.reach()
    store.try_out()
    words = b"".join(b"%06d\n" % number for number in range(1_000_000))
    name = digest(words)
    store.put(name, words)
    assert read(store, name) == words, "It gives back something else than it was given."
    assert read(store, name, 140_000, 14) == words[140_000:140_014], (
        "It does not read from the middle."
    )
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"from a file")
        file.flush()
        store.take_in(digest(b"from a file"), Path(file.name))
    assert read(store, digest(b"from a file")) == b"from a file"
    listed = {each.name: each.size for each in store.listed()}
    assert listed == {name: len(words), digest(b"from a file"): 11}, listed


def removes_what_is_old_and_not_held(store: S3Store) -> None:
    name, now = digest(b"held"), datetime.now(UTC)
    store.put(name, b"held")
    with store.holding(), store.removing() as may_remove:
        assert not may_remove, "Others do not see that files are held."
        assert not store.remove(name, unless_since=now + AN_HOUR), (
            "A file that is held was removed."
        )
    assert not store.remove(name, unless_since=now - AN_HOUR), "A young file was removed."
    assert store.remove(name, unless_since=now + AN_HOUR), "An old file was not removed."
    assert not store.remove(name, unless_since=now + AN_HOUR)
    try:
        store.open(name)
    except FileNotFoundError:
        return
    raise AssertionError("A file that was removed is still there.")


def lists_many(store: S3Store, many: int) -> None:
    names = {digest(b"%d" % number) for number in range(many)}
    for name in names:
        store.put(name, name.encode())
    assert names <= {each.name for each in store.listed()}, "It does not list all of them."


def refuses_strangers(url: str) -> None:
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    for wrong in (
        parts._replace(netloc=f"{parts.username}:wrong-{secrets.token_hex(8)}@{host}"),
        parts._replace(path=f"/there-is-no-{secrets.token_hex(8)}"),
    ):
        try:
            S3Store(urlunsplit(wrong)).try_out()
        except StoreAway as away:
            print(f"  {away.cause}")
        else:
            raise AssertionError(
                f"It lets in {wrong.username} at {wrong.path} with a wrong secret or bucket."
            )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.stores", description=__doc__)
    parser.add_argument("url", help="as FILES_URL, or ceph")
    parser.add_argument("--many", type=int, default=MORE_THAN_A_PAGE, help="files to be listed")
    asked = parser.parse_args()
    if asked.url == "ceph":
        ceph = Ceph()
        try:
            ceph.start()
            try_all(ceph.new(), asked.many)
        finally:
            ceph.stop()
    else:
        try_all(asked.url, asked.many)


def try_all(url: str, many: int) -> None:
    require_files_address(url)
    parts = urlsplit(url)
    folder = parts._replace(path=f"{parts.path.rstrip('/')}/trial-{secrets.token_hex(4)}")
    store = S3Store(urlunsplit(folder))
    try:
        puts_and_reads(store)
        removes_what_is_old_and_not_held(store)
        lists_many(store, many)
        refuses_strangers(url)
    finally:
        for each in list(store.listed()):
            store.erase(each.name)
    assert not list(store.listed())
    print("It does all that the workspace asks of it.")


if __name__ == "__main__":
    main()
