"""The words of headings in ITU resolutions, and the phrases that they form.

A preambular heading is a participle: *recalling*, *noting with satisfaction*, *recognizing further*.
An operative heading is a verb, often with those whom it addresses: *resolves*, *further instructs the
Director of BDT*. Every phrase below is a pattern, with examples above it.
"""


def phrases(table: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in table.split(",") if phrase.strip())


def either(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


def any_of(words: tuple[str, ...]) -> str:
    """Return a pattern for any of these words, longest first, so that *having taken note* is not
    read as *having taken*.
    """
    return either(*sorted(words, key=len, reverse=True))


# -- Words of both kinds of heading --

DEGREES = phrases("""
    also, further, furthermore, moreover, again, finally, hereby, therefore, in addition, likewise, equally,
    deeply, gravely, seriously, fully, particularly, especially, strongly, firmly, in particular
""")
DEGREE = any_of(DEGREES)

# -- Preambular headings --

_PARTICIPLES_OF_SEVERAL_WORDS = phrases("""
    bearing in mind, keeping in mind, having in mind,
    taking into account, taking into consideration, taking duly into account, taking due account,
    taking account, taking due note, taking note,
    having regard, having due regard, having taken into account, having taken note, having taken,
    having been, having considered, having examined, having noted, having heard, having studied,
    having reviewed, having received, having analysed, having adopted, having discussed, having seen,
    having agreed,
    in view, in the light, in light, in accordance, in application, in pursuance, in order,
    in recognition, pursuant, on the basis, on the proposal, without prejudice,
    paying tribute, giving due consideration,
    being aware, being convinced, being mindful, being conscious, being concerned
""")
_PARTICIPLES_OF_ONE_WORD = phrases("""
    acknowledging, affirming, alarmed, anxious, appreciating, approving, attaching, aware, believing,
    cognizant, cognisant, commending, concerned, confident, confirming, congratulating, conscious,
    considering, convinced, deploring, desiring, desirous, determined, emphasizing, emphasising,
    encouraged, encouraging, endorsing, expressing, given, grateful, guided, highlighting, hoping,
    inspired, intending, keen, mindful, noting, observing, persuaded, pleased, realizing, realising,
    reaffirming, recalling, recognizing, recognising, referring, regretting, reiterating, remembering,
    resolved, satisfied, seeking, stressing, supporting, thanking, underlining, underscoring,
    understanding, viewing, welcoming, whereas
""")
PARTICIPLE = any_of(_PARTICIPLES_OF_SEVERAL_WORDS + _PARTICIPLES_OF_ONE_WORD)

_STRENGTHS = phrases("great, deep, keen, particular, sincere")
_FEELINGS = phrases("appreciation, satisfaction, concern, interest, regret, pleasure, gratitude")
# with satisfaction · with great concern · with appreciation and gratitude
WITH_FEELING = (
    rf"with(?: {any_of(_STRENGTHS)})?"
    rf" {any_of((*_FEELINGS, 'approval', 'alarm'))}(?: and {any_of(_FEELINGS)})?"
)

# deeply concerned · recognizing also · noting with satisfaction · recalling and reaffirming · aware of
PREAMBULAR_PHRASE = rf"(?:{DEGREE} )?{PARTICIPLE}" + (
    either(
        rf",? {DEGREE}",
        rf",? {WITH_FEELING}",
        rf",? (?:and|or) (?:{DEGREE} )?{PARTICIPLE}",
        " of",
        " to",
        " with",
        " that",
        " the fact",
        " the following",
    )
    + "*"
)

# -- Operative headings --

VERBS = phrases("""
    abrogates, acknowledges, adopts, advises, affirms, agrees, appeals, appoints, appreciates, approves,
    asks, assigns, authorises, authorizes, calls for, calls on, calls upon, cancels, charges, commends,
    confirms, congratulates, considers, decides, declares, designates, determines, directs,
    draws attention, draws the attention, emphasises, emphasizes, empowers, encourages, endorses,
    entrusts, establishes, expresses, gives notice, highlights, instructs, invites, mandates, nominates,
    notes, orders, pays tribute, proposes, reaffirms, recognises, recognizes, recommends, reiterates,
    reminds, renews, repeals, requests, resolves, revokes, stresses, suggests, supports, suspends,
    takes into account, takes note, thanks, underlines, undertakes, urges, welcomes
""")
# continues to encourage
CONTINUES = "continues to " + any_of(
    phrases("invite, encourage, instruct, urge, request, call upon, recommend, support")
)
# resolves · notes and welcomes · calls upon and further encourages
VERB = either(CONTINUES, any_of(VERBS)) + rf"(?: (?:and|or) (?:{DEGREE} )?{any_of(VERBS)})?"
# "resolves to instruct the Director …" is one heading, and not a heading and its text.
DELEGATED = " to " + any_of(
    phrases("""
        instruct, invite, request, urge, encourage, call upon, call on, recommend, authorize, ask,
        appeal to
    """)
)
# further
BEFORE_VERB = rf"(?:(?:and )?{DEGREE} )?"
# further resolves · resolves to instruct
VERB_PHRASE = rf"{BEFORE_VERB}{VERB}(?:{DELEGATED})?"

# The words with which an addressee begins: *the* Director, *Member* States, *all* administrations
ADDRESSEE = (
    any_of(
        phrases("""
            the, all, each, every, both, other, its, their, those, to the, upon the, on the,
            ITU, UN, BDT, TSB, BR, TDAG, TSAG, RAG, WTDC, WTSA,
            Member, Members, Sector, States, Associates, Academia, academia, administrations,
            Administrations, governments, Governments, developed, developing, countries,
            least developed countries, small island, landlocked, regional, national, interested,
            concerned, membership, stakeholders, participants, Parties, study, Study, organizations,
            Directors
        """)
    )
    + r"\b"
)
