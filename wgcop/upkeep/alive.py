"""Asks the server of this machine whether it is alive: `python -m wgcop.upkeep.alive [PORT]`, for
the health check of a container.

It imports nothing of the workspace, so that two checks a minute cost nothing.
"""

import sys
import urllib.error
import urllib.request

PATIENCE = 8


def main(port: int) -> int:
    try:
        # The address is this machine's own.
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE) as page:
            print(page.read(2000).decode(errors="replace"))  # noqa: T201 (the health check reads it)
    except (OSError, urllib.error.URLError) as error:
        print(f"The server on port {port} does not answer: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000))
