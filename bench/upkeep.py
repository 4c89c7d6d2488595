"""What it costs to keep a workspace, check the archive, bring it back and move it: seconds, megabytes on the disk
and the most memory.

Each command runs as a process of its own. The demo world first, then one with many comments and files. Where PostgreSQL is installed,
the large one is moved there, kept from there, and brought back on both kinds of database.
"""

import argparse
import os
import random
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.postgres import Cluster, binaries
from wgcop.files import digest

WORDS = Path(__file__).parents[1].joinpath("README.md").read_text().split()
FILE_SIZE = 512 * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--megabytes", type=int, default=1_000, help="Of files.")
    options = parser.parse_args()
    print(
        "| workspace | command | seconds | of the processor | archive, MB | most memory, MB |\n|---|---|---|---|---|"
    )
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as folder:
        place = Path(folder)
        run(place / "demo", "migrate")
        run(place / "demo", "demo")
        measure("demo world", place / "demo", place / "demo.tar.gz")
        enlarge(place / "demo", options.comments, options.megabytes)
        size = (place / "demo" / "wgcop.db").stat().st_size / 1e6
        name = f"{options.comments:,} comments, {size:,.0f} MB; files {options.megabytes:,} MB"
        measure(name, place / "demo", place / "large.tar.gz")
        encrypt(name, place / "demo", place / "large.age")
        if found := binaries():
            with Cluster.running(found) as cluster:
                measure_postgres(name, place, cluster)


def measure(name: str, data: Path, archive: Path, **settings: str) -> None:
    tell(name, data, archive, "backup", str(archive), **settings)
    tell(name, data, archive, "backup", "--verify", str(archive))
    back = data.parent / f"back-{archive.name}"
    tell(name, back, archive, "restore", str(archive))


def encrypt(name: str, data: Path, archive: Path) -> None:
    word = data.parent / "word"
    word.write_text("correct horse battery staple\n")
    secret = ("--passphrase-file", str(word))
    tell(name, data, archive, "backup", str(archive), "--encrypt", "passphrase", *secret)
    tell(name, data, archive, "backup", "--verify", str(archive), *secret)


def measure_postgres(name: str, place: Path, cluster: Cluster) -> None:
    archive, url = place / "large.tar.gz", cluster.url(cluster.create())
    tell(name, place / "demo", archive, "move", url)
    other = cluster.url(cluster.create())
    tell(
        f"{name}, to PostgreSQL",
        place / "there",
        archive,
        "restore",
        str(archive),
        DATABASE_URL=other,
    )
    measure(f"{name}, from PostgreSQL", place / "demo", place / "postgres.tar.gz", DATABASE_URL=url)


def tell(name: str, data: Path, archive: Path, *command: str, **settings: str) -> None:
    seconds, busy, memory = run(data, *command, **settings)
    said = " ".join(part for part in command if "/" not in part)
    print(
        f"| {name} | `{said}` | {seconds:.1f} | {busy:.1f} | {archive.stat().st_size / 1e6:,.1f} | {memory:,.0f} |",
        flush=True,
    )


def run(data: Path, *command: str, **settings: str) -> tuple[float, float, float]:
    """Seconds on the clock and of the processor, and the most memory that the process held."""
    environment = (
        os.environ | {"DATA_DIR": str(data), "DATABASE_URL": "", "SECRET_KEY": ""} | settings
    )
    start = time.perf_counter()
    program = ["-c", "from wgcop.cli import main; main()", *command]
    environment["PYTHONPATH"] = str(Path(__file__).parents[1])
    silent = os.open(os.devnull, os.O_WRONLY)
    process = os.posix_spawn(
        sys.executable,
        [sys.executable, *program],
        environment,
        file_actions=[(os.POSIX_SPAWN_DUP2, silent, 1)],
    )
    os.close(silent)
    _, status, used = os.wait4(process, 0)
    if status:
        raise SystemExit(f"wgcop {' '.join(command)} failed.")
    busy = used.ru_utime + used.ru_stime
    return time.perf_counter() - start, busy, used.ru_maxrss / 1024


def enlarge(data: Path, comments: int, megabytes: int) -> None:
    """By rows like those that are there, and by files that no compression makes smaller."""
    chance = random.Random(67)
    with closing(sqlite3.connect(data / "wgcop.db")) as connection:
        connection.row_factory = sqlite3.Row
        like = dict(connection.execute("SELECT * FROM comment LIMIT 1").fetchone()) | {
            "parent_id": None
        }
        marks = ", ".join(f":{column}" for column in like)
        columns = ", ".join(f'"{column}"' for column in like)
        connection.executemany(
            f"INSERT INTO comment ({columns}) VALUES ({marks})",
            (
                like
                | {
                    "id": 1_000_000_000 + number,
                    "key": f"bench-{number}",
                    "name": f"b{number}",
                    "body": " ".join(chance.choices(WORDS, k=60)),
                }
                for number in range(comments)
            ),
        )
        connection.commit()
    for _ in range(megabytes * 1_000_000 // FILE_SIZE):
        content = chance.randbytes(FILE_SIZE)
        place = data / "files" / digest(content)[:2] / digest(content)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


if __name__ == "__main__":
    main()
