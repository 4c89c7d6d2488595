"""The regional organizations that prepare common positions (pure)."""

from dataclasses import dataclass

from wgcop.accounts.models import Delegation
from wgcop.accounts.roles import Category
from wgcop.bodies.levels import Region


@dataclass(frozen=True)
class RegionalGroup:
    """A regional organization. Its name is a proper name and is not translated. The Member States
    of its region of ITU-D count as its members, since the workspace keeps no list of accessions.
    """

    code: str
    name: str
    region: Region

    def has_member(self, delegation: Delegation) -> bool:
        return delegation.category == Category.MEMBER_STATE and delegation.region == self.region


REGIONAL_GROUPS = (
    RegionalGroup("APT", "Asia-Pacific Telecommunity", Region.ASIA_PACIFIC),
    RegionalGroup("ASMG", "Arab Spectrum Management Group", Region.ARAB_STATES),
    RegionalGroup("ATU", "African Telecommunications Union", Region.AFRICA),
    RegionalGroup(
        "CEPT",
        "European Conference of Postal and Telecommunications Administrations",
        Region.EUROPE,
    ),
    RegionalGroup("CITEL", "Inter-American Telecommunication Commission", Region.AMERICAS),
    RegionalGroup("RCC", "Regional Commonwealth in the Field of Communications", Region.CIS),
)
