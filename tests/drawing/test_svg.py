"""What the charting library drew becomes a picture that a page under a strict content policy can hold."""

import re
from pathlib import Path

from lxml import etree

from wgcop.drawing.palette import HATCHED, INK, STEPS, SURFACE, TOKENS
from wgcop.drawing.svg import Drawn, Hint, cleaned

TOKENS_CSS = Path(__file__).parents[2] / "static/css/tokens.css"

HOSTILE = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  width="200" height="100" viewBox="0 0 200 100" onload="alert(1)">
  <style>* {{ fill: red }}</style><script>alert(2)</script>
  <foreignObject><div>html</div></foreignObject><image xlink:href="https://elsewhere.example/a.png"/>
  <defs><clipPath id="clip0"><rect width="10" height="10"/></clipPath></defs>
  <g clip-path="url(#clip0)" style="fill: red" role="graphics-object">
    <a xlink:href="javascript:alert(3)"><path aria-label="words" d="M0,0h5" fill="{INK}"/></a>
    <path aria-label="#KE" d="M10.04,20.06L10.04,20.06L30.26,20.06L30.26,40.44Z" fill="{STEPS[0]}" onclick="alert(4)"/>
    <path aria-label="#gap" d="M0,0h5v5h-5Z" fill="{HATCHED}"/>
    <path d="M0,0h5" fill="url(https://elsewhere.example/#p)" stroke="{INK}"/>
    <text transform="translate(12.3456,3.99)" font-family="Noto Sans" fill="{INK}">Kenya &amp; Egypt</text>
  </g>
</svg>"""

MARKS = {"KE": Hint("Kenya: 3 entries", "/initiatives/?country=KE"), "gap": Hint("CIS: no entry")}


def drawn() -> Drawn:
    return Drawn(cleaned(HOSTILE), MARKS)


def test_only_shapes_and_words_stay():
    page = drawn().inline("map")
    for left in ("style", "script", "foreignObject", "<image", "onload", "onclick", "javascript"):
        assert left not in page
    assert "elsewhere" not in page and "xlink" not in page
    assert "Kenya &amp; Egypt" in page and "font-family" not in page


def test_paths_run_in_steps_of_half_a_pixel():
    assert 'd="M10,20l20.5,0 0,20.5z"' in cleaned(HOSTILE)
    assert 'transform="translate(12.3,4)"' in cleaned(HOSTILE)


def test_a_mark_gets_its_words_and_its_link_which_no_tab_key_stops_at():
    root = etree.fromstring(drawn().inline("map"))
    [link] = root.iter("{*}a")
    assert dict(link.attrib) == {
        "href": "/initiatives/?country=KE",
        "tabindex": "-1",
        "aria-label": "Kenya: 3 entries",
    }
    assert [title.text for title in root.iter("{*}title")] == ["Kenya: 3 entries", "CIS: no entry"]
    assert root.get("role") == "group"


def test_ids_and_hatching_are_those_of_the_picture():
    page = drawn().inline("map")
    assert 'id="map-clip0"' in page and "url(#map-clip0)" in page
    assert 'id="map-hatching"' in page and 'fill="url(#map-hatching)"' in page
    assert set(re.findall(r'id="([^"]+)"', page)).isdisjoint(
        re.findall(r'id="([^"]+)"', drawn().inline("other"))
    )


def test_a_page_has_the_colours_of_its_theme_and_a_file_those_of_paper():
    page, file = drawn().inline("map"), drawn().file(title="Map").decode()
    assert 'fill="var(--picture-1)"' in page and STEPS[0] not in page
    assert "var(" not in file and STEPS[0] in file and SURFACE in file


def test_a_file_is_complete_in_itself():
    file = drawn().file(title="Map <of> all", lines=("Registry, 27 November 2026",))
    root = etree.fromstring(file)
    assert root.findtext("{*}title") == "Map <of> all"
    assert next(root.iter("{*}text")).text == "Map <of> all"
    width, height = root.get("width"), root.get("height")
    assert width != height and root.get("viewBox") == f"0 0 {width} {height}"
    assert "Registry, 27 November 2026" in [text.text for text in root.iter("{*}text")]
    assert not list(root.iter("{*}a")) and b"href" not in file


def test_in_arabic_a_file_begins_on_the_right():
    file = Drawn(cleaned(HOSTILE), {}, "ar").file(title="خريطة")
    title = next(etree.fromstring(file).iter("{*}text"))
    assert title.get("text-anchor") == "end" and float(title.get("x", "0")) > 200


def test_in_arabic_the_stop_of_a_line_stands_at_its_end():
    """Words in Latin letters at the beginning of a line do not turn it round either."""
    file = Drawn(cleaned(HOSTILE), {}, "ar").file(title="WG-COP: خريطة", lines=("السجل، 2026.",))
    words = [text.text for text in etree.fromstring(file).iter("{*}text")]
    assert words[0] == "\u2067WG-COP: خريطة\u2069" and words[-1] == "\u2067السجل، 2026.\u2069"
    english = Drawn(cleaned(HOSTILE), {}, "en").file(title="Map", lines=("Registry.",))
    assert "\u2067" not in english.decode()


def test_each_line_of_a_name_is_a_text_of_its_own():
    """Letters from right to left would change places with those of the line above."""
    name = '<text transform="translate(9,-27)" fill="#1a242d"><tspan>%s</tspan><tspan x="0" dy="16">%s</tspan></text>'
    picture = HOSTILE.replace(
        "<defs>", name % ("التعاون", "الدولي") + name % ("", "تقنية") + "<defs>"
    )
    texts = [*etree.fromstring(cleaned(picture)).iter("{*}text")]
    assert [(each.text, each.get("y")) for each in texts] == [
        ("التعاون", "0"),
        ("الدولي", "16"),
        ("تقنية", "16"),
        ("Kenya & Egypt", None),
    ]
    assert {each.get("transform") for each in texts[:3]} == {"translate(9,-27)"}
    assert not [*etree.fromstring(cleaned(picture)).iter("{*}tspan")]


def test_the_palette_is_that_of_the_style_sheet():
    css = TOKENS_CSS.read_text("utf-8")
    for colour, token in TOKENS.items():
        assert f"--{token}: light-dark({colour}," in css
