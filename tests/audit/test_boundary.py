"""What may not be brought into the workspace is said wherever a file can be chosen."""

import re

import pytest

from tests.architecture.reading import ROOT, report

WORDS = "personal data of children"


def test_every_template_with_a_file_says_what_may_not_be_brought_in():
    silent = []
    for template in (ROOT / "templates").rglob("*.html"):
        text = template.read_text("utf-8")
        for tag in re.findall(r"<input[^>]*type=[\"']file[\"'][^>]*>", text):
            name = re.search(r'id="([^"]+)"', tag)[1]
            if f"boundary('{name}')" not in text or f"{name}-boundary" not in tag:
                silent.append(f"{template.relative_to(ROOT)}: {name}")
        if re.search(r"\{\{\s*form\.(file|files|table)\(", text):
            silent.append(f"{template.relative_to(ROOT)}: use field()")
    report("Call boundary('the-id') of macros/forms.html, and describe the input by it.", silent)


def test_who_pastes_a_picture_reads_it_beside_the_words_that_are_asked_for():
    """The dialog then hides the field for the file, and must not hide this with it."""
    dialogs = (ROOT / "templates/contributions/_editor_dialogs.html").read_text("utf-8")
    field = re.search(r'<p class="field">(?:(?!</p>).)*id="editor-picture".*?</p>', dialogs)[0]
    assert "boundary('editor-picture')" in dialogs and "boundary('editor-picture')" not in field


@pytest.mark.parametrize(
    "address",
    [
        "/people/invitations/new",
        "/priorwork/import",
        "/resolutions/import",
        "/initiatives/import",
        "/radar",
        "/contributions/word",
    ],
)
def test_the_secretariat_reads_it_at_each_upload(world, http, address):
    page = http(world.ines).get(address).text
    files = re.findall(r'<input[^>]*type="file"[^>]*>', page)
    assert WORDS in page and files and page.count("field__boundary") == len(files)
    for tag in files:
        described = re.search(r'aria-describedby="([^"]+)"', tag)[1].split()
        assert any(f'id="{name}"' in page for name in described if name.endswith("-boundary"))
