"""Entries of the registry in the demo world: public facts in our own words."""

from wgcop.bodies.levels import Level, Region
from wgcop.initiatives.facts import RegistryFacts
from wgcop.initiatives.models import Confidence, InitiativeKind

UNSURE = Confidence.TO_BE_CONFIRMED

ENTRIES = (
    RegistryFacts(
        name="Child Online Protection initiative",
        acronym="COP",
        kind=InitiativeKind.PROGRAMME,
        level=Level.INTERNATIONAL,
        lead="ITU",
        started="2008-11",
        scope=(
            "Brings governments, industry, civil society and UN bodies together to keep children safe "
            "online. Begun under the Global Cybersecurity Agenda and arranged by its five pillars: "
            "legal, technical, organizational, capacity building and international cooperation."
        ),
        source="ITU News on the launch; WG-CP/6/8. WG-CP/1/8 gives 2007 instead.",
    ),
    RegistryFacts(
        name="COP Guidelines, first edition",
        kind=InitiativeKind.GUIDELINES,
        level=Level.INTERNATIONAL,
        lead="ITU with partners of the COP initiative",
        started="2009-07",
        scope=(
            "Four sets of guidance, one each for children, for parents, guardians and educators, for "
            "industry, and for policy-makers."
        ),
        source="Resolution 179 (Rev. Dubai, 2018), recalling further c).",
    ),
    RegistryFacts(
        name="COP National Survey 2009",
        kind=InitiativeKind.STUDY,
        level=Level.INTERNATIONAL,
        lead="ITU",
        started="2009-10",
        ended="2009-11",
        scope="A questionnaire to 191 Member States on their policy and practice for children online.",
        source="ITU document on the survey and its results.",
    ),
    RegistryFacts(
        name="Invitation to allocate 116 111 to child helplines",
        kind=InitiativeKind.PARTNERSHIP,
        level=Level.INTERNATIONAL,
        lead="ITU and Child Helpline International",
        started="2008-06",
        scope=(
            "ITU invites all administrations to consider the number 116 111 for child helplines. The "
            "memorandum of understanding behind it is the one in Resolution 67, recalling a)."
        ),
        source="ITU press release of June 2008; WSIS Golden Book.",
    ),
    RegistryFacts(
        name="Child Helpline International",
        acronym="CHI",
        kind=InitiativeKind.HOTLINE,
        level=Level.INTERNATIONAL,
        lead="Child Helpline International",
        started="2003",
        scope="A network of helplines that children can turn to; about 2020 it had 168 members in 139 countries.",
        source="A report on child helplines of about 2020.",
    ),
    RegistryFacts(
        name="International Association of Internet Hotlines",
        acronym="INHOPE",
        kind=InitiativeKind.HOTLINE,
        level=Level.INTERNATIONAL,
        lead="INHOPE",
        started="1999",
        scope=(
            "A network of hotlines to which the public reports illegal content. Eight hotlines founded "
            "it; in 2021 there were 46 in 42 countries."
        ),
        source="Better Internet for Kids portal, page on hotlines.",
    ),
    RegistryFacts(
        name="Mobile Alliance against Child Sexual Abuse Content",
        kind=InitiativeKind.TECHNOLOGY,
        level=Level.INTERNATIONAL,
        lead="GSMA",
        started="2008-02",
        scope=(
            "Mobile operators commit themselves to support hotlines, to take content down on notice, and "
            "to block access to what is listed as illegal. Relaunched in 2024 under another name."
        ),
        source="GSMA public policy pages.",
    ),
    RegistryFacts(
        name="Safer Internet Day",
        acronym="SID",
        kind=InitiativeKind.CAMPAIGN,
        level=Level.INTERNATIONAL,
        lead="Insafe",
        started="2004",
        scope="A day of awareness each February; its tenth, in 2013, was marked in over a hundred countries.",
        source="INHOPE news of 9 May 2014; the year of the first one needs a source.",
        confidence=Confidence.PARTLY_SOURCED,
    ),
    RegistryFacts(
        name="Insafe network of Safer Internet Centres",
        acronym="Insafe",
        kind=InitiativeKind.NETWORK,
        level=Level.REGIONAL,
        regions=(Region.EUROPE,),
        lead="European Schoolnet",
        scope="Awareness centres and helplines, one to a country: 31 of them in 2013.",
        source="INHOPE news of 9 May 2014; who coordinates the network needs a source.",
        confidence=Confidence.PARTLY_SOURCED,
    ),
    RegistryFacts(
        name="Convention on the Protection of Children against Sexual Exploitation and Sexual Abuse",
        acronym="CETS 201",
        kind=InitiativeKind.LEGAL_INSTRUMENT,
        level=Level.REGIONAL,
        regions=(Region.EUROPE,),
        area="Council of Europe",
        lead="Council of Europe",
        started="2007-10-25",
        scope=(
            "The Lanzarote Convention: binds its parties to prevent and to prosecute sexual exploitation "
            "and abuse of children, offences committed through ICT included."
        ),
        source="Council of Europe Treaty Series No. 201.",
    ),
    RegistryFacts(
        name="Safer Internet Programme 2009-2013",
        kind=InitiativeKind.PROGRAMME,
        level=Level.REGIONAL,
        regions=(Region.EUROPE,),
        area="European Union",
        lead="European Commission",
        started="2009",
        ended="2013",
        scope="EUR 55 million for awareness, hotlines and research, following two earlier programmes.",
        source="Decision 1351/2008/EC.",
    ),
    RegistryFacts(
        name="CIS regional initiative on child online protection",
        kind=InitiativeKind.REGIONAL_PROJECT,
        level=Level.REGIONAL,
        regions=(Region.CIS,),
        lead="ITU (BDT) with ONAT",
        started="2014",
        ended="2017",
        scope="Made a multimedia course for distance learning on the safe use of Internet resources (2015).",
        source="Dubai Action Plan; document of the group's 11th meeting, February 2016.",
    ),
    RegistryFacts(
        name="Arab regional working group on a legal framework for child online protection",
        kind=InitiativeKind.REGIONAL_PROJECT,
        level=Level.REGIONAL,
        regions=(Region.ARAB_STATES,),
        lead="ITU with Arab administrations",
        started="2012-06",
        scope="Set up by a regional workshop on the legal side of child online protection.",
        source="WG-CP/6/8.",
    ),
    RegistryFacts(
        name="APEC-OECD Joint Symposium on a safer Internet environment for children",
        kind=InitiativeKind.STUDY,
        level=Level.REGIONAL,
        regions=(Region.ASIA_PACIFIC,),
        area="APEC and OECD economies",
        lead="APEC TEL and OECD",
        started="2009-04-15",
        ended="2009-04-15",
        scope="One day in Singapore on which policies work, held together with the 39th meeting of APEC TEL.",
        source="Report of the Chair, APEC TEL 39.",
    ),
    RegistryFacts(
        name="OAS and IIN guidelines on the rights of children and adolescents on the Internet",
        kind=InitiativeKind.GUIDELINES,
        level=Level.REGIONAL,
        regions=(Region.AMERICAS,),
        area="Central America and the Dominican Republic",
        lead="Organization of American States and Inter-American Children's Institute",
        started="2018-03-12",
        scope="Guidance for public policy in Central America and the Dominican Republic.",
        source="OAS news FNE-93564.",
    ),
    RegistryFacts(
        name="Be the COP",
        kind=InitiativeKind.CAMPAIGN,
        level=Level.NATIONAL,
        regions=(Region.AFRICA,),
        area="Kenya",
        lead="Communications Authority of Kenya",
        started="2015-08-04",
        scope=(
            "Tells parents, teachers and children about risks online, with UNICEF, the national child "
            "helpline, operators and GSMA."
        ),
        source="GSMA public policy pages; press of August 2015.",
    ),
    RegistryFacts(
        name="Internet Watch Foundation",
        acronym="IWF",
        kind=InitiativeKind.HOTLINE,
        level=Level.NATIONAL,
        regions=(Region.EUROPE,),
        area="United Kingdom",
        lead="Internet Watch Foundation",
        started="1996",
        scope="The national hotline for illegal content, under this name since November 1996.",
        source="Secondary literature only; the date needs a source.",
        confidence=UNSURE,
    ),
    RegistryFacts(
        name="Human capacity building in child online protection",
        kind=InitiativeKind.CAPACITY_BUILDING,
        level=Level.REGIONAL,
        regions=(Region.ARAB_STATES,),
        lead="ITU (BDT)",
        scope="A project proposed to train trainers: 18 months, USD 100 000.",
        source="Project proposal of BDT for the Arab region.",
    ),
)
