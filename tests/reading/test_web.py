"""HTML as its readers see it."""

import pytest

from wgcop.reading import Unreadable, read

PAGE = """<!doctype html><html lang="fr-CH"><head><meta charset="utf-8"><title>Lignes d&#8217;écoute</title>
<meta name="dcterms.issued" content="2009-11-20T10:00"><style>p{}</style><script>var x="hidden"</script></head>
<body><nav>Accueil</nav><main><h1>Lignes d’écoute</h1><p>Neuf pays ont une <b>li</b>gne gratuite.</p>
<aside>Voir aussi</aside><h2>2.1 Num&eacute;ros courts</h2><table><tr><th>Pays</th><th>Numéro</th></tr>
<tr><td>Suisse</td><td>147</td></tr></table><ul><li>jour et nuit</li><li>en cinq langues</li></ul>
<p>Elles répondent aux enfants et aux parents, et se parlent entre elles une fois par an à Genève.</p></main>
<footer>Mentions légales</footer></body></html>"""


def test_the_main_part_is_read_heading_by_heading():
    reading = read(PAGE.encode(), "page.html")

    assert (reading.title, reading.language) == ("Lignes d’écoute", "fr")
    assert reading.dated == "2009-11-20" and reading.pages is None
    assert reading.text.split("\n")[:7] == [
        "Lignes d’écoute",
        "Neuf pays ont une ligne gratuite.",
        "2.1 Numéros courts",
        "Pays | Numéro",
        "Suisse | 147",
        "jour et nuit",
        "en cinq langues",
    ]
    assert [(p.place, p.fragment) for p in reading.passages] == [
        ("Lignes d’écoute", "h-1"),
        ("2.1 Numéros courts", "s-2-1"),
    ]
    for unread in ("Accueil", "Voir aussi", "hidden", "Mentions"):
        assert unread not in reading.text


@pytest.mark.parametrize(
    ("text", "language", "encoding"),
    [
        ("儿童上网保护", "zh", "gb2312"),
        ("Защита детей", "ru", "koi8-r"),
        ("حماية الأطفال", "ar", "utf-8"),
    ],
)
def test_the_declared_charset_is_used(text, language, encoding):
    page = (
        f'<html><meta http-equiv="Content-Type" content="text/html; charset={encoding}"><p>{text}'
    )
    reading = read(page.encode(encoding), "unnamed")

    assert (reading.text, reading.language) == (text, language)


def test_a_page_that_is_nested_too_deep_is_refused():
    with pytest.raises(Unreadable):
        read(b"<html>" + b"<div>" * 200_000 + b"x", "deep.html")
