"""The process in which files are read `apart`: a name, a size and a file come in, what it holds goes out, until nobody asks."""

import json
import resource
import sys

from wgcop.reading import read
from wgcop.reading.apart import to_line
from wgcop.reading.result import Unreadable

MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 60
"""Of work on one file; thousands of pages need less."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while header := sys.stdin.buffer.readline():
        name, size, seconds = json.loads(header)
        data = sys.stdin.buffer.read(size)
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime) + min(seconds, MOST_SECONDS)
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
        sys.stdout.buffer.write(answer(data, name))
        sys.stdout.buffer.flush()


def answer(data: bytes, name: str) -> bytes:
    """Whatever is not Unreadable ends the process, and so says that the file cannot be read."""
    try:
        return to_line(read(data, name))
    except Unreadable as error:
        return to_line(error.reason)


if __name__ == "__main__":
    main()
