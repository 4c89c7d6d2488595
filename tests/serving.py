"""The `wgcop` command again and again, from one process that has imported it already: most of a short test's
time went into that.

Reads lines of JSON that ask for a command: its arguments, environment and log, and on wish the folder to stand in and the
files for its errors and its exit code. Answers each with a process number.
"""

import importlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import configure_mappers

import config
from wgcop.cli import main
from wgcop.radar import comparers


def run(asked: dict[str, Any]) -> None:
    os.setsid()  # so that a kill reaches every process of it
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(asked["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(log, 1)
    os.dup2(os.open(asked["errors"], os.O_WRONLY | os.O_CREAT) if "errors" in asked else log, 2)
    os.environ.update(asked["environment"])
    os.chdir(asked.get("folder", "."))
    try:
        importlib.reload(config)
        main(asked["arguments"], prog_name="wgcop")
    except SystemExit as ended:
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
        if "exit" in asked:
            code = int(bool(ended.code)) if isinstance(ended.code, str) else ended.code or 0
            Path(asked["exit"]).write_text(str(code))


def serve(compiled: str) -> None:
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(compiled)}
    configure_mappers()
    comparers.warm()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that end
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            run(json.loads(line))
        print(process, flush=True)


if __name__ == "__main__":
    serve(sys.argv[1])
