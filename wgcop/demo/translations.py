"""The language versions of a document of the demo world: one of its latest wording, and one of an
earlier wording.
"""

from dataclasses import dataclass

from wgcop.translations.models import LanguageStatus


@dataclass(frozen=True, kw_only=True)
class DemoTranslation:
    """A language version. `issued` is in days before the world is loaded; it was made from the
    wording that was the latest then.
    """

    language: str
    status: LanguageStatus
    issued: float
    title: str
    source: str
    abstract: str
    action_required: str
    keywords: str
    text: str


BEFORE_ITS_REVISION = DemoTranslation(
    language="ar",
    status=LanguageStatus.PROVISIONAL,
    issued=18,
    title="قائمة واحدة لطلبات المعلومات",
    source="البرازيل",
    abstract=(
        "تجيب الإدارات على أسئلة متشابهة عدة مرات في السنة. وتقترح البرازيل قائمة واحدة تحتفظ بها الأمانة، "
        "تُسجل فيها الطلبات قبل إرسالها وتظل الإجابات متاحة فيها."
    ),
    action_required="يُدعى الفريق إلى مناقشة المقترح والموافقة على تجربة مدتها سنة واحدة.",
    keywords="الازدواجية، طلبات المعلومات، الاستبيانات، التنسيق",
    text="""# 1 المشكلة

تتلقى الإدارات طلبات معلومات عن حماية الأطفال على الخط من عدة هيئات. وكثير من الأسئلة متطابق، ولا يتقاسم السائلون الإجابات. ولا بد من إعداد التوجيهات للدول الأعضاء بشأن أفضل الممارسات دونها.

# 2 المقترح

1. تحتفظ الأمانة بقائمة واحدة للطلبات، مفتوحة لجميع الأعضاء.
2. من يرغب في السؤال ينظر في القائمة أولاً، ويبين الإجابات الناقصة.
3. تبقى الإجابات في القائمة.

# 3 التجربة

تُجرَّب القائمة لمدة سنة واحدة، ثم يقرر الفريق الإبقاء عليها من عدمه.
""",
)
AFTER_ITS_REVISION = DemoTranslation(
    language="fr",
    status=LanguageStatus.TRANSLATION,
    issued=5,
    title="Une seule liste des demandes d’information",
    source="Brésil",
    abstract=(
        "Les administrations répondent plusieurs fois par an à des questions semblables. Le Brésil propose une "
        "liste unique, tenue par le secrétariat, où les demandes sont inscrites avant leur envoi et où les "
        "réponses restent disponibles."
    ),
    action_required="Le groupe est invité à examiner la proposition et à convenir d’un essai d’un an.",
    keywords="doubles emplois, demandes d’information, questionnaires, coordination",
    text="""# 1 Le problème

Les administrations reçoivent de plusieurs organismes des demandes d’information sur la protection en ligne des enfants. Beaucoup de questions sont les mêmes. Ceux qui les posent ne partagent pas les réponses. Les orientations destinées aux États Membres sur les bonnes pratiques doivent être rédigées sans elles.

# 2 Proposition

1. Le secrétariat tient une liste unique des demandes, ouverte à tous les membres.
2. Quiconque souhaite poser une question consulte d’abord la liste et indique quelles réponses manquent.
3. Les réponses restent dans la liste, avec le mois auquel elles se rapportent; une délégation peut signaler qu’une réponse n’est plus valable.
4. Les observateurs peuvent répondre et sont cités comme source.

# 3 Essai

La liste est mise à l’essai pendant un an, en commençant par les quatre demandes que recense le document WG-COP/3/INF/1. Le groupe décide ensuite de la conserver ou non.
""",
)
