"""The description of the API for programs says what there is, and answers are as it says."""

import re

import pytest


@pytest.fixture
def described(http):
    answer = http().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    return answer.json


def test_it_describes_every_route_for_programs_and_nothing_else(app, described):
    routes = {
        (re.sub(r"<\w+:(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    told = {
        (path, method)
        for path, methods in described["paths"].items()
        for method in methods.keys() - {"parameters"}
    }
    assert told == routes


def test_answers_are_as_it_says(http, world, described):
    for reader in (None, world.amina):
        for path, asked in (("/api/v1/search", "?q=children"), ("/api/v1/session", "")):
            answer = (http(reader) if reader else http()).get(path + asked)
            said = described["paths"][path]["get"]["responses"][str(answer.status_code)]
            schema = said["content"]["application/json"]["schema"]
            assert set(schema["required"]) <= answer.json.keys()
            for hit in answer.json.get("hits", []):
                assert set(schema["properties"]["hits"]["items"]["required"]) <= hit.keys()


def test_a_search_is_asked_in_the_address_and_pages_begin_with_the_number_that_it_says(
    http, described
):
    told = described["paths"]["/api/v1/search"]["get"]["parameters"]
    asked = {each["name"]: each for each in told}
    assert [*asked] == ["q", "kind", "body", "level", "year", "page"]
    assert {each["in"] for each in told} == {"query"}
    first = asked["page"]["schema"]["minimum"]
    for page, status in ((first, 200), (first - 1, 422)):
        answer = http().get(f"/api/v1/search?q=children&page={page}")
        assert answer.status_code == status
