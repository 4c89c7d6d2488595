"""The people of the demo world. They are invented and share one password."""

from dataclasses import dataclass

from wgcop.accounts.models import Category, DelegationRole, GroupRole
from wgcop.bodies.levels import Region

PASSWORD = "demo-negotiation-2010"  # noqa: S105 (printed for everybody to try)

HEAD, MEMBER = DelegationRole.HEAD, DelegationRole.MEMBER


@dataclass(frozen=True)
class Party:
    code: str
    name: str
    category: Category
    region: Region | None = None


DELEGATIONS = (
    Party("KEN", "Kenya", Category.MEMBER_STATE, Region.AFRICA),
    Party("EGY", "Egypt", Category.MEMBER_STATE, Region.ARAB_STATES),
    Party("BRA", "Brazil", Category.MEMBER_STATE, Region.AMERICAS),
    Party("JPN", "Japan", Category.MEMBER_STATE, Region.ASIA_PACIFIC),
    Party("KAZ", "Kazakhstan", Category.MEMBER_STATE, Region.CIS),
    Party("CHE", "Switzerland", Category.MEMBER_STATE, Region.EUROPE),
    Party("ONDARA", "Ondara Telecom", Category.SECTOR_MEMBER, Region.AMERICAS),
    Party("BLUE", "Blue Lantern Labs", Category.ASSOCIATE, Region.ASIA_PACIFIC),
    Party("JURA", "Jura Institute of Communication Studies", Category.ACADEMIA, Region.EUROPE),
    Party("BDT", "Telecommunication Development Bureau", Category.SECRETARIAT),
    Party("LISTEN", "Listening Line Network", Category.OBSERVER),
)


REGIONAL_GROUPS = {
    "APT": ("JPN",),
    "ASMG": ("EGY",),
    "ATU": ("KEN", "EGY"),
    "CEPT": ("CHE",),
    "CITEL": ("BRA",),
    "RCC": ("KAZ",),
}
"""The Member States of each regional group."""

COORDINATORS = {"ATU": "amina", "ASMG": "farid"}

PARTIES = {party.code: party for party in DELEGATIONS}


@dataclass(frozen=True)
class Participant:
    """A person of the demo world. `speaks_for` holds delegations with the role in each; `holds` has
    roles in the group with their scope.
    """

    name: str
    speaks_for: tuple[tuple[str, DelegationRole], ...] = ()
    holds: tuple[tuple[GroupRole, str], ...] = ()
    language: str = "en"

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def email(self) -> str:
        return f"{self.first_name.lower()}@example.org"

    @property
    def delegation(self) -> str:
        return ", ".join(PARTIES[code].name for code, _ in self.speaks_for)

    @property
    def roles(self) -> list[str]:
        in_delegations = dict.fromkeys(str(role) for _, role in self.speaks_for)
        observer = any(PARTIES[code].category == Category.OBSERVER for code, _ in self.speaks_for)
        return [*in_delegations, *(["observer"] * observer), *(str(role) for role, _ in self.holds)]


# First names are unique, so that tests may say `world.amina`.
PEOPLE = (
    Participant("Amina Barasa", (("KEN", HEAD),)),
    Participant("Wanjiru Tende", (("KEN", MEMBER),)),
    Participant("Farid Elwany", (("EGY", HEAD),), language="ar"),
    Participant("Salma Derar", (("EGY", MEMBER),), ((GroupRole.VICE_CHAIR, ""),)),
    Participant("Teresa Vilhena", (("BRA", HEAD),)),
    Participant("Caio Marandu", (("BRA", MEMBER),)),
    Participant("Haruko Minase", (("JPN", HEAD),)),
    Participant("Daichi Oribe", (("JPN", MEMBER),)),
    Participant("Aizhan Sarmatova", (("KAZ", HEAD),), language="ru"),
    Participant("Timur Belgibai", (("KAZ", MEMBER),), language="ru"),
    Participant("Luc Ansermoz", (("CHE", HEAD),), language="fr"),
    Participant("Odile Varnier", (("CHE", MEMBER), ("JURA", MEMBER)), language="fr"),
    Participant("Mateo Quirarte", (("ONDARA", HEAD),), language="es"),
    Participant("Priya Nalanda", (("BLUE", HEAD),)),
    Participant("Elke Brunnhof", (("JURA", HEAD),), ((GroupRole.RAPPORTEUR, "Question 22-2/1"),)),
    Participant("Ines Carvalhal", (("BDT", HEAD),), ((GroupRole.SECRETARIAT, ""),)),
    Participant("Jonas Hollmark", (("BDT", MEMBER),), ((GroupRole.SECRETARIAT, ""),)),
    Participant("Ruth Adelabi", (("LISTEN", HEAD),)),
    Participant("Gabriel Sotoma", (("LISTEN", MEMBER),)),
    Participant("Helena Tavira", (), ((GroupRole.CHAIR, ""),)),
)
