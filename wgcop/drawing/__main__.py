"""The process that draws: it takes charts, or a picture to make a PNG of, from standard input, and
answers as JSON.
"""

import json
import resource
import sys
from base64 import b64encode
from typing import Any

from wgcop.drawing.drawer import to_png, to_svg

MOST_MEMORY = 1024 * 1024 * 1024
"""The largest amount of data in memory. It does not limit addresses, because the engine reserves
gigabytes of addresses without using them.
"""
MOST_SECONDS = 30
"""The processor time in seconds."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    question = json.load(sys.stdin.buffer)
    answer: Any
    if "charts" in question:
        answer = [to_svg(chart) for chart in question["charts"]]
    else:
        answer = b64encode(to_png(question["svg"], question["scale"])).decode()
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
