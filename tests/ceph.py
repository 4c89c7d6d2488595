"""Ceph on this machine: a monitor, a manager, one place for objects in memory, and its gateway that speaks S3. Ended and gone with the run.

`apt-get install ceph-mon ceph-mgr ceph-osd radosgw ceph-common` brings it; it takes half a minute to start and 1 GB of memory.
"""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from tests.servers import HOST, S3, answers, free_port

PROGRAMS = ("ceph", "ceph-authtool", "ceph-mgr", "ceph-mon", "ceph-osd", "radosgw", "radosgw-admin")
STORES = ("moto", "ceph")
PATIENCE = 180
KEYS = {
    "mon.": ("mon", "allow *"),
    "client.admin": ("mon", "allow *", "osd", "allow *", "mgr", "allow *"),
    "mgr.x": ("mon", "allow profile mgr", "osd", "allow *"),
    "osd.0": ("mon", "allow profile osd", "osd", "allow *", "mgr", "allow profile osd"),
    "client.rgw": ("mon", "allow rw", "osd", "allow rwx", "mgr", "allow rw"),
}


def lacks() -> list[str]:
    return [name for name in PROGRAMS if not shutil.which(name)]


def store(name: str) -> S3:
    return Ceph() if name == "ceph" else S3()


class Ceph(S3):
    """In place of the server that the tests usually have; it looks at signatures."""

    def start(self) -> None:
        if missing := lacks():
            raise SystemExit(f"Ceph is not installed: {', '.join(missing)}.")
        self._folder = Path(tempfile.mkdtemp(prefix="wgcop-ceph-"))
        for name in ("mon", "mgr", "osd", "rgw"):
            (self._folder / name).mkdir()
        self._secret = f"{secrets.token_urlsafe(20)}/of+tests"
        self._settings = self._folder / "ceph.conf"
        self._settings.write_text(self._configuration())
        for name, rights in KEYS.items():
            pairs = zip(rights[::2], rights[1::2], strict=True)
            caps = [word for where, what in pairs for word in ("--cap", where, what)]
            made = [] if (self._folder / "keyring").exists() else ["--create-keyring"]
            self._run(
                "ceph-authtool", *made, self._folder / "keyring", "--gen-key", "-n", name, *caps
            )
        at = f"[v2:{HOST}:{self._monitor},v1:{HOST}:{self._older}]"
        map_ = self._folder / "monmap"
        self._run("monmaptool", "--create", "--addv", "a", at, "--fsid", self._number, map_)
        keyring = ("--keyring", self._folder / "keyring")
        self._ceph("ceph-mon", "--mkfs", "-i", "a", "--monmap", map_, *keyring)
        self._ceph("ceph-mon", "-i", "a")
        self._ceph("ceph", "config", "set", "mon", "auth_allow_insecure_global_id_reclaim", "false")
        self._ceph("ceph-mgr", "-i", "x")
        number = str(uuid4())
        self._ceph("ceph", "osd", "new", number, "0")
        self._ceph("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", number)
        self._ceph("ceph-osd", "-i", "0")
        self._ceph("radosgw", "-n", "client.rgw")
        deadline = time.monotonic() + PATIENCE
        while not answers(self.port):
            if time.monotonic() > deadline:
                log = (self._folder / "client.rgw.log").read_text()[-3000:]
                raise RuntimeError(f"The gateway did not start:\n{log}")
            time.sleep(0.2)
        user = ("--uid", "tests", "--display-name", "Tests", "--access-key", "key")
        self._ceph("radosgw-admin", "user", "create", *user, "--secret-key", self._secret)

    def stop(self) -> None:
        self._signal(signal.SIGCONT)
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        shutil.rmtree(self._folder, ignore_errors=True)

    def hang(self) -> None:
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def new(self) -> str:
        self.made += 1
        name = f"files-{self.made}"
        # By its name, so that only a run with Ceph pays for the client.
        client = import_module("boto3").client(
            "s3",
            endpoint_url=f"http://{HOST}:{self.port}",
            region_name="us-east-1",
            aws_access_key_id="key",
            aws_secret_access_key=self._secret,
            config=import_module("botocore.config").Config(s3={"addressing_style": "path"}),
        )
        client.create_bucket(Bucket=name)
        return f"s3+http://key:{quote(self._secret, safe='')}@{HOST}:{self.port}/{name}/workspace"

    def _signal(self, which: signal.Signals) -> None:
        """The gateway alone: what people meet is that it does not answer."""
        with suppress(ProcessLookupError, FileNotFoundError):
            os.kill(int((self._folder / "client.rgw.pid").read_text()), which)

    def _processes(self) -> list[int]:
        return [int(file.read_text()) for file in self._folder.glob("*.pid")]

    def _ceph(self, program: str, *arguments: str | Path) -> None:
        self._run(program, "--conf", self._settings, *arguments)

    def _run(self, program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [program, *arguments],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            cwd=self._folder,
        )
        if done.returncode:
            raise RuntimeError(f"{program} {arguments}:\n{done.stderr[:2000]}")

    def _configuration(self) -> str:
        self._number, self._monitor, self._older = str(uuid4()), free_port(), free_port()
        # Debian's Ceph looks for the classes of objects below the folder in which it is started.
        classes = next(Path("/usr/lib").glob("*/rados-classes"), "/usr/lib/rados-classes")
        return f"""\
[global]
fsid = {self._number}
mon host = [v2:{HOST}:{self._monitor}/0,v1:{HOST}:{self._older}/0]
mon initial members = a
public addr = {HOST}
cluster addr = {HOST}
ms bind ipv6 = false
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
keyring = {self._folder}/keyring
run dir = {self._folder}
admin socket = {self._folder}/$name.asok
log file = {self._folder}/$name.log
pid file = {self._folder}/$name.pid
mon data = {self._folder}/mon
mon data avail warn = 1
mon data avail crit = 1
mon osd full ratio = 0.97
mon allow pool size one = true
mgr data = {self._folder}/mgr
mgr standby modules = false
osd data = {self._folder}/osd
osd objectstore = memstore
memstore device bytes = 2147483648
osd class dir = {classes}
osd class default list = *
osd class load list = *
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd crush chooseleaf type = 0
[client.rgw]
rgw data = {self._folder}/rgw
rgw frontends = beast endpoint={HOST}:{self.port}
"""
