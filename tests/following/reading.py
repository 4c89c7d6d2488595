"""Papers to be found, and what stands on the pages of those who look for them."""

import re
from html import unescape

from tests.search.world import record


def paper(key, text="semaphore", kind="document", **fields):
    return record(key, text, f"Title {key}", kind=kind, **fields)


def main(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.text).partition("<main")[2].partition("</main>")[0]


def count(client):
    """New results of the only search on the page."""
    counts = re.findall(r">(\d+) new<", main(client, "/search/saved"))
    return int(counts[0]) if counts else 0


def look(client, address):
    answer = client.post(f"{address}/looks")
    assert answer.status_code == 303
    return main(client, answer.location)


def feed_of(client, address):
    """The address that whoever keeps the search is told once."""
    return re.search(r"/search/feeds/[\w-]+\.atom", client.post(f"{address}/feed").text)[0]
