"""The store in an S3 bucket: Amazon's, MinIO, Ceph, Garage, Swift and others.

A file is the object `files/ab/abcd…`, as in the folder, so that the tools of any store can copy a
folder there. While somebody holds all files there is an object under `holding/`; nothing is locked.
"""

import io
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from errno import EINVAL
from pathlib import Path
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import Any, BinaryIO, cast
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from flask_babel import lazy_gettext as _l
from urllib3.exceptions import HTTPError

from wgcop.stores.protocol import Opened, StoreAway, Stored

AWAY_FOR = 3.0
"""How long a store that did not answer is not asked again, in seconds, so that a page with ten
pictures waits once.
"""
PLACES = 8
"""The number of requests of a process that may wait for the store at once. Otherwise a store that
does not answer could block every thread, and no page could be shown.
"""
PATIENCE = 3.0
"""The seconds to wait for one of these slots."""
HELD_FOR = timedelta(days=1)
"""The age at which a mark under `holding/` is ignored: a backup that has not ended by then was
killed.
"""
AT_ONCE = 64 * 1024
FILES, HOLDING, TRIAL = "files/", "holding/", "trial/"
MISSING = ("NoSuchKey", "404")


class S3Store:
    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        bucket, _, prefix = parts.path.strip("/").partition("/")
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        scheme = "http" if parts.scheme == "s3+http" else "https"
        host = parts.netloc.rpartition("@")[2]
        self.where = f"{scheme}://{host}/{bucket}/{prefix}".rstrip("/")
        self._options = {
            "endpoint_url": f"{scheme}://{host}",
            "region_name": parse_qs(parts.query).get("region", ["us-east-1"])[0],
            # Without keys boto3 looks in its usual places: a machine of Amazon's has a role.
            "aws_access_key_id": unquote(parts.username) if parts.username else None,
            "aws_secret_access_key": unquote(parts.password) if parts.password else None,
            "config": Config(
                connect_timeout=2,
                read_timeout=10,
                retries={"mode": "standard", "total_max_attempts": 2},
                max_pool_connections=50,
                s3={"addressing_style": "path"},
                # Few stores other than Amazon's know the newer checksums that boto3 sends by default.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        }
        self._lock = Lock()  # protects `_made`, so that threads do not make two clients
        self._made: tuple[int, Any] | None = None
        self._away_until = 0.0
        self._places = BoundedSemaphore(PLACES)

    def put(self, name: str, content: bytes) -> None:
        with self._asking():
            self._client().put_object(Bucket=self._bucket, Key=self._key(name), Body=content)

    def take_in(self, name: str, place: Path) -> None:
        with place.open("rb") as handle, self._asking():
            self._client().put_object(Bucket=self._bucket, Key=self._key(name), Body=handle)

    def open(self, name: str) -> Opened:
        remote = _Remote(self, self._key(name))
        handle = io.BufferedReader(remote, AT_ONCE)
        return Opened(cast(BinaryIO, handle), remote.size, remote.at)

    def listed(self) -> Iterator[Stored]:
        for each in self._objects(FILES):
            yield Stored(each["Key"].rpartition("/")[2], each["Size"], each["LastModified"])

    def remove(self, name: str, *, unless_since: datetime) -> bool:
        """Remove a file after comparing its date. S3 cannot delete conditionally, so the date is
        read at the last moment.
        """
        try:
            with self._asking():
                found = self._client().head_object(Bucket=self._bucket, Key=self._key(name))
                if found["LastModified"] >= unless_since or self._is_held():
                    return False
                self._client().delete_object(Bucket=self._bucket, Key=self._key(name))
        except FileNotFoundError:
            return False
        return True

    def erase(self, name: str) -> None:
        with self._asking():
            self._client().delete_object(Bucket=self._bucket, Key=self._key(name))

    @contextmanager
    def holding(self) -> Iterator[None]:
        mark = f"{self._prefix}{HOLDING}{secrets.token_hex(16)}"
        with self._asking():
            self._client().put_object(Bucket=self._bucket, Key=mark, Body=b"")
        try:
            yield
        finally:
            with self._asking():
                self._client().delete_object(Bucket=self._bucket, Key=mark)

    @contextmanager
    def removing(self) -> Iterator[bool]:
        yield not self._is_held()

    def try_out(self) -> None:
        key, words = f"{self._prefix}{TRIAL}{secrets.token_hex(16)}", secrets.token_bytes(16)
        with self._asking():
            client = self._client()
            client.put_object(Bucket=self._bucket, Key=key, Body=words)
            with client.get_object(Bucket=self._bucket, Key=key)["Body"] as body:
                is_the_same = body.read() == words
            next(self.listed(), None)
            client.delete_object(Bucket=self._bucket, Key=key)
        if not is_the_same:
            raise self._away("It gives back something else than it was given.")

    def reach(self) -> None:
        try:
            with self._asking():
                self._client().head_bucket(Bucket=self._bucket)
        except FileNotFoundError:
            raise self._away("There is no such bucket.") from None

    def get(self, key: str, start: int = 0) -> Any:
        """Return the store's answer for the object from this byte on."""
        wanted = {"Range": f"bytes={start}-"} if start else {}
        with self._asking():
            return self._client().get_object(Bucket=self._bucket, Key=key, **wanted)

    @contextmanager
    def reading(self) -> Iterator[None]:
        with self._asking():
            yield

    def _is_held(self) -> bool:
        oldest = datetime.now(UTC) - HELD_FOR
        return any(each["LastModified"] > oldest for each in self._objects(HOLDING))

    def _objects(self, below: str) -> Iterator[Any]:
        wanted = {"Bucket": self._bucket, "Prefix": self._prefix + below}
        pages = iter(self._client().get_paginator("list_objects_v2").paginate(**wanted))
        while True:
            # the limit applies to the request alone, not while the caller works on a page
            with self._asking():
                page = next(pages, None)
            if page is None:
                return
            yield from page.get("Contents", [])

    def _client(self) -> Any:
        """Return the client of this process. A child process makes its own, because connections
        must not be inherited.
        """
        with self._lock:
            if self._made is None or self._made[0] != os.getpid():
                self._made = (os.getpid(), boto3.session.Session().client("s3", **self._options))
            return self._made[1]

    @contextmanager
    def _asking(self) -> Iterator[None]:
        if monotonic() < self._away_until:
            raise self._away("It did not answer a moment ago.")
        if not self._places.acquire(timeout=PATIENCE):
            raise self._away("Too many wait for it.")
        try:
            yield
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in MISSING:
                raise FileNotFoundError(code) from error
            raise self._away(f"It refuses ({code}).") from error
        except (BotoCoreError, HTTPError) as error:
            self._away_until = monotonic() + AWAY_FOR
            raise self._away(f"It does not answer ({type(error).__name__}).") from error
        finally:
            self._places.release()

    def _away(self, cause: str) -> StoreAway:
        return StoreAway(
            _l("The file store is not responding at the moment. Try again in a few minutes."),
            cause,
        )

    def _key(self, name: str) -> str:
        return f"{self._prefix}{FILES}{name[:2]}/{name}"


class _Remote(io.RawIOBase):
    """An object as a file. A seek only moves the position; the next read asks the store for the
    bytes there.
    """

    def __init__(self, store: S3Store, key: str) -> None:
        super().__init__()
        self._store = store
        self._key = key
        self._body: Any = None  # `close` needs it even if there is no such object
        answer = store.get(key)
        self._body = answer["Body"]
        self._at = self._body_at = 0
        self.size = int(answer["ContentLength"])
        self.at: datetime = answer["LastModified"]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise OSError(EINVAL, "There is nothing before the beginning.")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self.size:
            return 0
        if self._body is None or self._body_at != self._at:
            self._leave()
            self._body = self._store.get(self._key, self._at)["Body"]
            self._body_at = self._at
        with self._store.reading():
            piece = self._body.read(len(buffer))
        buffer[: len(piece)] = piece
        self._at += len(piece)
        self._body_at = self._at
        return len(piece)

    def close(self) -> None:
        self._leave()
        super().close()

    def _leave(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None
