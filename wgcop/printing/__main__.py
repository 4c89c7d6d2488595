"""The process that prints: it reads one page with its pictures from standard input, and writes the
PDF to standard output.
"""

import json
import resource
import sys
from base64 import b64decode

from wgcop.printing.printer import to_pdf

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 90
"""The limit of processor time in seconds."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    question = json.loads(sys.stdin.buffer.read())
    pictures = {name: b64decode(data) for name, data in question["pictures"].items()}
    sys.stdout.buffer.write(to_pdf(question["html"], pictures))


if __name__ == "__main__":
    main()
