"""`python -m tests.running [--workers 2] [--checks] [--durations] [-- ARGUMENTS OF PYTEST]`"""

import argparse
import os
import sys

from tests.running import keeping

CHECKS = [
    "bash",
    "-c",
    "failed=0; scripts/gates || failed=1; scripts/test-other-python pure || failed=1; exit $failed",
]
"""What runs beside the tests."""


def main() -> int:
    parser = argparse.ArgumentParser("tests.running")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--checks", action="store_true", help="run scripts/gates beside the tests")
    parser.add_argument("--durations", action="store_true", help="write tests/durations.json anew")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    ours = ["-p", "tests.running.workers", "--workers", str(asked.workers)]
    if asked.durations:
        ours.append("--write-durations")
    arguments = [word for place, word in enumerate(asked.arguments) if (place, word) != (0, "--")]
    # Processes that the tests start would compile a thousand modules, each for itself.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    tests = [sys.executable, "-m", "pytest", "--no-header", "--basetemp={folder}/t"]
    return keeping.run(keeping.Plan([*tests, *ours, *arguments], CHECKS if asked.checks else []))


if __name__ == "__main__":
    sys.exit(main())
