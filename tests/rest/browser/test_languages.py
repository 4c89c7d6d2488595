"""Every page in each language of the Union: whole, in its direction, and as wide as the screen."""

import re

import pytest
from playwright.sync_api import expect

from scripts.messages import FOLDER
from tests.browser.conftest import WIDE
from tests.browser.test_every_page import NARROW, READERS, addresses_for, opened
from wgcop.languages import LANGUAGE_NAMES, catalogues, language_direction
from wgcop.languages.termbase import TRANSLATED

pytestmark = pytest.mark.settings(LANGUAGES=tuple(LANGUAGE_NAMES))

SAID = """() => {
    const own = document.documentElement.lang
    const found = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement
        const words = walker.currentNode.data.replace(/\\s+/g, ' ').trim()
        const others = parent.closest(`[lang]:not([lang="${own}"]), bdi, code, kbd, script, style, textarea, .paper__body`)
        if (words && !others) found.push(words)
    }
    return found
}"""
"""Each run of words on the page that is said in its own language; the text of a paper is what people wrote."""


def english_of(language):
    """What the catalogue says otherwise than the English: sentences without values, of two words or more."""
    file = FOLDER / language / "LC_MESSAGES" / catalogues.NAME
    return {
        english
        for message in catalogues.messages_of(catalogues.read(file, language))
        for english in catalogues.english_of(message)
        if re.search(r"\w \w", english)
        and not re.search(r"[%{<]", english)
        and english not in catalogues.forms_of(message)
    }


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_page_is_whole_in_each_language(look, no_sideways_scroll, language):
    english = english_of(language)
    assert len(english) > 2_000
    found = {}
    for place, name in enumerate(READERS):
        reader = look(name)
        reader.open(f"/?language={language}")
        for address in addresses_for(look._app, name, first_of=READERS[:place]):
            page = opened(reader, name, address)
            root = page.locator("html")
            assert root.get_attribute("lang") == language, address
            assert root.get_attribute("dir") == language_direction(language), address
            for words in page.evaluate(SAID):
                if words in english:
                    found.setdefault(f"not translated: {words}", address)
            for size in (NARROW, WIDE):
                page.set_viewport_size(size)
                try:
                    no_sideways_scroll(page)
                except AssertionError as wide:
                    found.setdefault(str(wide), f"at {size['width']} px")
    assert not found, "\n".join(f"{where}: {what}" for what, where in found.items())


def test_a_delegate_chooses_the_language_by_keyboard_three_times(look, axe):
    page = look("amina").open("/resolutions/")
    for tag, name, summary in (
        ("ar", "العربية", "English"),
        ("zh", "中文", "العربية"),
        ("en", "English", "中文"),
    ):
        menu = page.locator("header details.wide-only").filter(has_text=summary).first
        menu.locator("summary").focus()
        page.keyboard.press("Enter")
        choice = menu.get_by_role("button", name=name)
        expect(choice).to_be_visible()
        axe(page)
        choice.focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"html[lang={tag}][dir={language_direction(tag)}]")).to_be_attached()
        assert page.url.endswith("/resolutions/")


def test_a_guest_with_a_phone_finds_the_languages_in_the_menu(look, no_sideways_scroll):
    guest = look(phone=True)
    page = guest.open("/")
    for tag, name in (("fr", "français"), ("ar", "العربية"), ("en", "English")):
        page.locator("header details.phone-only > summary").click()
        page.locator("header details.phone-only").get_by_role("button", name=name).click()
        expect(page.locator(f"html[lang={tag}]")).to_be_attached()
        no_sideways_scroll(page)
