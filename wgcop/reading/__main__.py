"""The process of the sandbox: takes a header and a file from standard input, answers with one line, and repeats."""

import json
import resource
import sys

from wgcop.reading import read
from wgcop.reading.result import Unreadable
from wgcop.reading.sandbox import answer_line

MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 60
"""Processor time for one file. Thousands of pages need less."""


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
    """Any other error ends the process, which tells the caller that the file cannot be read."""
    try:
        return answer_line(read(data, name))
    except Unreadable as error:
        return answer_line(error.reason)


if __name__ == "__main__":
    main()
