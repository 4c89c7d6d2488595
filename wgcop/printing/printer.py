"""Makes tagged PDF (PDF/UA-1) of a page with WeasyPrint, which is given every file that it may use
and fetches nothing.
"""

import io
import logging
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pydyf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from config import ROOT

_STYLE = Path(__file__).with_name("paper.css")
_FONTS = ROOT / "static" / "fonts"


class _OnlyWhatIsGiven(URLFetcher):
    """Fetches pictures of the paper and fonts of the workspace. Any other address is refused."""

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=())
        self._pictures = pictures

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        kind, _, name = url.partition(":")
        if kind == "picture" and name in self._pictures:
            return URLFetcherResponse(url, io.BytesIO(self._pictures[name]))
        if kind == "font" and name in _fonts():
            return URLFetcherResponse(url, io.BytesIO((_FONTS / name).read_bytes()))
        raise ValueError(f"Not fetched: {url[:80]}")


def to_pdf(html: str, pictures: Mapping[str, bytes]) -> bytes:
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    fetcher = _OnlyWhatIsGiven(pictures)
    fonts = FontConfiguration()
    style = CSS(string=_STYLE.read_text("utf-8"), font_config=fonts, url_fetcher=fetcher)
    page = HTML(string=html, base_url="paper:", url_fetcher=fetcher)
    pdf = page.write_pdf(
        finisher=_scope_headers,
        stylesheets=[style],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        optimize_images=False,
    )
    assert pdf is not None
    return bytes(pdf)


def _scope_headers(_document: Any, pdf: Any) -> None:
    """Add the scope of table headers. WeasyPrint names the headers of each cell, but screen readers
    that ignore names rely on the scope.
    """
    elements = {
        each.reference: each
        for each in pdf.objects
        if isinstance(each, pydyf.Dictionary) and "S" in each
    }
    for row in elements.values():
        if row["S"] == "/TR":
            cells = [elements[name] for name in row["K"] if name in elements]
            headers = [cell for cell in cells if cell["S"] == "/TH"]
            for header in headers:
                header["A"]["Scope"] = "/Column" if len(headers) == len(cells) else "/Row"


@cache
def _fonts() -> frozenset[str]:
    return frozenset(place.name for place in _FONTS.glob("*.woff2"))
