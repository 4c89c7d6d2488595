import pytest

from wgcop.web.modules import NotUnderstood, fetched_late, join


def joined(entry, apart=lambda path: None, **sources):
    files = {f"js/{name}.js": text for name, text in sources.items()}
    return join(entry, files.__getitem__, apart, lambda path: f"/static/v-2/{path}")


def test_a_module_runs_after_what_it_imports_and_once():
    text = joined(
        "js/page.js",
        page='import "./menu.js";\nimport { say } from "./words.js";\nsay("now");\n',
        menu='import { say as tell } from "./words.js";\ntell("menu");\n',
        words="export const say = (word) => log.push(word);\n",
    )
    places = [text.index(word) for word in ("const say", 'tell("menu")', 'say("now")')]
    assert places == sorted(places)
    assert text.count("log.push") == 1
    assert "const { say: tell } = modules[0];" in text
    assert "return { say };" in text


def test_what_others_made_stays_a_file_of_its_own():
    text = joined(
        "js/live.js",
        apart=lambda path: f"/static/v-1/{path}" if "vendor" in path else None,
        live='import { io } from "./vendor/io.js";\nexport const socket = io();\n',
    )
    assert text.startswith('import { io } from "/static/v-1/js/vendor/io.js";\n')


def test_what_is_fetched_when_it_is_needed_is_asked_for_at_its_address():
    page = 'const { say } = await import("./words.js");\n'
    text = joined("js/page.js", page=page, words="export const say = 1;\n")
    assert 'await import("/static/v-2/js/words.js")' in text
    assert "say = 1" not in text


def test_what_is_fetched_late_is_given_the_modules_of_the_page_and_runs_once():
    files = {
        "page": 'import "./menu.js";\nconst { tell } = await import("./late.js");\n',
        "menu": 'import { post } from "./http.js";\npost("menu");\n',
        "http": "export const post = 1;\n",
        "words": "export const say = 2;\n",
        "late": 'import { post as send } from "./http.js";\nimport "./words.js";\nexport const tell = send;\n',
    }
    text = joined("js/page.js", **files)
    assert text.count("const post = 1") == text.count("const say = 2") == 1
    assert text.index("const say = 2") < text.index("import(")
    late = 'import("/static/v-2/js/late.js").then(({ begin }) => begin(modules[0], modules[2]))'
    assert late in text
    sent = fetched_late(files["late"], "js/late.js")
    assert sent.startswith(
        "const run = ({ post: send }, {  }) => {\nconst tell = send;\nreturn { tell };\n};"
    )
    assert "export const begin" in sent and "made ??= run(...given)" in sent


def test_what_is_fetched_late_imports_neither_the_page_nor_more_late_modules():
    page = 'export const say = 1;\nconst late = await import("./late.js");\n'
    with pytest.raises(NotUnderstood, match=r"js/page\.js imports itself"):
        joined("js/page.js", page=page, late='import { say } from "./page.js";\nsay();\n')
    with pytest.raises(NotUnderstood, match="later still"):
        fetched_late(
            'import "./words.js";\nconst more = await import("./more.js");\n', "js/late.js"
        )


def test_comments_are_left_out_and_words_that_look_like_them_are_not():
    page = '/** Why. */\n// Why.\nopen("https://example.org"); // now\nsay("a; // b"); // now\n'
    text = joined("js/page.js", page=page)
    assert "Why" not in text
    assert "now" not in text
    assert 'open("https://example.org");\nsay("a; // b");\n' in text


def test_types_and_indentation_are_left_out():
    source = "if (open) {\n  const one = /** @type {number} */ (answer);\n}\n"
    assert "if (open) {\nconst one = (answer);\n}" in joined("js/page.js", page=source)


@pytest.mark.parametrize(
    "text",
    [
        "const words = `one\n  two`;\n",
        'import io from "./words.js";\n',
        "export default 1;\n",
        "export let open = null;\n",
        "const late = await import(address);\n",
    ],
)
def test_what_cannot_be_joined_is_an_error_and_not_a_page_that_does_nothing(text):
    with pytest.raises(NotUnderstood):
        joined("js/page.js", page=text, words="export const say = 1;\n")


def test_modules_that_import_one_another_are_named():
    with pytest.raises(NotUnderstood, match=r"js/a.js → js/b.js → js/a.js"):
        joined(
            "js/a.js",
            a='import { b } from "./b.js";\nexport const a = 1;\n',
            b='import { a } from "./a.js";\nexport const b = 2;\n',
        )
