"""The table of the registry: what narrows it, what it counts, and what it costs."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from wgcop.bodies.levels import Region
from wgcop.initiatives import queries
from wgcop.initiatives.filters import RegistryFilters, filters_of
from wgcop.initiatives.kinds import TargetGroup
from wgcop.resolutions.models import Wording


def names(page) -> list[str]:
    found = re.findall(r'<th scope="row"><a href="/initiatives/[^"]*">([^<]*)</a>', page.text)
    return [unescape(name) for name in found]


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("country=ke", "Be the COP", "Ondara Safe Line"),
        ("region=arab-states", "Workshop on a strategy for the Arab region", "Be the COP"),
        ("region=worldwide", "Safer Internet Day (SID)", "Be the COP"),
        ("target_group=law-enforcement", "Virtual Global Taskforce (VGT)", "Be the COP"),
        ("measure=technical", "Ondara Safe Line", "Be the COP"),
        (
            "project_state=running",
            "Europe regional initiative on trust and confidence",
            "Be the COP",
        ),
        ("confidence=to-be-confirmed", "National case study Costa Rica", "Be the COP"),
        ("words=kenya+authority", "Be the COP", "Ondara Safe Line"),
        ("words=ini-016", "Be the COP", "Ondara Safe Line"),
        ("country=KE&measure=awareness&level=national", "Be the COP", "Ondara Safe Line"),
    ],
)
def test_each_choice_narrows_the_table(world, http, query, there, not_there):
    shown = names(http().get(f"/initiatives/?{query}"))
    assert there in shown and not_there not in shown


def test_a_clause_says_how_many_initiatives_serve_it_and_leads_to_them(session, world, http):
    place = (
        session.scalars(select(Wording).where(Wording.citation == "invites Member States 2"))
        .one()
        .clause.url
    )
    for reader in (None, world.amina):
        page = http(reader).get(place)
        [(address, number)] = re.findall(
            r'href="(/initiatives/\?clause=[^"]+)">(\d+) initiatives serve this clause', page.text
        )
        shown = names(http(reader).get(address))
        assert len(shown) == int(number) and "Be the COP" in shown


def test_counts_are_of_what_a_choice_would_show(session, world):
    counts = queries.registry_counts(RegistryFilters(region=Region.AFRICA))
    for group in TargetGroup:
        chosen = RegistryFilters(region=Region.AFRICA, target_group=group)
        shown = queries.registry(chosen, page=1)
        assert counts.by_target_group[group] == len(shown)
    for region in Region:
        shown = queries.registry(RegistryFilters(region=region), page=1)
        assert counts.by_region[region] == len(shown)
    assert counts.matching == len(queries.registry(RegistryFilters(region=Region.AFRICA), page=1))


def test_an_address_keeps_every_choice():
    chosen = {
        "words": "radio plays",
        "level": "national",
        "region": "africa",
        "country": "KE",
        "kind": "campaign",
        "target_group": "children",
        "measure": "awareness",
        "clause": "wtdc-67.x",
        "project_state": "running",
        "confidence": "sourced",
        "confirmed": "no",
        "order": "changed",
    }
    filters = filters_of(chosen)
    assert filters.parameters == chosen
    assert (
        filters_of(
            {name: "nonsense" for name in chosen if name not in ("words", "country", "clause")}
        )
        == RegistryFilters()
    )


def test_the_narrowed_table_costs_the_same_however_much_it_shows(world, http, statements):
    with statements() as few:
        http().get("/initiatives/?country=KE&measure=awareness")
    with statements() as many:
        http().get("/initiatives/?order=changed")
    assert len(few) == len(many)
