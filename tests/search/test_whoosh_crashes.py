"""A process dies at each file that a commit opens, renames or deletes; nothing is lost and nothing doubled."""

import json
import subprocess
import sys

# A child for each step: it is gone without a word when it comes to that step.
CRASHES = """
import json, os, sys
from pathlib import Path
from tests.search.world import GUEST, record
from wgcop.search_engines.whoosh import merging
from wgcop.search.question.parsing import parse
from wgcop.search_engines.whoosh.engine import WhooshEngine

folder = Path(sys.argv[1])
merging.MOST_SEGMENTS = 4  # so that merging is among what is cut off

def put(engine, wording):
    with engine.writing() as index:
        index.put([record(f"{n}", f"common {wording}") for n in range(6)])
        index.drop(["remark:dropped"])
        index.epoch = wording

def die_at(step):
    steps = 0
    def count(event, arguments):
        nonlocal steps
        if event in ("open", "os.rename", "os.remove") and str(folder) in str(arguments[0]):
            steps += 1
            if steps == step:
                os._exit(9)
    sys.addaudithook(count)

engine = WhooshEngine(folder)
with engine.writing() as index:
    index.put([record("dropped", "common"), *(record(f"{n}", "common wording0") for n in range(6))])
with engine.writing() as index:
    index.epoch = "0"
found = []
for step in range(1, 400):
    child = os.fork()
    if not child:
        die_at(step)
        put(WhooshEngine(folder), f"wording{step}")
        os._exit(0)
    died = os.waitpid(child, 0)[1] != 0
    again = WhooshEngine(folder)
    hits = {hit.id: str(hit.snippet) for hit in again.search(parse("common", audiences=GUEST)).hits}
    wordings = {text.split("wording")[-1] for key, text in hits.items() if key != "remark:dropped"}
    found.append([sorted(hits), sorted(wordings), again.epoch().removeprefix("wording")])
    if not died:
        break
    put(again, f"wording{step}")
print(json.dumps(found))
"""


def test_a_crash_at_any_step_of_a_commit_leaves_it_done_or_not_begun(tmp_path):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CRASHES, tmp_path / "index"],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    after_each = json.loads(done.stdout.splitlines()[-1])
    six = [f"remark:{n}" for n in range(6)]
    assert 10 < len(after_each) < 399
    for step, (ids, wordings, epoch) in enumerate(after_each, start=1):
        assert ids in (six, [*six, "remark:dropped"]) if step == 1 else ids == six
        assert wordings in ([str(step - 1)], [str(step)])
        assert [epoch] == wordings
