"""The OpenAPI description of `/api/v1`. It contains values only; a test compares it with the
routes.
"""

from typing import Any

Described = dict[str, Any]


def one_of(*types: str) -> Described:
    return {"type": list(types)}


def thing(**members: Described) -> Described:
    return {"type": "object", "required": list(members), "properties": members}


def listed(of: Described) -> Described:
    return {"type": "array", "items": of}


def as_json(description: str, schema: Described) -> Described:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


TEXT: Described = {"type": "string"}
NUMBER: Described = {"type": "integer"}
YES_OR_NO: Described = {"type": "boolean"}
TREE: Described = {"type": "object", "description": "The document as a tree of typed nodes."}

PROBLEM = thing(error=TEXT, request_id=TEXT)
HIT = thing(
    id=TEXT,
    kind=TEXT,
    title=TEXT,
    url=TEXT,
    snippet={**TEXT, "description": "HTML, with the words that were found marked."},
    score={"type": "number"},
    year=one_of("integer", "string", "null"),
    date=one_of("string", "null"),
    language=one_of("string", "null"),
)
RESULTS = thing(
    total=NUMBER,
    complete={**NUMBER, "description": "How many hits have all the words."},
    page=NUMBER,
    pages=NUMBER,
    filling={**YES_OR_NO, "description": "The index is being made; more may be found later."},
    hits=listed(HIT),
    facets={"type": "object"},
    leads_to={**one_of("string", "null"), "description": "The document that the symbol names."},
)
SESSION = thing(
    person=one_of("integer", "null"),
    name=one_of("string", "null"),
    csrf=one_of("string", "null")
    | {"description": "To be sent as X-CSRFToken with whatever changes something."},
)
VERSION_OF_TEXT = thing(version=NUMBER, typed=TEXT, tree=TREE)
CONTESTED = thing(error=TEXT)

PROBLEMS: Described = {
    "400": as_json("The form's token is missing, or the request cannot be read.", PROBLEM),
    "403": as_json("Not open to who asks, or nobody is signed in.", PROBLEM),
    "404": as_json("There is no such draft for who asks.", PROBLEM),
    "405": as_json("What stands for the number is none.", PROBLEM),
    "429": as_json("Too many requests; try again later.", PROBLEM),
    "503": as_json("Nothing can be saved at the moment; try again later.", PROBLEM),
}
CONTRIBUTION: Described = {
    "name": "contribution_id",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 1, "maximum": 2**31 - 1},
}


def searched(name: str, description: str, schema: Described = TEXT) -> Described:
    return {"name": name, "in": "query", "description": description, "schema": schema}


DESCRIPTION: Described = {
    "openapi": "3.1.0",
    "info": {
        "title": "WG-COP workspace",
        "description": "Readers are who their session cookie says, and are shown what they may read on the pages.",
    },
    "paths": {
        "/api/v1/search": {
            "get": {
                "summary": "Search everything that who asks may read",
                "parameters": [
                    searched("q", "The words, with quotation marks around a phrase."),
                    searched("kind", "Such as `comment` or `document`; may be repeated."),
                    searched("body", "The symbol of a body."),
                    searched("level", "National, regional or international."),
                    searched("year", "The year."),
                    searched("page", "Twenty hits are on each.", {"type": "integer", "minimum": 1}),
                ],
                "responses": {
                    "200": as_json("What was found.", RESULTS),
                    "422": as_json("The page is no whole number from 1.", PROBLEM),
                    "429": PROBLEMS["429"],
                },
            }
        },
        "/api/v1/session": {
            "get": {
                "summary": "Who asks",
                "responses": {"200": as_json("The person, or nobody.", SESSION)},
            }
        },
        "/api/v1/contributions/{contribution_id}/text": {
            "parameters": [CONTRIBUTION],
            "get": {
                "summary": "The text of a draft",
                "responses": {
                    "200": as_json("The text, as typed and as a tree.", VERSION_OF_TEXT),
                    "409": as_json("There is no longer a draft.", PROBLEM),
                    **PROBLEMS,
                },
            },
            "put": {
                "summary": "Write the text of a draft; what others wrote meanwhile is joined with it",
                "parameters": [
                    {
                        "name": "X-CSRFToken",
                        "in": "header",
                        "required": True,
                        "description": "As the session says.",
                        "schema": TEXT,
                    }
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["version"],
                                "properties": {"version": NUMBER, "typed": TEXT, "tree": TREE},
                            }
                        }
                    },
                },
                "responses": {
                    "200": as_json("The text as it is stored now.", VERSION_OF_TEXT),
                    "409": as_json(
                        "Others changed the same paragraphs; both are in it.", CONTESTED
                    ),
                    "413": as_json("The text is too large.", PROBLEM),
                    "422": as_json("What was sent is not such a text.", PROBLEM),
                    **PROBLEMS,
                },
            },
        },
        "/api/v1/openapi.json": {
            "get": {
                "summary": "This description",
                "responses": {"200": as_json("The description.", {"type": "object"})},
            }
        },
    },
}
