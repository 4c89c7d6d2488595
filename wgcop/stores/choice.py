"""Chooses the store of this installation by its settings."""

from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from wgcop.errors import Invalid
from wgcop.stores.folder import FolderStore
from wgcop.stores.protocol import Store

SCHEMES = ("s3", "s3+http")
EXAMPLE = "s3://key:secret@s3.example.org/bucket"


def store_at(url: str, folder: Path) -> Store:
    """Return the store that FILES_URL names, or the folder if it is empty."""
    if not url:
        return FolderStore(folder)
    require_files_address(url)
    # Imported by name, so that only installations that use it pay for the client: 20 MB in each process.
    store: Store = import_module("wgcop.stores.s3").S3Store(url)
    return store


def require_files_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        is_known = parts.scheme in SCHEMES and parts.hostname and parts.path.strip("/")
        is_whole = parts.port is None or parts.port > 0
    except ValueError:
        is_known = is_whole = False
    if not (is_known and is_whole) or bool(parts.username) != bool(parts.password):
        raise Invalid(
            f"FILES_URL must be an address such as {EXAMPLE}, with / in a secret as %2F and + as %2B."
        )
