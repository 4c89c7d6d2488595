"""Entries of the registry in the demo world: public facts in our own words, and some of invented organizations."""

from collections.abc import Mapping
from dataclasses import dataclass

from wgcop.bodies.levels import Level, Region
from wgcop.initiatives.facts import RegistryFacts
from wgcop.initiatives.kinds import Confidence, InitiativeKind, Measure, ProjectState, TargetGroup
from wgcop.resolutions.models import Clause

UNSURE = Confidence.TO_BE_CONFIRMED
CHILDREN = TargetGroup.CHILDREN
PARENTS = TargetGroup.PARENTS_AND_EDUCATORS
INDUSTRY = TargetGroup.INDUSTRY
POLICY = TargetGroup.POLICY_MAKERS
POLICE = TargetGroup.LAW_ENFORCEMENT
EVERYBODY = tuple(TargetGroup)

_DIRECTOR = "instructs the Director of the Telecommunication Development Bureau"
GUIDANCE, OTHERS, REGIONAL, REPORT = (f"{_DIRECTOR} {number}" for number in (1, 3, 4, 5))
DISCUSS, EDUCATE = "invites Member States 1", "invites Member States 2"
SOLUTIONS = "invites Sector Members"


@dataclass(frozen=True)
class DemoEntry:
    """An entry of the registry. `serves` has the citations of clauses, and `owner` the code of a
    delegation; entries of the secretariat have none.
    """

    facts: RegistryFacts
    serves: tuple[str, ...]
    owner: str = ""

    def with_clauses(self, clauses: Mapping[str, Clause]) -> RegistryFacts:
        return self.facts.but(clauses=tuple(clauses[citation] for citation in self.serves))


ENTRIES = (
    DemoEntry(
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
            target_groups=EVERYBODY,
            measures=(
                Measure.LEGAL,
                Measure.TECHNICAL,
                Measure.ORGANIZATIONAL,
                Measure.CAPACITY_BUILDING,
                Measure.INTERNATIONAL_COOPERATION,
            ),
            links=("https://www.itu.int/cop",),
            contact_role="Focal point for child online protection, BDT",
            contact_address="cop-focal-point@example.org",
        ),
        serves=(
            GUIDANCE,
            DISCUSS,
        ),
    ),
    DemoEntry(
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
            target_groups=(CHILDREN, PARENTS, INDUSTRY, POLICY),
            measures=(Measure.CAPACITY_BUILDING, Measure.AWARENESS),
            partners=("UNICEF", "UNODC", "UNICRI", "UNIDIR"),
            links=("https://www.itu.int/cop",),
        ),
        serves=(GUIDANCE,),
    ),
    DemoEntry(
        RegistryFacts(
            name="COP National Survey 2009",
            kind=InitiativeKind.STUDY,
            level=Level.INTERNATIONAL,
            lead="ITU",
            started="2009-10",
            ended="2009-11",
            scope="A questionnaire to 191 Member States on their policy and practice for children online.",
            source="ITU document on the survey and its results.",
            target_groups=(POLICY,),
            measures=(Measure.INTERNATIONAL_COOPERATION,),
        ),
        serves=(
            GUIDANCE,
            REPORT,
        ),
    ),
    DemoEntry(
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
            partners=("ITU", "Child Helpline International"),
            basis="Memorandum of understanding between the secretariat of the Union and CHI",
            target_groups=(CHILDREN, POLICY),
            measures=(Measure.ORGANIZATIONAL, Measure.INTERNATIONAL_COOPERATION),
        ),
        serves=(OTHERS,),
    ),
    DemoEntry(
        RegistryFacts(
            name="Child Helpline International",
            acronym="CHI",
            kind=InitiativeKind.HOTLINE,
            level=Level.INTERNATIONAL,
            lead="Child Helpline International",
            started="2003",
            scope="A network of helplines that children can turn to; about 2020 it had 168 members in 139 countries.",
            source="A report on child helplines of about 2020.",
            target_groups=(CHILDREN,),
            measures=(Measure.ORGANIZATIONAL, Measure.INTERNATIONAL_COOPERATION),
            links=("https://childhelplineinternational.org",),
        ),
        serves=(OTHERS,),
    ),
    DemoEntry(
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
            target_groups=(INDUSTRY, POLICE),
            measures=(Measure.TECHNICAL, Measure.INTERNATIONAL_COOPERATION),
            links=("https://www.inhope.org",),
        ),
        serves=(OTHERS,),
    ),
    DemoEntry(
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
            target_groups=(INDUSTRY,),
            measures=(Measure.TECHNICAL,),
            links=("https://www.gsma.com",),
        ),
        serves=(SOLUTIONS,),
    ),
    DemoEntry(
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
            target_groups=(CHILDREN, PARENTS),
            measures=(Measure.AWARENESS,),
            links=("https://www.saferinternetday.org",),
        ),
        serves=(EDUCATE,),
    ),
    DemoEntry(
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
            target_groups=(CHILDREN, PARENTS),
            measures=(Measure.AWARENESS, Measure.ORGANIZATIONAL),
        ),
        serves=(
            EDUCATE,
            OTHERS,
        ),
    ),
    DemoEntry(
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
            target_groups=(POLICY, POLICE),
            measures=(Measure.LEGAL, Measure.INTERNATIONAL_COOPERATION),
        ),
        serves=(DISCUSS,),
    ),
    DemoEntry(
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
            target_groups=(CHILDREN, PARENTS, INDUSTRY),
            measures=(Measure.AWARENESS, Measure.TECHNICAL),
        ),
        serves=(EDUCATE,),
    ),
    DemoEntry(
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
            regional_office="Moscow",
            partners=("A.S. Popov Odessa National Academy of Telecommunications",),
            budget_line="Regional initiatives, Dubai Action Plan",
            project_state=ProjectState.COMPLETED,
            target_groups=(CHILDREN, PARENTS),
            measures=(Measure.CAPACITY_BUILDING, Measure.AWARENESS),
        ),
        serves=(REGIONAL,),
    ),
    DemoEntry(
        RegistryFacts(
            name="Arab regional working group on a legal framework for child online protection",
            kind=InitiativeKind.REGIONAL_PROJECT,
            level=Level.REGIONAL,
            regions=(Region.ARAB_STATES,),
            lead="ITU with Arab administrations",
            started="2012-06",
            scope="Set up by a regional workshop on the legal side of child online protection.",
            source="WG-CP/6/8.",
            regional_office="Cairo",
            project_state=ProjectState.SUSPENDED,
            target_groups=(POLICY, POLICE),
            measures=(Measure.LEGAL,),
        ),
        serves=(
            REGIONAL,
            DISCUSS,
        ),
    ),
    DemoEntry(
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
            target_groups=(POLICY, INDUSTRY),
            measures=(Measure.INTERNATIONAL_COOPERATION,),
            countries=("SG",),
        ),
        serves=(OTHERS,),
    ),
    DemoEntry(
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
            countries=("BZ", "CR", "DO", "GT", "HN", "NI", "PA", "SV"),
            target_groups=(POLICY,),
            measures=(Measure.LEGAL, Measure.ORGANIZATIONAL),
        ),
        serves=(OTHERS,),
    ),
    DemoEntry(
        RegistryFacts(
            name="Be the COP",
            kind=InitiativeKind.CAMPAIGN,
            level=Level.NATIONAL,
            regions=(Region.AFRICA,),
            lead="Communications Authority of Kenya",
            started="2015-08-04",
            scope=(
                "Tells parents, teachers and children about risks online, with UNICEF, the national child "
                "helpline, operators and GSMA."
            ),
            source="GSMA public policy pages; press of August 2015.",
            countries=("KE",),
            partners=("UNICEF", "Childline Kenya", "GSMA"),
            target_groups=(CHILDREN, PARENTS),
            measures=(Measure.AWARENESS,),
            contact_role="Consumer affairs, Communications Authority of Kenya",
            contact_address="consumers@example.org",
        ),
        serves=(EDUCATE,),
        owner="KEN",
    ),
    DemoEntry(
        RegistryFacts(
            name="Internet Watch Foundation",
            acronym="IWF",
            kind=InitiativeKind.HOTLINE,
            level=Level.NATIONAL,
            regions=(Region.EUROPE,),
            lead="Internet Watch Foundation",
            started="1996",
            scope="The national hotline for illegal content, under this name since November 1996.",
            source="Secondary literature only; the date needs a source.",
            confidence=UNSURE,
            countries=("GB",),
            target_groups=(INDUSTRY, POLICE),
            measures=(Measure.TECHNICAL,),
            links=("https://www.iwf.org.uk",),
        ),
        serves=(SOLUTIONS,),
    ),
    DemoEntry(
        RegistryFacts(
            name="Human capacity building in child online protection",
            kind=InitiativeKind.REGIONAL_PROJECT,
            level=Level.REGIONAL,
            regions=(Region.ARAB_STATES,),
            lead="ITU (BDT)",
            scope="A project proposed to train trainers: 18 months, USD 100 000.",
            source="Project proposal of BDT for the Arab region.",
            regional_office="Cairo",
            project_state=ProjectState.PLANNED,
            target_groups=(PARENTS,),
            measures=(Measure.CAPACITY_BUILDING,),
        ),
        serves=(REGIONAL,),
    ),
    DemoEntry(
        RegistryFacts(
            name="COP Guidelines, second edition",
            kind=InitiativeKind.GUIDELINES,
            level=Level.INTERNATIONAL,
            lead="ITU with partners of the COP initiative",
            started="2020-06-24",
            scope="The four sets written anew, with a story book for younger children.",
            source="ITU press release of 24 June 2020.",
            target_groups=(CHILDREN, PARENTS, INDUSTRY, POLICY),
            measures=(Measure.CAPACITY_BUILDING, Measure.AWARENESS),
        ),
        serves=(GUIDANCE,),
    ),
    DemoEntry(
        RegistryFacts(
            name="ITU and Trend Micro for a safer information society",
            kind=InitiativeKind.PARTNERSHIP,
            level=Level.INTERNATIONAL,
            lead="ITU",
            partners=("ITU", "Trend Micro"),
            basis="Memorandum of understanding",
            scope="The two share material on safe use of the Internet and teach it together.",
            source="ITU page on the activities of COP; the year needs a source.",
            confidence=UNSURE,
            target_groups=(CHILDREN, PARENTS),
            measures=(Measure.AWARENESS, Measure.TECHNICAL),
        ),
        serves=(OTHERS,),
    ),
    DemoEntry(
        RegistryFacts(
            name="ITU and CTO national frameworks for child online protection",
            kind=InitiativeKind.PARTNERSHIP,
            level=Level.REGIONAL,
            area="Commonwealth",
            lead="ITU and Commonwealth Telecommunications Organisation",
            partners=("ITU", "Commonwealth Telecommunications Organisation"),
            basis="Joint programme",
            started="2012-10",
            scope="Helps members of the Commonwealth to write a national framework.",
            source="ITU page on the activities of COP.",
            countries=("CM", "GH", "GM", "MU", "NG", "SL"),
            target_groups=(POLICY,),
            measures=(Measure.LEGAL, Measure.ORGANIZATIONAL),
        ),
        serves=(
            OTHERS,
            DISCUSS,
        ),
    ),
    DemoEntry(
        RegistryFacts(
            name="Europe regional initiative on trust and confidence",
            kind=InitiativeKind.REGIONAL_PROJECT,
            level=Level.REGIONAL,
            regions=(Region.EUROPE,),
            lead="ITU Office for Europe",
            started="2018",
            ended="2021",
            scope="Forums and guidance on safe use of telecommunications, children among those they are for.",
            source="Buenos Aires Action Plan.",
            regional_office="Geneva",
            budget_line="Regional initiatives, Buenos Aires Action Plan",
            project_state=ProjectState.RUNNING,
            target_groups=(POLICY, INDUSTRY),
            measures=(Measure.CAPACITY_BUILDING, Measure.INTERNATIONAL_COOPERATION),
        ),
        serves=(REGIONAL,),
    ),
    DemoEntry(
        RegistryFacts(
            name="Africa Week of Action for child online protection",
            kind=InitiativeKind.CAMPAIGN,
            level=Level.REGIONAL,
            acronym="AWA4COP",
            regions=(Region.AFRICA,),
            lead="African Telecommunications Union",
            partners=("Child Online Africa",),
            started="2021-06-07",
            ended="2021-06-11",
            scope="Five days of meetings and broadcasts on children and the Internet.",
            source="Page of the African Telecommunications Union.",
            target_groups=(PARENTS, POLICY),
            measures=(Measure.AWARENESS,),
        ),
        serves=(
            EDUCATE,
            OTHERS,
        ),
    ),
    DemoEntry(
        RegistryFacts(
            name="National Child Online Protection Policy of Rwanda",
            kind=InitiativeKind.LEGAL_INSTRUMENT,
            level=Level.NATIONAL,
            lead="Government of Rwanda",
            partners=("5Rights", "University of East London"),
            started="2019-06",
            scope="A policy with a plan for five years, adopted by the cabinet.",
            source="5Rights, news of 2019.",
            countries=("RW",),
            target_groups=(POLICY, POLICE),
            measures=(Measure.LEGAL, Measure.ORGANIZATIONAL),
        ),
        serves=(DISCUSS,),
    ),
    DemoEntry(
        RegistryFacts(
            name="Office of the eSafety Commissioner",
            kind=InitiativeKind.PROGRAMME,
            level=Level.NATIONAL,
            lead="Australian Government",
            started="2015",
            scope="Takes complaints, has content removed, and teaches safety. Its remit became wider in 2017 and 2021.",
            source="Enhancing Online Safety Act 2015.",
            countries=("AU",),
            target_groups=(CHILDREN, PARENTS, INDUSTRY),
            measures=(Measure.LEGAL, Measure.AWARENESS),
            links=("https://www.esafety.gov.au",),
        ),
        serves=(
            DISCUSS,
            EDUCATE,
        ),
    ),
    DemoEntry(
        RegistryFacts(
            name="Virtual Global Taskforce",
            kind=InitiativeKind.NETWORK,
            level=Level.INTERNATIONAL,
            acronym="VGT",
            lead="An alliance of law enforcement agencies",
            started="2003",
            started_note="some sources say 2004",
            scope="Police forces work together on crimes against children online.",
            source="Press of 2005; Australian Federal Police.",
            confidence=Confidence.PARTLY_SOURCED,
            target_groups=(POLICE, INDUSTRY),
            measures=(Measure.INTERNATIONAL_COOPERATION,),
        ),
        serves=(OTHERS,),
    ),
    DemoEntry(
        RegistryFacts(
            name="Regional conference on child online protection in ASEAN",
            kind=InitiativeKind.CAPACITY_BUILDING,
            level=Level.REGIONAL,
            regions=(Region.ASIA_PACIFIC,),
            area="ASEAN",
            lead="ASEAN and UNICEF",
            started="2020-02-25",
            scope="Ministries, industry and young people prepare how the declaration of the region is put into practice.",
            source="UNICEF news of February 2020.",
            target_groups=(POLICY, INDUSTRY),
            measures=(Measure.CAPACITY_BUILDING, Measure.ORGANIZATIONAL),
        ),
        serves=(
            OTHERS,
            DISCUSS,
        ),
    ),
    DemoEntry(
        RegistryFacts(
            name="National case study Costa Rica",
            kind=InitiativeKind.STUDY,
            level=Level.NATIONAL,
            lead="ITU",
            scope="The first of the Union's studies of how one country protects children online.",
            source="ITU page on the activities of COP; the year needs a source.",
            confidence=UNSURE,
            countries=("CR",),
            target_groups=(POLICY,),
            measures=(Measure.ORGANIZATIONAL,),
        ),
        serves=(REPORT,),
    ),
    DemoEntry(
        RegistryFacts(
            name="Ondara Safe Line",
            kind=InitiativeKind.TECHNOLOGY,
            level=Level.NATIONAL,
            lead="Ondara Telecom",
            started="2009",
            scope="A filter at the operator that parents switch on by a message, and a number where they can ask.",
            source="Annual report of the operator.",
            countries=("MX",),
            target_groups=(PARENTS, CHILDREN),
            measures=(Measure.TECHNICAL, Measure.AWARENESS),
            contact_role="Customer safety, Ondara Telecom",
            contact_address="safety@example.org",
        ),
        serves=(SOLUTIONS,),
        owner="ONDARA",
    ),
    DemoEntry(
        RegistryFacts(
            name="Workshop on a strategy for the Arab region",
            kind=InitiativeKind.CAPACITY_BUILDING,
            level=Level.REGIONAL,
            regions=(Region.ARAB_STATES,),
            lead="ITU Arab Regional Office",
            partners=(
                "League of Arab States",
                "Ministry of Communications and Information Technology, Egypt",
            ),
            scope="Administrations compare their plans and agree on what to do together.",
            source="ITU page on the activities of COP; the year needs a source.",
            confidence=UNSURE,
            countries=("EG",),
            target_groups=(POLICY,),
            measures=(Measure.CAPACITY_BUILDING, Measure.LEGAL),
        ),
        serves=(REGIONAL,),
        owner="EGY",
    ),
)


HELPLINE_WEEK = DemoEntry(
    RegistryFacts(
        name="Helpline week for parents in Kenya",
        kind=InitiativeKind.CAMPAIGN,
        level=Level.NATIONAL,
        countries=("KE",),
        lead="Listening Line Network",
        started="2027-02",
        scope="For one week in February volunteers of the helpline answer the questions of parents on the radio.",
        source="Plan of work of the network.",
        target_groups=(PARENTS,),
        measures=(Measure.AWARENESS,),
        contact_role="Campaigns, Listening Line Network",
        contact_address="campaigns@example.org",
    ),
    serves=(EDUCATE,),
    owner="LISTEN",
)
"""A proposal of an observer, which overlaps with Kenya's own campaign."""

JOIN_US = "Our next campaign begins in February too. Come to the planning meeting in January, and share our spots on radio."
JOIN_US_CONTACT = "Consumer affairs, Communications Authority of Kenya, consumers@example.org"

FILTER_AT_HOME = DemoEntry(
    RegistryFacts(
        name="Lantern at home",
        kind=InitiativeKind.TECHNOLOGY,
        level=Level.NATIONAL,
        countries=("JP",),
        lead="Blue Lantern Labs",
        started="2026",
        scope="A free filter for the router at home, with a list that schools and parents keep up together.",
        source="Product page of the laboratory.",
        target_groups=(PARENTS, CHILDREN),
        measures=(Measure.TECHNICAL,),
    ),
    serves=(SOLUTIONS,),
    owner="BLUE",
)

STAMPS = DemoEntry(
    RegistryFacts(
        name="Postage stamps on safe surfing",
        kind=InitiativeKind.CAMPAIGN,
        level=Level.NATIONAL,
        countries=("BR",),
        lead="Postal service",
        scope="A series of stamps with drawings by school children.",
        source="Told by the postal service.",
        confidence=UNSURE,
        target_groups=(CHILDREN,),
        measures=(Measure.AWARENESS,),
    ),
    serves=(EDUCATE,),
    owner="BRA",
)
WHY_DECLINED = "Please say when the stamps appear and where we can read about them. A year and a link are enough."

CONFIRM_IN = {
    "Be the COP": 20,
    "Internet Watch Foundation": -25,
    "Mobile Alliance against Child Sexual Abuse Content": -70,
}
"""The days until some entries are to be confirmed. Negative ones are overdue."""
