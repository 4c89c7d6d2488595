import pytest
from flask import Flask

from wgcop import assets


@pytest.fixture
def static(tmp_path):
    for folder in ("css/components", "js", "icons", "fonts"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("fonts", "tokens", "base", "layout", "print"):
        (tmp_path / "css" / f"{name}.css").write_text(f"/* {name} */")
    for name in ("tag", "button"):
        (tmp_path / "css/components" / f"{name}.css").write_text(f"/* {name} */")
    (tmp_path / "js/live.js").write_text("export {};")
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
    order = ["@layer", "fonts", "tokens", "base", "layout", "button", "tag", "print"]
    places = [joined.index("@layer" if name == "@layer" else f"/* {name} */") for name in order]
    assert places == sorted(places)


def test_what_has_its_content_in_its_address_is_kept_for_good(site):
    for name in ("site.css", "js/live.js", "fonts/serif.woff2"):
        with site.test_client().get(address(site, name)) as answer:
            assert answer.status_code == 200
            assert "immutable" in answer.headers["Cache-Control"]


def test_a_changed_module_has_another_address(static):
    before = assets.version(static)
    (static / "js/live.js").write_text("export const more = 1;")
    assert assets.version(static) != before


def test_two_machines_with_the_same_files_give_the_same_address(static, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "js").mkdir()
    (elsewhere / "js/live.js").write_text("export {};")
    assert assets.version(static) == assets.version(elsewhere)


def test_a_page_from_before_an_update_still_finds_its_sheet_and_modules(site):
    http = site.test_client()
    sheet = http.get("/static/site-000000000000.css")
    assert sheet.status_code == 302
    assert sheet.location == address(site, "site.css")
    with http.get("/static/v-000000000000/js/live.js") as module:
        assert module.status_code == 200
        assert "immutable" not in module.headers["Cache-Control"]


def test_nothing_outside_the_folder_is_served(site):
    for path in (
        "/static/v-0/../secret",
        "/static/fonts/..%2f..%2fsecret",
        "/static/v-0/js/none.js",
    ):
        assert site.test_client().get(path).status_code == 404
