"""Who may act: the roles that are known without any data, and the bodies that shipped chains name.

The store knows more: its bodies, its organizations, and the roles that somebody holds (`record/people/actors.py`).
"""

from difflib import get_close_matches

from planning.chain import CHAIR, COUNCIL_MEMBERS, MEMBER_STATES, MEMBERSHIP, SECRETARIAT, SECTORS, STAKEHOLDERS
from planning.ladder import SECRETARY

VICE_CHAIRS = "vice-chairs"

ROLES = {
    SECRETARIAT: "the secretariat",
    SECRETARY: "the secretary of the body or procedure in question",
    "secretary-general": "the Secretary-General",
    "general-secretariat": "the General Secretariat",
    "itu-r": "the Radiocommunication Bureau",
    "itu-t": "the Telecommunication Standardization Bureau",
    "itu-d": "the Telecommunication Development Bureau",
    "itu-regional-offices": "the regional offices of ITU",
    "conference-services": "the conference services",
    "translators": "the translators",
    "focal-point": "a focal point",
    MEMBERSHIP: "the membership: Member States and Sector Members",
    MEMBER_STATES: "the Member States",
    COUNCIL_MEMBERS: "the Member States of the Council",
    "sector-members": "the Sector Members",
    SECTORS: "the three Sectors",
    STAKEHOLDERS: "stakeholders, members or not",
    "parties": "the parties to a convention",
    "organizations": "international organizations",
    "observer": "an observer",
    CHAIR: "the Chair of the body",
    VICE_CHAIRS: "the Vice-Chairs of the body",
    "rapporteurs": "rapporteurs",
    "co-facilitators": "the co-facilitators of a negotiation",
    "president-of-ecosoc": "the President of ECOSOC",
    "advisory-groups": "the advisory groups of the Sectors",
    "expert-group": "a group of experts",
    "governments-and-experts": "governments and experts",
    "organizers": "the organizers of an event",
    "authors": "the authors of a document",
    "proponents": "the proponents of a text",
}
"""The roles by their words. A new one is added here, or made known as a body by a loaded file."""

SEATS = {COUNCIL_MEMBERS: 48}  # Constitution; elected by region at each Plenipotentiary Conference

BODIES = frozenset(
    (
        "council",
        "cwg-wsis-sdg",
        "cwg-internet",
        "cwg-sfp",
        "plenipotentiary-conference",
        "cstd",
        "ecosoc",
        "hlpf",
        "unga",
        "united-nations",
    )
)
"""The bodies that act in shipped chains, known before anybody has loaded them."""

NEAR = 0.8  # how alike two words are of which one is a slip: `members` and `membership` are 0.82


def word_of(text: str) -> str:
    """Return the word of a role as people write it: `the Member States`, `secretary_general`; of any other likewise."""
    return "-".join(text.casefold().replace("_", " ").split()).removeprefix("the-")


def is_known(word: str) -> bool:
    """Return True if a word names a role or a body without any data."""
    return word in ROLES or word in BODIES


def misspelt(word: str) -> str | None:
    """Return the role that an unknown word is a slip of, None for a known word and for one like none."""
    return None if is_known(word) else next(iter(get_close_matches(word_of(word), ROLES, 1, NEAR)), None)
