"""Runs scanners against the demo world behind nginx, on the loopback: `deploy/scan` installs them and calls this."""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.attack.large import Large, running
from bench.load.doors import Door
from bench.load.people import People, people
from bench.scan import headers

SECONDS = 60 * float(os.environ.get("MINUTES", "3"))
REPORTS = Path(os.environ.get("REPORTS", "."))
FORMS = (
    "/search?q=children&kind=document&body=1&year=2010&page=1",
    "/api/v1/search?q=children",
    "/priorwork/?q=radio",
    "/initiatives/?q=radio&level=national",
    "/people/?q=a",
    "/contributions/?q=radio",
    "/implementation/?q=radio",
    "/live/clause:wtdc-67.recs_recognizing__rec_b?after=0",
)
MODULES = (
    *("exec", "file", "sql", "xss", "permanentxss", "upload", "redirect", "crlf"),
    *("methods", "csrf", "cookieflags", "http_headers", "csp"),
)
"""Of wapiti: those that need no other machine."""
ENDS_THE_SESSION = ("/sign-out*", "/account/*")
NOT_INJECTABLE = "do not appear to be injectable"
POSTED = (
    ("/sign-in", "email=a%40example.org&password=word&csrf_token=x"),
    ("/forgotten-password", "email=a%40example.org&csrf_token=x"),
)
"""By a guest: who is signed in gets no such form."""


@dataclass(frozen=True)
class Scanner:
    large: Large
    who: People
    programs: Path

    @property
    def straight(self) -> str:
        """Scanners count a proxy's refusals as findings, so they ask a server itself."""
        return self.large.webs[0].url

    def run(self, name: str, *command: str | Path, **more: str) -> str:
        """What it says, also in a file."""
        file = REPORTS / f"{name}.txt"
        with file.open("w") as report, suppress(subprocess.TimeoutExpired):
            subprocess.run(
                [str(part) for part in command],
                stdout=report,
                stderr=subprocess.STDOUT,
                timeout=SECONDS * 3 + 60,
                check=False,
                env=os.environ | {"NO_COLOR": "1", "HOME": str(REPORTS), **more},
                stdin=subprocess.DEVNULL,
            )
        return file.read_text(errors="replace")

    def headers(self) -> list[str]:
        readers = {"guest": "", "delegate": self.who.members[0], "secretariat": self.who.secretary}
        return list(headers.look(self.large.app, self.large.door, readers))

    def schemathesis(self) -> list[str]:
        """For a guest and for a delegate."""
        found = []
        for reader, cookie in (("guest", ""), ("delegate", self.who.members[0])):
            said = self.run(
                f"schemathesis-{reader}",
                self.programs / "api" / "bin" / "st",
                *("run", f"{self.straight}/api/v1/openapi.json"),
                *("--max-examples", "60", "--seed", "67", "--workers", "1"),
                *(
                    "--checks",
                    "all",
                    "--exclude-checks",
                    "unsupported_method,positive_data_acceptance",
                ),
                *(("--header", f"Cookie: {cookie}") if cookie else ()),
            )
            if re.search(r"[1-9]\d* (?:unique )?failures?|FAILURES|ERRORS", said):
                found.append(f"{reader}: see schemathesis-{reader}.txt in {REPORTS}")
        return found

    def wapiti(self) -> list[str]:
        """Crawls, submits forms, and then attacks what it has found, for a guest and for a delegate."""
        found = []
        for reader, cookie in (("guest", ""), ("delegate", self.who.members[0])):
            file = REPORTS / f"wapiti-{reader}.json"
            left_out = [("--exclude", f"{self.straight}{path}") for path in ENDS_THE_SESSION]
            said = self.run(
                f"wapiti-{reader}",
                self.programs / "pages" / "bin" / "wapiti",
                *("--url", f"{self.straight}/", "--scope", "folder", "--flush-session"),
                *("--store-session", REPORTS / f"wapiti-{reader}"),
                *("--module", ",".join(MODULES), "--depth", "3", "--tasks", "2", "--no-bugreport"),
                *("--verbose", "1"),
                *("--max-links-per-page", "40", "--max-files-per-dir", "8"),
                *("--max-scan-time", str(int(SECONDS / 2))),
                *("--max-attack-time", str(int(SECONDS / 6))),
                *("--format", "json", "--output", file),
                *(part for each in left_out for part in each),
                *(("--header", f"Cookie: {cookie}") if cookie else ()),
            )
            found += [f"{reader}: {each}" for each in of_wapiti(file)]
            short = len(re.findall("Max attack time was reached", said))
            print(
                f"  {reader}: {pages_of(file)} pages, {short} of {len(MODULES)} modules cut short"
            )
            if cookie and not self.is_signed_in(cookie):
                found.append(
                    f"{reader}: the scan ended the session, and the rest was asked as a guest"
                )
        return found

    def is_signed_in(self, cookie: str) -> bool:
        with Door(self.straight).browser(cookie) as http:
            return http.get(f"{self.straight}/account", allow_redirects=False, timeout=60).ok

    def sqlmap(self) -> list[str]:
        asked = [(f"{self.straight}{address}", "") for address in FORMS]
        asked += [(f"{self.straight}{address}", data) for address, data in POSTED]
        signed_in = ("--cookie", self.who.members[0])
        found, until = [], time.monotonic() + SECONDS * 2
        for number, (address, data) in enumerate(asked):
            if time.monotonic() > until:
                left = len(asked) - number
                print(f"  not asked for want of time: {left} of {len(asked)} addresses")
                break
            said = self.run(
                f"sqlmap-{number}",
                self.programs / "pages" / "bin" / "sqlmap",
                *("--url", address, "--batch", "--level", "1", "--risk", "1"),
                *("--dbms", "PostgreSQL", "--technique", "BEUS", "--timeout", "20"),
                *("--retries", "0", "--time-sec", "3", "--ignore-code", "*"),
                *("--output-dir", REPORTS / "sqlmap"),
                *(("--data", data, "--csrf-token", "csrf_token") if data else signed_in),
            )
            path = address.removeprefix(self.straight)
            if "is vulnerable" in said or "identified the following injection" in said:
                found.append(f"{path}: see sqlmap-{number}.txt in {REPORTS}")
            elif NOT_INJECTABLE not in said:
                found.append(f"{path}: not asked to the end, see sqlmap-{number}.txt in {REPORTS}")
        return found


def of_wapiti(file: Path) -> list[str]:
    if not file.exists():
        return ["wapiti wrote no report"]
    kinds = json.loads(file.read_text()).get("vulnerabilities", {})
    return [
        f"{kind}: {one['method']} {one['path']} ({one.get('parameter') or 'page'}): {one['info'][:200]}"
        for kind, ones in kinds.items()
        for one in ones
    ]


def pages_of(file: Path) -> int:
    said = json.loads(file.read_text()) if file.exists() else {}
    return int(said.get("infos", {}).get("crawled_pages_nbr", 0))


SCANNERS: dict[str, Callable[[Scanner], list[str]]] = {
    "headers": Scanner.headers,
    "schemathesis": Scanner.schemathesis,
    "wapiti": Scanner.wapiti,
    "sqlmap": Scanner.sqlmap,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="deploy/scan", description=__doc__)
    parser.add_argument("programs", type=Path, help="where the scanners are installed")
    parser.add_argument("scanners", nargs="*", help=f"some of {', '.join(SCANNERS)}")
    asked = parser.parse_args()
    if unknown := set(asked.scanners) - SCANNERS.keys():
        parser.error(f"There is no scanner {', '.join(sorted(unknown))}.")
    REPORTS.mkdir(parents=True, exist_ok=True)
    count = 0
    with running(RATELIMIT_ENABLED=False) as large:
        scanner = Scanner(large, people(large.app), asked.programs)
        for name in asked.scanners or SCANNERS:
            began = time.monotonic()
            found = SCANNERS[name](scanner)
            count += len(found)
            print(f"{name}: {len(found)} findings in {time.monotonic() - began:.0f} s", flush=True)
            for finding in found[:60]:
                print(f"  {finding}", flush=True)
        failed = large.log().count('"event": "unexpected_error"')
        print(f"errors in the servers' logs: {failed}")
        (REPORTS / "servers.log").write_text(large.log())
    print(f"Reports are in {REPORTS}.")
    return 1 if count or failed else 0


if __name__ == "__main__":
    sys.exit(main())
