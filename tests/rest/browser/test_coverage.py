"""The coverage of the registry in a browser: with a keyboard, on a phone, on paper, from right to left, without colours."""

import re

from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_every_page import PAINTED
from wgcop.drawing.charts import Cell, Named, matrix
from wgcop.drawing.process import draw_charts
from wgcop.drawing.svg import Drawn, cleaned

PAGE = "/initiatives/coverage"
PICTURES = ["map", "target-groups", "measures", "clauses", "time-line"]
ENTRY_COUNT = re.compile(r"(\d+) entr")


def test_pictures_lead_where_their_tables_do_by_mouse_and_by_keys_and_are_downloaded(look):
    page = look().open("/initiatives/")
    page.get_by_role("link", name="Map and coverage").click()
    count = page.locator("#map tbody a").first
    number = count.text_content()
    count.focus()
    page.keyboard.press("Enter")
    caption = page.locator("table caption").text_content()
    assert "/initiatives/?region=" in page.url and caption.strip().startswith(number)

    page.go_back()
    link = page.locator("#map svg a[href*='region=']").first
    href, words = link.get_attribute("href"), link.get_attribute("aria-label")
    assert page.locator(f"#map table a[href='{href}']").get_attribute("aria-label") == words
    link.locator("circle, path").first.click()
    assert page.url.endswith(href)

    page.go_back()
    counts = page.locator("#map table a, #target-groups table a").count()
    page.locator("nav[aria-label='On this page'] a").last.focus()
    reached = []
    while "frame measures" not in reached and len(reached) < 200:
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "() => { const at = document.activeElement; return at.closest('svg') ? 'in a picture' : "
                "at.matches('.picture__frame') ? 'frame ' + at.closest('section').id : "
                "at.getAttribute('aria-label') || at.textContent.trim() }"
            )
        )
    assert [each for each in reached if each.startswith("frame")] == [
        "frame map",
        "frame target-groups",
        "frame measures",
    ]
    assert sum(1 for each in reached if ENTRY_COUNT.search(each)) == counts
    assert "in a picture" not in reached and all(reached)

    for name, ending in (
        ("Picture (SVG) Map of the world", "svg"),
        ("Numbers (CSV) Map of the world", "csv"),
    ):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name).click()
        assert waiting.value.suggested_filename == f"map.{ending}"


def test_pictures_are_whole_in_both_themes_without_colours_on_paper_on_a_phone_and_from_right_to_left(
    look,
):
    page = look().open(PAGE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(PAINTED)
        colours = page.evaluate(
            "() => [...document.querySelectorAll('#map svg text')].map((one) => getComputedStyle(one).fill)"
        )
        ground = page.evaluate(
            "() => getComputedStyle(document.querySelector('#map .picture__frame')).backgroundColor"
        )
        light = [sum(map(float, re.findall(r"[\d.]+", each)[:3])) for each in (colours[-1], ground)]
        assert abs(light[0] - light[1]) > 300
        family = page.evaluate(
            "() => getComputedStyle(document.querySelector('#map svg text')).fontFamily"
        )
        assert "WG-COP Sans" in family

    page.emulate_media(color_scheme="light", forced_colors="active")
    assert page.locator("#target-groups .matrix__sign").first.is_visible()
    assert page.locator("#target-groups svg text").first.is_visible()

    page.emulate_media(forced_colors="none", media="print")
    page.set_viewport_size({"width": 640, "height": 900})
    for name in PICTURES[:3]:
        frame, picture = page.locator(f"#{name} .picture__frame"), page.locator(f"#{name} svg")
        assert frame.evaluate("(one) => getComputedStyle(one).overflowX") == "visible"
        assert picture.bounding_box()["width"] <= 640
        assert page.locator(f"#{name} table").first.is_visible()
    assert not page.locator(".coverage > form").is_visible()
    assert not page.get_by_role("link", name="Picture (SVG)").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 640

    page.emulate_media(media="screen")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    frame = page.locator("#map .picture__frame")
    assert frame.evaluate("(one) => one.scrollWidth > one.clientWidth + 100")
    assert page.locator("#map svg").bounding_box()["width"] > 700

    page.set_viewport_size(WIDE)
    page.evaluate("document.documentElement.dir = 'rtl'")
    outside = page.evaluate(
        """() => [...document.querySelectorAll('figure svg')].flatMap((svg) => {
          const box = svg.getBoundingClientRect();
          return [...svg.querySelectorAll('text')].filter((one) => {
            const at = one.getBoundingClientRect();
            return at.left < box.left - 1 || at.right > box.right + 1;
          }).map((one) => one.textContent);
        })"""
    )
    assert outside == []


def test_in_arabic_a_matrix_begins_on_the_right_and_its_letters_join(look):
    chart = matrix(
        [Named("africa", "أفريقيا")],
        [Named("legal", "قانوني"), Named("awareness", "التوعية")],
        {("africa", "legal"): Cell(3), ("africa", "awareness"): Cell(5)},
        language="ar",
    )
    [raw] = draw_charts([chart.spec])
    page = look().open("/initiatives/")
    page.evaluate(
        "(svg) => { document.body.innerHTML = svg }", str(Drawn(cleaned(raw), {}, "ar").inline("m"))
    )

    def left(words):
        return page.locator("text", has_text=words).first.bounding_box()["x"]

    assert left("أفريقيا") > left("قانوني") > left("التوعية")
    assert left("3") > left("5")
    joined, apart = page.evaluate(
        """() => {
          const text = [...document.querySelectorAll('text')].find((one) => one.textContent.includes('قانوني'));
          const joined = text.getComputedTextLength();
          text.textContent = [...'قانوني'].join('\\u200c');
          return [joined, text.getComputedTextLength()];
        }"""
    )
    assert joined < apart, "letters that do not join are wider"


def test_choices_work_without_scripts(look):
    page = look(java_script_enabled=False).open(PAGE)
    page.get_by_label("Level", exact=True).select_option("regional")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "level=regional" in page.url
    assert ENTRY_COUNT.search(page.locator(".coverage__total").text_content())
    assert page.locator("#map svg").is_visible()
