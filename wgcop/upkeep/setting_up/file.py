"""The file of settings: every setting with its reason, the chosen ones switched on. Only its owner
can read it.
"""

import difflib
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import config
from wgcop.errors import Refused

FORM = config.ROOT / "deploy" / "environment"
LINE = re.compile(r"^#?([A-Z_]+)=(.*)$", re.MULTILINE)
SECRETS = re.compile(r"^(.*_KEY=|.*SECRET=|.*PASSWORD=)(.+)$|(://[^:@/\s]*:)([^@\s]+)(@)")


def written_with(settings: Mapping[str, str], before: str) -> str:
    """Return the file's text with these settings. Other settings stay as they were `before`."""
    form = FORM.read_text("utf-8")
    defaults = dict(LINE.findall(form))
    chosen = {**chosen_in(before), **settings}

    def line(found: re.Match[str]) -> str:
        name = found[1]
        if name not in chosen or (name in settings and chosen[name] == defaults[name]):
            return found[0]
        return f"{name}={chosen[name]}"

    more = [f"{name}={value}" for name, value in chosen.items() if name not in defaults]
    text = LINE.sub(line, form)
    return text + ("\n# --- Added by hand\n\n" + "\n".join(more) + "\n" if more else "")


def chosen_in(text: str) -> dict[str, str]:
    return {
        name: value
        for line in text.splitlines()
        if not line.startswith("#")
        for name, value in LINE.findall(line)
    }


def difference(before: str, after: str) -> list[str]:
    """Return the lines that would change, without passwords."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [hidden(line) for line in lines if not line.startswith(("---", "+++", "@@"))]


def hidden(line: str) -> str:
    return SECRETS.sub(lambda found: f"{found[1] or found[3]}…{found[5] or ''}", line)


def content_of(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{file} is there and cannot be read: {error}.") from error


def require_place(file: Path) -> None:
    """Refuse before anything is done if the file could not be written later."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, part = tempfile.mkstemp(dir=file.parent, prefix=".environment-")
    except OSError as error:
        raise Refused(
            f"The settings cannot be kept in {file} ({error.strerror}). Make its folder for this user, or "
            "say another place with --file."
        ) from error
    os.close(descriptor)
    Path(part).unlink()


def write(file: Path, text: str) -> None:
    """Write the file whole or not at all, readable only by its owner from the first moment."""
    descriptor, part = tempfile.mkstemp(dir=file.parent, prefix=".environment-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            handle.write(text)
            handle.flush()
            os.fsync(handle.fileno())
        if os.geteuid() == 0:  # the owner stays, so that the server can still read it
            owner = (file if file.exists() else file.parent).stat()
            os.chown(part, owner.st_uid, owner.st_gid)
        Path(part).replace(file)
    finally:
        Path(part).unlink(missing_ok=True)
