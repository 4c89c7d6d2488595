"""The editor is built in `frontend`, and what was built is in the repository, so that users need no Node."""

import shutil
import subprocess

import brotli

from tests.architecture.reading import ROOT, files
from tests.conftest import absent
from wgcop.paper.schema import SCHEMA

FRONTEND = ROOT / "frontend"
BUILT = ROOT / "static/build"
LARGEST = 112_000


def test_what_was_built_is_what_the_sources_give(tmp_path):
    if not (FRONTEND / "node_modules").exists():
        absent("Node with the packages of frontend/package-lock.json")
    subprocess.run([shutil.which("node") or "node", FRONTEND / "build.mjs", tmp_path], check=True)
    for file in BUILT.iterdir():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes(), (
            f"{file.name} is of other sources: run `node frontend/build.mjs`, and commit what it writes."
        )


def test_the_editor_is_small_enough_for_a_bad_line():
    """With the client of the socket, which every page has already."""
    scripts = [BUILT / "editor.js", ROOT / "static/js/vendor/socket.io.esm.min.js"]
    assert sum(len(brotli.compress(script.read_bytes())) for script in scripts) < LARGEST


def test_the_editor_is_loaded_where_a_text_is_edited_and_nowhere_else():
    naming = [file.name for file in files("templates", ".html") if "build/" in file.read_text()]
    assert naming == ["_editor.html"]
    including = [
        file.relative_to(ROOT / "templates").as_posix()
        for file in files("templates", ".html")
        if "contributions/_editor.html" in file.read_text()
    ]
    assert sorted(including) == ["contributions/edit.html", "meetings/notes.html"]


def test_the_licences_of_what_is_built_in_are_beside_it():
    licences = (BUILT / "editor.LICENSES.txt").read_text()
    for name in ("prosemirror-view", "prosemirror-transform 1.12.0", "prosemirror-history"):
        assert name in licences


def test_the_editor_knows_every_part_that_a_paper_may_have():
    source = (FRONTEND / "src/schema.js").read_text()
    for kind in [*SCHEMA["nodes"], *SCHEMA["marks"]]:
        if kind not in ("doc", "text"):
            assert f"\n  {kind}:" in source, (
                f"frontend/src/schema.js does not say how {kind} is shown."
            )
