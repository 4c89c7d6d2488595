import gzip
import re

import brotli
import pytest
from flask import Flask

from wgcop.web import assets


@pytest.fixture
def static(tmp_path):
    for folder in ("css/components", "js", "icons", "fonts"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("fonts", "tokens", "base", "layout", "print"):
        (tmp_path / "css" / f"{name}.css").write_text(f"/* why */ .{name} {{}}")
    for name in ("tag", "button"):
        (tmp_path / "css/components" / f"{name}.css").write_text(f"/* why */ .{name} {{}}")
    (tmp_path / "js/pages").mkdir()
    (tmp_path / "js/theme.js").write_text("document.documentElement.dataset.js = '';")
    (tmp_path / "js/live.js").write_text("export const live = 1;")
    (tmp_path / "js/pages/any.js").write_text('import { live } from "../live.js";\n')
    (tmp_path / "icons/sprite.svg").write_text("<svg/>")
    (tmp_path / "fonts/serif.woff2").write_bytes(b"serif")
    return tmp_path


@pytest.fixture
def site(static):
    app = Flask("site", static_folder=str(static), static_url_path="/static")
    assets.init_app(app)
    return app


def address(site, name):
    return site.jinja_env.globals["asset_url"](name)


def test_sheets_are_joined_in_the_order_in_which_they_build_on_each_other(static):
    joined = assets.bundle(static / "css").decode()
    order = ["@layer", ".fonts", ".tokens", ".base", ".layout", ".button", ".tag", ".print"]
    places = [joined.index(name) for name in order]
    assert places == sorted(places)
    assert "why" not in joined, "What is written for those who write it is not sent."


def test_what_has_its_content_in_its_address_is_kept_for_good(site):
    for name in ("site.css", "js/theme.js", "js/pages/any.js", "fonts/serif.woff2"):
        with site.test_client().get(address(site, name)) as answer:
            assert answer.status_code == 200
            assert "immutable" in answer.headers["Cache-Control"]


def test_a_changed_module_changes_the_address_of_the_pages_that_import_it(site, static):
    page, icon = address(site, "js/pages/any.js"), address(site, "js/theme.js")
    (static / "js/live.js").write_text("export const live = 2;")
    changed = Flask("site", static_folder=str(static), static_url_path="/static")
    assets.init_app(changed)
    assert address(changed, "js/pages/any.js") != page
    assert address(changed, "js/theme.js") == icon


def test_the_scripts_of_a_page_come_as_one_file(site):
    with site.test_client().get(address(site, "js/pages/any.js")) as answer:
        assert answer.mimetype == "text/javascript"
        assert "const live = 1;" in answer.text
        assert not re.search(r"^(import|export)", answer.text, re.MULTILINE)


@pytest.mark.parametrize("name", ["site.css", "js/pages/any.js", "icons/sprite.svg"])
@pytest.mark.parametrize("encoding, unpack", [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_what_is_kept_for_good_is_sent_packed_to_browsers_that_unpack_it(
    site, name, encoding, unpack
):
    http = site.test_client()
    plain = http.get(address(site, name))
    packed = http.get(address(site, name), headers={"Accept-Encoding": f"{encoding}, deflate"})
    assert packed.headers["Content-Encoding"] == encoding
    assert unpack(packed.data) == plain.data
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def test_two_machines_with_the_same_files_give_the_same_address(site, static):
    elsewhere = Flask("site", static_folder=str(static), static_url_path="/static")
    assets.init_app(elsewhere)
    for name in ("site.css", "js/pages/any.js", "js/theme.js"):
        assert address(site, name) == address(elsewhere, name)


def test_a_page_from_before_an_update_still_finds_its_sheet_and_scripts(site):
    http = site.test_client()
    sheet = http.get("/static/site-000000000000.css")
    assert sheet.status_code == 302
    assert sheet.location == address(site, "site.css")
    for name in ("js/theme.js", "js/pages/any.js"):
        with http.get(f"/static/v-000000000000/{name}") as script:
            assert script.status_code == 200
            assert "immutable" not in script.headers["Cache-Control"]


def test_nothing_outside_the_folder_is_served(site):
    for path in (
        "/static/v-0/../secret",
        "/static/fonts/..%2f..%2fsecret",
        "/static/v-0/js/none.js",
    ):
        assert site.test_client().get(path).status_code == 404


@pytest.mark.parametrize(
    "sheet, part",
    [("css/writing.css", "editor"), ("css/papers.css", "paper"), ("css/room.css", "projector")],
)
def test_what_only_some_pages_need_is_a_sheet_of_its_own(static, sheet, part):
    (static / f"css/components/{part}.css").write_text(f".{part} {{}}")
    site = Flask("site", static_folder=str(static), static_url_path="/static")
    assets.init_app(site)
    with site.test_client() as http:
        apart, common = (http.get(address(site, n)) for n in (sheet, "site.css"))
    assert f".{part} {{}}" in apart.text
    assert f".{part}" not in common.text
    assert "immutable" in apart.headers["Cache-Control"]
    assert apart.text.startswith("@layer reset"), "It comes first, and so names the layers."
