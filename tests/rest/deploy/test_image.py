"""The image is built by a builder where there is one, and otherwise its steps are run in a bare Debian. The end of the run says which.

That takes minutes, and is done every third day; `test_container.py` looks at each step every day.
"""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest

from tests.architecture.reading import ROOT
from tests.slices import is_turn
from wgcop.observing.version import version

BASE = "debian:trixie-slim"
BARE = ROOT / "deploy" / "try-in-bare-debian"
BUILT = ROOT / "deploy" / "try-the-container"
UNREACHED = re.compile(
    r".*(?:does not give Debian's packages|Failed to fetch|Could not resolve|Read timed out|Failed to establish).*"
)
"""As the program itself, apt and pip say it."""
MOST_ADDED = 480
"""MB."""
PAGE = (
    "import urllib.request as r; print(r.urlopen('http://127.0.0.1:5000/sign-in').read().decode())"
)


def run(*command: str | Path, within: float = 300) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=within, check=False)


def prints(*command: str | Path, within: float = 300) -> str:
    ended = run(*command, within=within)
    assert ended.returncode == 0, f"{command}: {ended.stdout[-3000:]}{ended.stderr[-3000:]}"
    return ended.stdout.strip()


def works(*command: str) -> bool:
    try:
        return run(*command, within=60).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def builder() -> str | None:
    """One that runs here and has the base, or gets it from its registry."""
    for name in filter(shutil.which, ("podman", "docker")):
        has_base = (["image", "inspect", BASE], ["pull", "--quiet", BASE])
        if works(name, "info") and any(works(name, *asked) for asked in has_base):
            return name
    return None


def lacks() -> str:
    """Why the steps cannot be run here without a builder."""
    path = f"{os.environ['PATH']}:/usr/sbin:/sbin"
    if missing := [
        name for name in ("debootstrap", "unshare") if not shutil.which(name, path=path)
    ]:
        return f"{' and '.join(missing)} is not installed"
    if os.geteuid() != 0:
        return "only root makes a bare Debian"
    devices = "mount -t tmpfs tmpfs /mnt && mknod /mnt/null c 1 3"
    if run("unshare", "--mount", "--net", "--pid", "--fork", "/bin/sh", "-c", devices).returncode:
        return "root may not mount here, as in most containers"
    return ""


@pytest.mark.skipif(not is_turn(3), reason="The image is built every third day: TEST_PART=0.")
def test_from_the_file_of_the_image_to_a_page(record_property):
    if name := builder():
        record_property("image", f"built and run by {name}")
        if name == "podman" and os.geteuid() == 0:
            by_podman()
        else:
            in_a_container(name)
        return
    nobody = f"neither podman nor docker is here with {BASE}"
    if why := lacks():
        pytest.skip(f"The image: {nobody}, and {why}.")
    with TemporaryDirectory(prefix="wgcop-image-", dir="/var/tmp") as folder:
        ended = run(BARE, Path(folder) / "bare", within=1800)
    must_have_built(ended)
    record_property("image", f"its steps were run in a bare Debian, since {nobody}")
    for words in (
        "the root is read-only, the user is wgcop",
        f"wgcop {version()}",
        "the server is healthy",
        "the first secretary joined, signed in and sees the list of people",
        "nothing is missed",
        "all of it works",
    ):
        assert words in ended.stdout
    must_be_small(r"the image has (\d+) MB, .*; the base had (\d+)", ended.stdout)


def must_be_small(says: str, told: str) -> None:
    """Beside the base, which is of another size where a registry has it."""
    whole, base = (int(number) for number in re.search(says, told).groups())
    assert whole - base < MOST_ADDED


def must_have_built(ended: subprocess.CompletedProcess[str]) -> None:
    told = ended.stdout + ended.stderr
    if ended.returncode and (unreached := UNREACHED.search(told)):
        pytest.skip(f"The image: what its steps fetch cannot be had. {unreached[0]}")
    assert ended.returncode == 0, told[-5000:]


def by_podman() -> None:
    """In namespaces of its own, since crun runs nothing where the machine's cgroups are of both kinds."""
    with TemporaryDirectory(prefix="wgcop-image-", dir="/var/tmp") as folder:
        ended = run(BUILT, Path(folder) / "built", "--only", "image", within=2400)
    must_have_built(ended)
    for words in (
        f"wgcop {version()}",
        "the server is healthy",
        "it is ready, and the link of the first secretary opens",
        "the root is read-only, the user is wgcop",
        "nothing is missed",
        "with 0",
        "all of it works",
    ):
        assert words in ended.stdout
    must_be_small(r"was built in \d+ s: (\d+) MB, of which the base (\d+)", ended.stdout)


def in_a_container(name: str) -> None:
    image = container = f"wgcop-{uuid4().hex[:12]}"
    data = f"{container}:/var/lib/wgcop"
    inspect = ("image", "inspect", "--format", "{{.Size}}")
    safe = ("--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--volume", data)
    try:
        file = ("--file", ROOT / "deploy/Containerfile")
        must_have_built(run(name, "build", *file, "--tag", image, ROOT, within=1800))
        told = prints(name, "run", "--rm", *safe, image, "wgcop", "--version")
        assert told == f"wgcop {version()}"
        told = prints(
            *(name, "run", "--rm", *safe, image, "wgcop", "setup", "--yes"),
            *("--url", "http://127.0.0.1:5000", "--secretary-email", "ines@example.org"),
        )
        assert told.startswith("http://127.0.0.1:5000/invitations/")
        prints(name, "run", "--detach", "--name", container, *safe, image)
        within = (name, "exec", container)
        deadline = time.monotonic() + 120
        while run(*within, "python3", "-m", "wgcop.upkeep.alive").returncode:
            assert time.monotonic() < deadline, run(name, "logs", container)
            time.sleep(1)
        assert prints(*within, "id", "-un") == "wgcop"
        assert run(*within, "touch", "/opt/wgcop/here").returncode
        assert 'name="csrf_token"' in prints(*within, "python3", "-c", PAGE)
        tried = (ROOT / "deploy" / "try-in-the-image").read_text()
        assert "nothing is missed" in prints(*within, "python3", "-c", tried)
        sizes = [prints(name, *inspect, each) for each in (image, BASE)]
        must_be_small(r"(\d+)\d{6} (\d+)\d{6}", " ".join(sizes))
    finally:
        run(name, "rm", "--force", container)
        run(name, "rmi", "--force", image)
        run(name, "volume", "rm", "--force", container)
