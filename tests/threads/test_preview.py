"""The preview is the page's own renderer."""

CLAUSE = "/clauses/wtdc-67.recs_recognizing__rec_b"
BODY = "**Kenya** agrees, @Japan.\n\n* a list\n\n<script>alert(1)</script>"


def body_of(html):
    return html.partition("data-body>")[2].partition("</div>")[0].strip()


def test_it_shows_what_posting_will_show(world, http):
    amina = http(world.amina)
    preview = amina.post("/comments/preview", data={"body": BODY}).text
    posted = amina.post(
        f"{CLAUSE}/comments",
        data={"body": BODY, "key": "p"},
        headers={"Accept": "application/json"},
    ).json["html"]

    assert body_of(posted) and body_of(posted) in preview
    assert "<script" not in preview


def test_an_empty_comment_gives_a_hint_and_no_error(world, http):
    assert "Nothing to show yet." in http(world.amina).post("/comments/preview").text


def test_a_guest_gets_no_preview(http):
    assert http().post("/comments/preview", data={"body": BODY}).status_code == 303
