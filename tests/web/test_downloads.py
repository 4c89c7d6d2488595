"""Names of files that are stored by a browser, in any script, in headers that take Latin letters alone."""

import pytest
from flask import Response
from werkzeug.http import parse_options_header

from wgcop.web.downloads import name_download


def header(name):
    response = Response()
    name_download(response, name)
    return response.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "name",
    [
        "WG-COP-3-2-Rev.1.docx",
        "Plays on market days — “live”.docx",
        "مسرحيات-أيام-السوق.docx",
        "戏剧.pdf",
        "Équipe, ‘50 %’.pdf",
    ],
)
def test_a_file_gets_its_name_whatever_its_script(name):
    sent = header(name)
    assert sent.isascii()
    kind, options = parse_options_header(sent)
    assert kind == "attachment" and options["filename"] == name


def test_a_program_that_knows_latin_letters_alone_gets_those():
    assert header("Équipe 戏剧.pdf").startswith('attachment; filename="Equipe .pdf"; ')


def test_no_sign_of_a_name_breaks_its_header():
    assert header("a\r\nSet-Cookie: b\u2028.docx") == 'attachment; filename="aSet-Cookie: b.docx"'
