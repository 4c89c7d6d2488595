"""What is left out of the image, tried on copies of the libraries that it is taken from. The image itself: `test_image.py`."""

import shutil
import subprocess
import sys
from datetime import date
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import babel
import botocore
import pyphen
import pytest
from babel import localedata

from tests.architecture.reading import ROOT
from wgcop.i18n import day, language_name
from wgcop.languages import LANGUAGE_NAMES
from wgcop.languages.common_words import USUAL_WORDS_OF_OTHERS


@pytest.fixture(scope="module")
def leaving_out():
    loader = SourceFileLoader("leave_out", str(ROOT / "deploy" / "leave-out"))
    module = module_from_spec(spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def libraries(leaving_out, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("libraries")
    for library in (babel, botocore, pyphen):
        place = Path(library.__file__).parent
        shutil.copytree(place, folder / place.name)
    (folder / "some" / "tests").mkdir(parents=True)
    for name in ("read.py", "read.pyi", "read.c", "tests/test_read.py"):
        (folder / "some" / name).touch()
    leaving_out.leave_out(folder)
    return folder


def run_with(libraries: Path, code: str) -> str:
    """With these libraries before those of the environment."""
    inside = f"import sys; sys.path.insert(0, {str(libraries)!r})\n{code}"
    told = subprocess.run(
        [sys.executable, "-c", inside], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert told.returncode == 0, told.stderr
    return told.stdout.strip()


def test_most_of_the_data_goes_and_the_code_stays(libraries):
    assert sorted(each.name for each in (libraries / "some").iterdir()) == ["read.py"]
    sizes = {
        each: sum(place.stat().st_size for place in (libraries / each).rglob("*.*"))
        for each in ("babel/locale-data", "botocore/data", "pyphen/dictionaries")
    }
    assert sizes["botocore/data"] < 3_000_000
    assert sizes["babel/locale-data"] < 6_000_000
    assert not sizes["pyphen/dictionaries"]
    assert (libraries / "botocore" / "session.py").exists()


def test_days_are_written_in_all_languages_that_texts_are_told_to_be_in(libraries):
    languages = (*LANGUAGE_NAMES, *USUAL_WORDS_OF_OTHERS, "pt_BR", "zh_CN", "en_GB")
    written = run_with(
        libraries,
        "import babel; from datetime import date; from wgcop.i18n import day\n"
        f"assert babel.__file__.startswith({str(libraries)!r})\n"
        f"print(*(day(date(2026, 10, 12), each) for each in {languages}), sep='\\n')",
    )
    assert written.splitlines() == [day(date(2026, 10, 12), each) for each in languages]


def test_a_language_without_data_has_the_name_that_readers_give_it(leaving_out, monkeypatch, app):
    """Their own name for it is in the data that is left out."""

    assert "ja" not in leaving_out.LANGUAGES
    exists = localedata.exists
    monkeypatch.setattr(localedata, "exists", lambda tag: tag[:2] != "ja" and exists(tag))
    with app.test_request_context():
        assert language_name("ja") == "Other (Japanese)"
        assert language_name("no such tag") == "Other"


def test_a_file_can_be_stored_and_a_role_be_asked_for_and_no_other_service(libraries):
    code = (
        "from botocore.session import Session\n"
        "for service in ('s3', 'sts', 'sso', 'sso-oidc'):\n"
        "    Session().create_client(service, region_name='eu-central-1')\n"
        "print(Session().get_available_services())"
    )
    services = run_with(libraries, code)
    assert services == "['s3', 'signin', 'sso', 'sso-oidc', 'sts']"
