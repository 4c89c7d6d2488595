"""The scripts of a page are one file on the wire, and many modules for those who write them."""

import re

import pytest

from tests.architecture.reading import ROOT, files, name, report
from wgcop.web import modules

STATIC = ROOT / "static"
PAGES = sorted((STATIC / "js/pages").glob("*.js"))
ADDRESS = re.compile(r"asset_url\('(js/[^']+\.js)'\)")
ALONE = {"js/theme.js"}  # runs before the page is painted
BESIDE_PAGES = {STATIC / "js/service-worker.js"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_scripts_of_each_kind_of_page_can_be_joined(page):
    text = modules.join(
        page.relative_to(STATIC).as_posix(),
        lambda path: (STATIC / path).read_text(),
        lambda path: f"/static/{path}" if path.startswith("js/vendor/") else None,
        lambda path: f"/static/{path}",
    )
    assert text.count("const modules = [];") == 1


def test_templates_name_the_scripts_of_a_kind_of_page_and_no_module_of_them():
    report(
        "A module that a page loads by itself is asked for in turn, and runs apart from the same module in the "
        "page's file: import it in the module of the page in static/js/pages.",
        [
            f"{name(file)} loads {script}"
            for file in files("templates", ".html")
            for script in ADDRESS.findall(file.read_text())
            if not script.startswith(("js/pages/", "js/vendor/")) and script not in ALONE
        ],
    )


LISTENER = re.compile(r'^document\.addEventListener\("(\w+:[\w-]+)"', re.MULTILINE)


def test_one_module_says_who_hears_what_happens_in_a_thread():
    report(
        "The order in which modules are imported must not matter: export what is to be done, and name it in the list "
        "of static/js/threads/events.js.",
        [
            f"{name(file)} listens to {event}"
            for file in files("static/js/threads", ".js")
            for event in LISTENER.findall(file.read_text())
        ],
    )


def test_every_module_belongs_to_a_page():
    imported = {
        (file.parent / path).resolve()
        for file in (STATIC / "js").rglob("*.js")
        for path in re.findall(r'"(\.[^"]+\.js)"', file.read_text())
    }
    modules_of_pages = set((STATIC / "js").rglob("*.js")) - {
        STATIC / "js/theme.js",
        *BESIDE_PAGES,
        *PAGES,
    }
    assert modules_of_pages <= imported, "No page runs these modules."
