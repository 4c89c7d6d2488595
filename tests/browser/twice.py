"""A second press where one was meant."""


def click_twice(page, button, is_done):
    """A double click whose second click meets a page that shows already what the first one did."""
    button.hover()
    place = button.bounding_box()
    at = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.click(*at)
    is_done()
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)


def asked_for(page, address):
    """All that the page sends there from now on."""
    sent = []
    page.on("request", lambda request: request.url.endswith(address) and sent.append(request))
    return sent
