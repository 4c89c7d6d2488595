"""Confinement of other programs that open files from people: they get no network, and only the
parts of the disk that they need.
"""

import shutil
from functools import cache
from pathlib import Path
from subprocess import DEVNULL, SubprocessError, run

CONFINER = "bwrap"
"""Bubblewrap, from Debian's package `bubblewrap`."""

_ITS_OWN = (
    "--unshare-all --die-with-parent --new-session --proc /proc --dev /dev --tmpfs /tmp "
    "--clearenv --setenv PATH /usr/bin:/bin --setenv LANG C.UTF-8"
)
_SYSTEM = ("/bin", "/lib", "/lib32", "/lib64", "/sbin")
"""Folders of the system, which on most systems are links into `/usr`."""
_SEEN = (
    "/usr",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/libreoffice",
    "/etc/localtime",
    "/var/cache/fontconfig",
)


@cache
def can_be_confined() -> bool:
    """Return whether Bubblewrap is installed and works here: some containers forbid it."""
    command = [*confinement(), "/usr/bin/true"]
    try:
        run(command, stdout=DEVNULL, stderr=DEVNULL, timeout=10, check=True)  # noqa: S603 (ours)
        return True
    except (OSError, SubprocessError):
        return False


def confinement(program: str = "", folder: Path | None = None) -> list[str]:
    """Return the words to put before a command, so that its program can write only to `folder`, and
    sees itself, libraries and fonts.
    """
    command = [shutil.which(CONFINER) or CONFINER, *_ITS_OWN.split()]
    for place in map(Path, _SYSTEM):
        if place.is_symlink():
            command += ["--symlink", str(place.readlink()), str(place)]
        elif place.is_dir():
            command += ["--ro-bind", str(place), str(place)]
    for name in (*_SEEN, *_home_of(program)):
        command += ["--ro-bind-try", name, name]
    if folder is not None:
        command += ["--bind", str(folder), str(folder), "--chdir", str(folder)]
        command += ["--setenv", "HOME", str(folder)]
    return [*command, "--"]


def _home_of(program: str) -> list[str]:
    """Return the folders of a program that is not below `/usr`, such as `/opt/libreoffice25.2`."""
    found = shutil.which(program) if program else None
    if found is None:
        return []
    places = {Path(found).parent, Path(found).resolve().parent.parent}
    return sorted(str(place) for place in places if not place.is_relative_to("/usr"))
