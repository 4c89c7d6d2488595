"""Many readers and few connections: 100 people open pages and post, on PostgreSQL and then with pgbouncer before it.

Reports who was answered with what, how long it took, and how many connections PostgreSQL had at most. Without pgbouncer
(`apt-get install pgbouncer`) the second half is left out.
"""

import argparse
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).parents[1]))

import psycopg
from sqlalchemy import select

from bench.threads import post
from bench.worlds import signed_in
from tests.postgres import Cluster, binaries
from tests.servers import free_port
from wgcop import demo
from wgcop.accounts.models import Person
from wgcop.app import create_app
from wgcop.database import db, migrations, writing

WID = "wtdc-67.recs_recognizing__rec_b"
CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=100)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--connections", type=int, default=20)
    options = parser.parse_args()
    found = binaries()
    assert found, "PostgreSQL is not installed."
    print(f"{'':22}{'answers':>24}{'p50 ms':>10}{'p95 ms':>10}{'last ms':>10}{'connections':>13}")
    with Cluster.running(found) as cluster:
        cluster.admin.execute("CREATE DATABASE straight")
        url = f"postgresql+psycopg://tests@/straight?host={cluster.socket}"
        run("PostgreSQL", url, cluster, options, has_pooler=False)
        if shutil.which("pgbouncer"):
            cluster.admin.execute("CREATE DATABASE pooled")
            with pgbouncer(cluster) as port:
                url = f"postgresql+psycopg://tests@127.0.0.1:{port}/pooled"
                run("behind pgbouncer", url, cluster, options, has_pooler=True)


def run(
    name: str, url: str, cluster: Cluster, options: argparse.Namespace, *, has_pooler: bool
) -> None:
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as folder:
        app = create_app(
            {
                "DATA_DIR": Path(folder),
                "DATABASE_URL": url,
                "DATABASE_CONNECTIONS": options.connections,
                "DATABASE_POOLER": has_pooler,
                "SECRET_KEY": "measured",
                "WTF_CSRF_ENABLED": False,
                "RATELIMIT_ENABLED": False,
            }
        )
        with app.app_context(), writing():
            migrations.upgrade(db.engine)
            demo.load(db.session)
            db.session.commit()
            people = [p.get_id() for p in db.session.scalars(select(Person)) if p.memberships]
        readers = [
            signed_in(app.test_client(), people[n % len(people)]) for n in range(options.readers)
        ]
        waited, answers, numbers = [], Counter[str](), count()

        def ask(number: int) -> None:
            reader, start = readers[number % len(readers)], time.perf_counter()
            if number % 10:
                answer = reader.get("/" if number % 3 else f"/clauses/{WID}")
            else:
                answer = post(reader, WID)
            waited.append((time.perf_counter() - start) * 1000)
            answers[str(answer.status_code)] += 1

        with watching(cluster, "pooled" if has_pooler else "straight") as most:
            with ThreadPoolExecutor(options.readers) as pool:
                list(pool.map(ask, (next(numbers) for _ in range(options.pages))))
        told = ", ".join(f"{code}: {number}" for code, number in sorted(answers.items()))
        cut = quantiles(waited, n=20)
        print(f"{name:22}{told:>24}{cut[9]:10.0f}{cut[18]:10.0f}{max(waited):10.0f}{max(most):13}")
        with app.app_context():
            db.engine.dispose()


@contextmanager
def watching(cluster: Cluster, database: str) -> Iterator[list[int]]:
    """How many connections this database has, ten times a second."""
    seen, over = [0], threading.Event()

    def watch() -> None:
        with psycopg.connect(f"user=tests dbname=postgres host={cluster.socket}") as connection:
            while not over.wait(0.1):
                row = connection.execute(CONNECTIONS, [database]).fetchone()
                seen.append(row[0] if row else 0)

    watcher = threading.Thread(target=watch)
    watcher.start()
    yield seen
    over.set()
    watcher.join()


@contextmanager
def pgbouncer(cluster: Cluster) -> Iterator[int]:
    """In transaction mode, with eight connections to the server. It refuses to run as root."""
    folder, port = Path(tempfile.mkdtemp(prefix="wgcop-pgbouncer-")), free_port()
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        f"[databases]\n* = host={cluster.socket} user=tests\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
        f"listen_port = {port}\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\n"
        f"default_pool_size = 8\nmax_client_conn = 500\nlogfile = {folder}/log\n"
    )
    more = {}
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        more = {"user": owner.pw_uid, "group": owner.pw_gid}
    process = subprocess.Popen(
        ["pgbouncer", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more
    )
    try:
        for _ in range(100):
            try:
                psycopg.connect(f"user=tests dbname=pooled host=127.0.0.1 port={port}").close()
                break
            except psycopg.OperationalError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
