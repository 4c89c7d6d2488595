"""The origin of an address, as browsers use it to tell sites apart (pure)."""

from urllib.parse import urlsplit


def origin_of(address: str) -> str | None:
    """Return the origin as browsers write it: in lower case, without the default port of the
    scheme. None if there is no host.
    """
    url = urlsplit(address)
    if not url.hostname:
        return None
    host = f"[{url.hostname}]" if ":" in url.hostname else url.hostname
    usual = {"http": 80, "https": 443}.get(url.scheme)
    return f"{url.scheme}://{host}" + (f":{url.port}" if url.port not in (None, usual) else "")
