"""Settings from the environment, each with a value that works on one machine."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default)).strip()
    if not value.isdecimal():
        raise SystemExit(f"{name} must be a whole number, such as {default}, and not “{value}”.")
    return int(value)


DATA_DIR = Path(os.environ.get("DATA_DIR", ROOT / "var")).resolve()
SECRET_KEY = os.environ.get("SECRET_KEY", "")
DATABASE_URL = os.environ.get("DATABASE_URL", "")
# Of one process, for all that it does.
DATABASE_CONNECTIONS = number("DATABASE_CONNECTIONS", 20)
DATABASE_POOLER = os.environ.get("DATABASE_POOLER", "") == "1"
REDIS_URL = os.environ.get("REDIS_URL", "")
SEARCH_ENGINE = os.environ.get("SEARCH_ENGINE", "whoosh")
MAIL_URL = os.environ.get("MAIL_URL", "")
MAIL_SENDER = os.environ.get("MAIL_SENDER", "workspace@localhost")
MAIL_UNENCRYPTED = os.environ.get("MAIL_UNENCRYPTED", "") == "1"
PUBLIC_URL = os.environ.get("PUBLIC_URL", "")
LIBREOFFICE = os.environ.get("LIBREOFFICE", "")
TRUSTED_PROXIES = number("TRUSTED_PROXIES", 0)
LIVE_TRANSPORT = os.environ.get("LIVE_TRANSPORT", "own")
SOCKETS = number("SOCKETS", 2000)
# A request holds a thread of its process, and so does a poll that waits.
THREADS = number("THREADS", 100)
THREADS_FOR_PAGES = number("THREADS_FOR_PAGES", 40)
CONNECTIONS_PER_ADDRESS = number("CONNECTIONS_PER_ADDRESS", 500)
RATELIMIT_ENABLED = os.environ.get("RATELIMIT_ENABLED", "1") == "1"
LANGUAGES = os.environ.get("LANGUAGES", "en,fr,es,ru,ar,zh").replace(" ", "").split(",")
DEVELOPMENT = os.environ.get("DEVELOPMENT", "") == "1"
