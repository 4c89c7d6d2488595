"""Settings from the environment, each with a value that works on one machine."""

import os
import sys
from pathlib import Path

_here = Path(__file__).resolve().parent
_bundle = _here / "wgcop" / "bundle"
_is_installed = _bundle.is_dir()
ROOT = _bundle if _is_installed else _here
"""The folder of templates, static files and migrations."""


def wrong(said: str) -> SystemExit:
    """What ends a process whose settings are wrong. A mail server that hands a message over is told to
    keep it (75): after 1 it would return it to whoever wrote it.
    """
    if sys.argv[1:3] != ["mail", "receive"]:
        return SystemExit(said)
    sys.stderr.write(f"{said}\n")
    return SystemExit(os.EX_TEMPFAIL)


settings_read: dict[str, str] = {}
"""What the file of settings said when this process began."""


def read_settings(file: Path) -> None:
    """Take what the environment does not say from a file of lines such as `SOCKETS=2000`."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return
    except UnicodeDecodeError as error:
        raise wrong(
            f"{file} is no file of settings: it is not text in UTF-8. Correct SETTINGS_FILE."
        ) from error
    except OSError as error:
        raise wrong(
            f"The settings in {file} cannot be read ({error.strerror}). {whose(file)}"
        ) from error
    for number_of_line, line in enumerate(lines, 1):
        name, is_setting, value = line.strip().partition("=")
        if not name or name.startswith(("#", ";")):
            continue
        if not is_setting or not name.isidentifier():
            raise wrong(f"{file}, line {number_of_line}: write NAME=value.")
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        settings_read[name] = value
        os.environ.setdefault(name, value)


def whose(file: Path) -> str:
    """What to do about settings that this user cannot read."""
    try:
        if file.stat().st_uid != os.geteuid() == file.parent.stat().st_uid:
            return f"The file is not yours. As root, run: chown --reference={file.parent} {file}"
    except OSError:
        pass  # this user may not even look
    return "Run this as the user of the workspace: sudo -u wgcop wgcop …"


def usual_data_folder() -> Path:
    """Beside the code in a repository. An installed workspace has one for the machine, or one for each user."""
    if not _is_installed:
        return ROOT / "var"
    of_machine = Path("/var/lib/wgcop")
    if of_machine.exists() or os.geteuid() == 0:
        return of_machine
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "wgcop"


def number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default)).strip()
    if not value.isdecimal():
        raise wrong(f"{name} must be a whole number, such as {default}, and not “{value}”.")
    return int(value)


_on = ("1", "true", "yes", "on")
_off = ("0", "false", "no", "off")


def switch(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value and value not in (*_on, *_off):
        raise wrong(f"{name} must be 1 or 0, and not “{value}”.")
    return value in _on if value else default


SETTINGS_FILE = os.environ.get("SETTINGS_FILE", "/etc/wgcop/environment" if _is_installed else "")
if SETTINGS_FILE:
    read_settings(Path(SETTINGS_FILE))

DATA_DIR = Path(os.environ.get("DATA_DIR") or usual_data_folder()).resolve()
SECRET_KEY = os.environ.get("SECRET_KEY", "")
DATABASE_URL = os.environ.get("DATABASE_URL", "")
# Of one process, for all that it does.
DATABASE_CONNECTIONS = number("DATABASE_CONNECTIONS", 20)
DATABASE_READ_URL = os.environ.get("DATABASE_READ_URL", "")
DATABASE_READ_LAG = number("DATABASE_READ_LAG", 5)
DATABASE_POOLER = switch("DATABASE_POOLER")
FILES_URL = os.environ.get("FILES_URL", "")
REDIS_URL = os.environ.get("REDIS_URL", "")
SEARCH_ENGINE = os.environ.get("SEARCH_ENGINE", "whoosh")
MAIL_URL = os.environ.get("MAIL_URL", "")
MAIL_SENDER = os.environ.get("MAIL_SENDER", "workspace@localhost")
MAIL_UNENCRYPTED = switch("MAIL_UNENCRYPTED")
WEB_PUSH = switch("WEB_PUSH", default=True)
PUSH_SERVICES = os.environ.get("PUSH_SERVICES", "")
TRANSLATOR_URL = os.environ.get("TRANSLATOR_URL", "")
TRANSLATOR_KEY = os.environ.get("TRANSLATOR_KEY", "")
REPLY_ADDRESS = os.environ.get("REPLY_ADDRESS", "")
REPLY_MAILBOX = os.environ.get("REPLY_MAILBOX", "")
REPLY_MAILBOX_UNENCRYPTED = switch("REPLY_MAILBOX_UNENCRYPTED")
REPLY_DIRECTLY = switch("REPLY_DIRECTLY")
PUBLIC_URL = os.environ.get("PUBLIC_URL", "")
LIBREOFFICE = os.environ.get("LIBREOFFICE", "")
TRUSTED_PROXIES = number("TRUSTED_PROXIES", 0)
LIVE_TRANSPORT = os.environ.get("LIVE_TRANSPORT", "own")
SOCKETS = number("SOCKETS", 2000)
# A request holds a thread of its process, and so does a poll that waits.
THREADS = number("THREADS", 100)
THREADS_FOR_PAGES = number("THREADS_FOR_PAGES", 40)
CONNECTIONS_PER_ADDRESS = number("CONNECTIONS_PER_ADDRESS", 500)
DRAIN_SECONDS = number("DRAIN_SECONDS", 30)
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
RETENTION = os.environ.get("RETENTION", "")
RATELIMIT_ENABLED = switch("RATELIMIT_ENABLED", default=True)
OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "")
OIDC_CLIENT_ID = os.environ.get("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = os.environ.get("OIDC_CLIENT_SECRET", "")
OIDC_NAME = os.environ.get("OIDC_NAME", "")
OIDC_SECOND_FACTOR = os.environ.get("OIDC_SECOND_FACTOR", "")
OIDC_ONLY = switch("OIDC_ONLY")
SECOND_FACTOR = os.environ.get("SECOND_FACTOR", "")
LANGUAGES = os.environ.get("LANGUAGES", "en,fr,es,ru,ar,zh").replace(" ", "").split(",")
DEVELOPMENT = switch("DEVELOPMENT")
