"""A search is its address: read, written, changed by one choice at a time."""

from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest

from wgcop.search.question.query import Order
from wgcop.search_page.addresses import MOST_CHOSEN, Address, Choice, opened


def read(address):
    return Address.read(parse_qs(urlsplit(address).query))


def test_an_address_is_the_same_however_its_parts_were_ordered():
    one = read("/search?level=national&q=child&kind=clause&sort=date&kind=comment")
    assert one == read("/search?sort=date&kind=clause&kind=comment&q=child&level=national")
    assert one.url() == "/search?q=child&kind=clause&kind=comment&level=national&sort=date"
    assert read(one.url()) == one


def test_a_run_of_spaces_is_one():
    assert read("/search?q=helplines%20%20since%09%202015").typed == "helplines since 2015"


def test_what_is_not_known_is_left_out():
    assert read("/search?q=x&colour=red&sort=price&kind=&kind=%20").url() == "/search?q=x"
    assert Address().url() == "/search"


def test_choices_are_put_on_and_taken_off_one_by_one():
    both = Address("x").toggling(Choice("kind", "clause")).toggling(Choice("kind", "comment"))
    assert both.chosen == {"kind": ("clause", "comment")}
    assert both.toggling(Choice("kind", "clause")).chosen == {"kind": ("comment",)}
    assert both.toggling(Choice("kind", "clause")).toggling(Choice("kind", "comment")) == Address(
        "x"
    )
    assert both.choosing("kind") == both.without_choices() == Address("x")


def test_order_page_and_form_belong_to_the_address():
    address = Address("x", {"year": ("2010",)}).by(Order.DATE)
    assert address.url(2) == "/search?q=x&year=2010&sort=date&page=2"
    assert address.url(path="/search.csv") == "/search.csv?q=x&year=2010&sort=date"
    assert read("/search?q=x&sort=symbol") == Address("x").by(Order.SYMBOL)
    assert address.by(Order.RELEVANCE).url() == "/search?q=x&year=2010"


@pytest.mark.parametrize(
    "url", ["/priorwork/7", "/priorwork/7?part=2", "/priorwork/7#p4", "/priorwork/7?part=2#p4"]
)
def test_a_long_document_opens_where_the_words_are(url):
    def at(start, *, is_read_in_parts=True):
        model = SimpleNamespace(is_read_in_parts=is_read_in_parts)
        return opened(SimpleNamespace(url=url, start=start, model=model), "plays & calls")

    assert at(0) == "/priorwork/7?at=0&q=plays+%26+calls#found"
    assert at(None) == "/priorwork/7?q=plays+%26+calls#found"
    assert at(0, is_read_in_parts=False) == url


def test_an_address_with_too_much_is_cut_to_what_is_allowed():
    many = Address.read(
        {"q": ["x" * 9000], "year": [str(n) for n in range(900)], "body": ["y" * 900]}
    )
    assert len(many.chosen["year"]) == MOST_CHOSEN
    assert len(many.chosen["body"][0]) == 250
    assert len(many.typed) == 4000
