"""Every page in each language of the Union: whole, in its direction, and as wide as the screen."""

import re
from functools import cache
from itertools import product

import pytest
from lxml import html
from playwright.sync_api import expect

from scripts.messages import FOLDER
from tests.browser.conftest import WIDE
from tests.browser.test_every_page import NARROW, READERS, addresses_for, opened
from tests.databases import IS_LONG
from tests.rest.browser.sweeps import DAYS, is_known, pages_of_today
from tests.slices import part_of_today
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
        const others = parent.closest(`[lang]:not([lang="${own}"]), bdi, code, kbd, script, style, textarea, .paper`)
        if (words && !others) found.push(words)
    }
    return found
}"""
"""Each run of words on the page that is said in its own language; a paper is what people wrote, its cover too."""
SENT = """//body//text()[not(ancestor::*[@lang and @lang != $own or self::bdi or self::code or self::kbd or self::script
    or self::style or self::textarea or contains(concat(" ", normalize-space(@class), " "), " paper ")])]"""
"""The same of a page as it is sent, with what it shows later."""
SCREENED = TRANSLATED if IS_LONG else ("fr", "ru", "ar")
"""Those with the longest words, and the one that runs the other way."""


@cache
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


def left_in_english(runs, language):
    return {words for run in runs if (words := " ".join(run.split())) in english_of(language)}


@pytest.mark.long
def test_every_page_is_whole_in_each_language(app, http, world):
    found, asked = {}, 0
    for place, name in enumerate(READERS):
        readers = {language: http(world[name] if name else None) for language in TRANSLATED}
        for language, reader in readers.items():
            assert len(english_of(language)) > 2_000
            assert reader.get(f"/?language={language}").status_code == 302
        pages = [*product(addresses_for(app, name, first_of=READERS[:place]), TRANSLATED)]
        known = [each for each in pages if is_known(each[0])]
        others = part_of_today([each for each in pages if not is_known(each[0])], DAYS)
        for address, language in known + others:
            answer = readers[language].get(
                address, headers={"Accept": "text/html"}, follow_redirects=True
            )
            assert "/sign-in" not in answer.request.path or "sign-in" in address, address
            page = html.fromstring(answer.text)
            assert page.get("lang") == language, address
            assert page.get("dir") == language_direction(language), address
            for words in left_in_english(page.xpath(SENT, own=language), language):
                found.setdefault(f"not translated: {words}", f"{address} in {language}")
            asked += 1
    assert not found, "\n".join(f"{where}: {what}" for what, where in found.items())
    assert asked > 200


@pytest.mark.long
@pytest.mark.parametrize("language", SCREENED)
def test_every_page_fits_on_a_screen_in_its_language(look, no_sideways_scroll, language):
    found = {}
    for place, name in enumerate(READERS):
        reader = look(name)
        reader.open(f"/?language={language}")
        own = addresses_for(look._app, name, first_of=READERS[:place])
        for address in pages_of_today(own):
            page = opened(reader, name, address)
            for words in left_in_english(page.evaluate(SAID), language):
                found.setdefault(f"not translated: {words}", address)
            for size in (NARROW, WIDE) if is_known(address) else (NARROW,):
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
