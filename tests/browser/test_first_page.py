"""The first page stands without holes, whatever waits for its reader."""

from pathlib import Path

from wgcop.observing import watched

BETWEEN = """() => {
    const left = document.querySelector("#news").getBoundingClientRect().left
    const blocks = [...document.querySelectorAll(".home section")].map((one) => one.getBoundingClientRect())
        .filter((block) => block.height && Math.abs(block.left - left) < 1).sort((one, other) => one.top - other.top)
    return blocks.slice(1).map((block, above) => block.top - blocks[above].bottom)
}"""
LITTLE_WAITS = """() => {
    const waits = [...document.querySelectorAll(".home section")].filter((one) => one.querySelector(".block__title"))
    for (const one of waits) if (!one.querySelector("#upkeep, #news, #coming")) one.hidden = true
}"""
LARGEST_GAP = 60


def test_little_that_waits_for_the_secretariat_leaves_no_hole_beside_the_meetings(
    enter, no_sideways_scroll
):
    ines = enter("ines")
    folder = Path(ines.served.settings["DATA_DIR"])
    watched.note(folder, watched.BACKUP, failure="There is no room.")
    page = ines.open("/")
    assert page.locator("#upkeep").is_visible()
    assert max(page.evaluate(BETWEEN)) <= LARGEST_GAP
    page.evaluate(LITTLE_WAITS)
    assert page.locator(".home__beside").bounding_box()["height"] > 500
    assert max(page.evaluate(BETWEEN)) <= LARGEST_GAP
    no_sideways_scroll(page)
