"""The process of the sandbox: it takes a header and a file from standard input, answers with one
line, and repeats.
"""

import json
import resource
import sys

from wgcop.reading.tasks import answer

MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 60
"""The processor time for one file, in seconds. Thousands of pages need less."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while header := sys.stdin.buffer.readline():
        task, name, size, seconds = json.loads(header)
        data = sys.stdin.buffer.read(size)
        used = resource.getrusage(resource.RUSAGE_SELF)
        # The limit on processor time counts the life of the process, so it is moved on for each
        # file.
        until = int(used.ru_utime + used.ru_stime) + min(seconds, MOST_SECONDS)
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
        sys.stdout.buffer.write(answer(task, data, name))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
