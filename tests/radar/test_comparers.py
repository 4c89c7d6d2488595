"""The same text in two languages, told from another text on the subject: by meaning, and by letters."""

import re

import pytest

from tests.shared import SHARED
from wgcop.radar.comparers import ByLetters, ByMeaning

TEXTS = {
    "helpline": {
        "en": "Helplines for children. Every administration is invited to name one national helpline that children can "
        "reach free of charge by telephone and by chat, to train those who answer, and to publish each year how many "
        "conversations concerned events on the internet. The regional office keeps the list of helplines up to date.",
        "fr": "Lignes d'assistance pour les enfants. Chaque administration est invitée à désigner une ligne d'assistance "
        "nationale que les enfants peuvent joindre gratuitement par téléphone et par messagerie, à former ceux qui "
        "répondent et à publier chaque année combien de conversations concernaient des événements sur Internet. Le "
        "bureau régional tient à jour la liste des lignes d'assistance.",
        "ru": "Телефоны доверия для детей. Каждой администрации предлагается назвать одну национальную линию помощи, по "
        "которой дети могут бесплатно обратиться по телефону и в чате, обучать тех, кто отвечает, и ежегодно "
        "публиковать, сколько разговоров касалось событий в интернете. Региональное отделение ведёт список линий.",
        "ar": "خطوط مساعدة الأطفال. تُدعى كل إدارة إلى تسمية خط مساعدة وطني واحد يمكن للأطفال الاتصال به مجاناً بالهاتف "
        "وبالدردشة، وإلى تدريب من يجيبون، وإلى أن تنشر كل سنة عدد المحادثات التي تتعلق بأحداث على الإنترنت. "
        "ويحافظ المكتب الإقليمي على تحديث قائمة خطوط المساعدة.",
        "zh": "儿童求助热线。请各主管部门指定一条国家求助热线，使儿童能够通过电话和聊天免费联系，培训接听人员，并每年公布有多少次谈话涉及互联网上的事件。区域代表处负责更新求助热线名单。",
    },
    "schools": {
        "en": "Teaching in schools. Teachers receive a course of two days on safe use of the internet, with material "
        "that can be copied, and report after one term what pupils asked most. The ministry of education compares the "
        "reports of all provinces and renews the material before the next school year begins.",
        "fr": "Enseignement à l'école. Les enseignants reçoivent une formation de deux jours sur l'utilisation sûre de "
        "l'internet, avec du matériel qui peut être copié, et indiquent après un trimestre ce que les élèves ont le plus "
        "demandé. Le ministère de l'éducation compare les rapports de toutes les provinces et renouvelle le matériel "
        "avant le début de l'année scolaire suivante.",
    },
    "filters": {
        "en": "Filtering by operators. Mobile operators may offer parents a filter that is switched on by default for "
        "the accounts of minors. The regulator publishes which categories are filtered, who decides on the list, and "
        "how an address that was filtered by mistake is taken off it within three working days.",
    },
}


MEANING = ByMeaning()


def scores(comparer, draft, *others):
    prints = [comparer.print_of(text) for text in others]
    return [float(score) for score in comparer.scores(comparer.print_of(draft), prints)]


@pytest.mark.parametrize("language", ["fr", "ru", "ar"])
def test_by_meaning_a_translation_stands_out_in_any_script(language):
    comparer = MEANING
    same, *others = by_meaning(language)
    assert comparer.stands_out(same, max(others))
    assert not any(comparer.stands_out(other, 0.0) for other in others)


def test_by_meaning_a_short_chinese_text_is_nearest_though_not_sure():
    same, *others = by_meaning("zh")
    assert same > 2 * max(others)


def by_meaning(language):
    helpline, schools, filters = TEXTS["helpline"], TEXTS["schools"], TEXTS["filters"]
    return scores(MEANING, helpline["en"], helpline[language], schools["fr"], filters["en"])


def test_by_letters_a_translation_in_the_same_script_is_far_nearer():
    helpline, schools = TEXTS["helpline"], TEXTS["schools"]
    same, other = scores(ByLetters(), helpline["en"], helpline["fr"], schools["fr"])
    assert same > 4 * other


@pytest.mark.parametrize("language", ["ru", "ar", "zh"])
def test_by_letters_nothing_is_said_of_another_script(language):
    comparer = ByLetters()
    (same,) = scores(comparer, TEXTS["helpline"]["en"], TEXTS["helpline"][language])
    assert not comparer.stands_out(same, 0.0)


def test_by_letters_nothing_is_said_where_two_are_as_near():
    comparer = ByLetters()
    draft, twin = TEXTS["helpline"]["en"], TEXTS["helpline"]["fr"]
    first, second = scores(comparer, draft, twin, f"{twin} Fin.")
    assert not comparer.stands_out(max(first, second), min(first, second))


@pytest.mark.shared
@pytest.mark.parametrize(
    "comparer, languages, sure", [(MEANING, "FRS", 29), (ByLetters(), "FS", 15)]
)
def test_articles_of_the_universal_declaration_find_themselves_in_another_language(
    comparer, languages, sure
):
    """Three articles at a time, so that there is something to compare; nobody else is ever taken for them."""
    stood_out = 0
    for language in languages:
        others = three_articles_at_a_time(language)
        for number, text in enumerate(three_articles_at_a_time("E")):
            found = scores(comparer, text, *others)
            best, next_best = sorted(found, reverse=True)[:2]
            assert found[number] == best
            stood_out += comparer.stands_out(best, next_best)
    assert stood_out >= sure


HEADS = {
    "E": r"\n\s*Article \d+",
    "F": r"\n\s*Article (?:premier|\d+)",
    "S": r"\n\s*Art[íi]culo \d+",
    "R": r"\n\s*Статья \d+",
}


def three_articles_at_a_time(language):
    text = (SHARED / "data/texts" / f"udhr-1948-{language}.txt").read_text(encoding="utf-8")
    articles = re.split(HEADS[language], text)[1:31]
    return ["\n".join(articles[first : first + 3]) for first in range(0, 30, 3)]
