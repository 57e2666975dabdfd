"""The columns of a table of contacts: which of its headers means which field, as people and their programs name them.

Ours come first; then those of Outlook and of tables in the languages of the office, and in German, Italian and
Portuguese. Of two columns for one field the one that stands first here counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from loading.entry_refusals import refused
from planning.errors import among, quoted
from planning.names import unaccented

FIRST, MIDDLE, LAST, SHOWN, TAGS = "first name", "middle name", "last name", "shown name", "tags"
HEADERS = ("name", "email", "organization", "roles", "language", "zone", "channels", "digest", "deputies", "official")
NEAR = 0.8  # how alike two headers are of which one is a slip

MEANT: Mapping[str, str] = {
    "name": "name, full name, nom complet, nombre completo, vollständiger name, kontakt, nom, nombre, contacto, nome "
    "completo, nome e cognome, nominativo, nome, contatto, contato, имя, фио, ф. и. о., 姓名, الاسم, الاسم الكامل",
    "email": "email, e-mail address, email address, e-mail 1 - value, mail, mail address, e-mail-adresse, courriel, "
    "adresse e-mail, adresse électronique, adresse de messagerie, adresse courriel, mél, correo, correo electrónico, "
    "dirección de correo electrónico, dirección de correo, posta elettronica, indirizzo e-mail, indirizzo di posta "
    "elettronica, indirizzo posta elettronica, correio eletrónico, endereço de e-mail, endereço de correio "
    "eletrónico, endereço eletrónico, электронная почта, эл. почта, адрес электронной почты, 电子邮件, 电子邮件地址, "
    "邮箱, 电邮, البريد الإلكتروني, البريد الالكتروني, عنوان البريد الإلكتروني",
    "organization": "organization, organisation, company, organization name, organization 1 - name, institution, "
    "administration, firma, firmenname, unternehmen, behörde, einrichtung, société, entreprise, organisme, "
    "organización, organismo, entidad, institución, administración, empresa, organizzazione, istituzione, "
    "società, azienda, ente, organização, instituição, организация, администрация, 组织, 单位, 机构, 公司, "
    "المنظمة, الإدارة, الجهة",
    "roles": "roles, role, funktion, funktionen, rolle, rollen, rôle, rôles, fonction, fonctions, función, funciones, "
    "rol, ruolo, ruoli, funzione, funzioni, papel, função, funções, роль, роли, 角色, الدور, الأدوار, دور",
    "language": "language, preferred language, sprache, langue, idioma, lengua, lingua, língua, язык, 语言, اللغة",
    "zone": "zone, time zone, zeitzone, fuseau horaire, zona horaria, huso horario, fuso orario, fuso horário, часовой "
    "пояс, 时区, المنطقة الزمنية",
    "channels": "channels, channel, kanal, kanäle, canal, canaux, canales, canale, canali, canais",
    "digest": "digest",
    "deputies": "deputies, deputy, stellvertreter, stellvertretung, suppléant, suppléants, suplente, suplentes, "
    "supplente, supplenti, sostituto, sostituti, substituto, substitutos",
    "official": "official, official address, adresse officielle, dirección oficial, indirizzo ufficiale, endereço "
    "oficial",
    FIRST: "first name, given name, vorname, prénom, nombre de pila, nome proprio, nome próprio, primeiro nome, 名字",
    MIDDLE: "middle name, weitere vornamen, zweiter vorname, deuxième prénom, segundo nombre, secondo nome, segundo "
    "nome, nome do meio, отчество",
    LAST: "last name, family name, surname, nachname, familienname, nom de famille, apellidos, apellido, cognome, "
    "sobrenome, apelido, apelidos, фамилия, 姓氏",
    SHOWN: "e-mail display name, display name, anzeigename, e-mail: angezeigter name, nom d'affichage, nom complet de "
    "l'adresse de messagerie, nombre para mostrar, nombre de pantalla de correo electrónico, nome visualizzato, nome "
    "visualizzato posta elettronica, nome para exibição, nome para exibição do e-mail, nome a apresentar",
    TAGS: "categories, kategorien, catégories, categorías, categorie, categorias",
}
"""The headers of each field, the nearest first."""

_FIELDS = {unaccented(word): (field, rank) for field, words in MEANT.items()
           for rank, word in enumerate(words.split(", "))}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands in a row; the headers of the columns that are left out."""

    places: Mapping[str, int]
    left_out: tuple[str, ...]
    number: int  # of all columns

    def read(self, cells: Sequence[str]) -> dict[str, str]:
        """Return what a row says of each field, the parts of a name put together."""
        row = {field: " ".join(cells[place].split()) for field, place in self.places.items() if place < len(cells)}
        row = {field: cell for field, cell in row.items() if cell}
        parts = [row.pop(part, "") for part in (FIRST, MIDDLE, LAST)]
        shown = row.pop(SHOWN, "").partition(" (")[0]
        name = row.get("name") or " ".join(filter(None, parts)) or shown
        return row | {"name": name} if name else row


def columns(cells: Sequence[str], where: str) -> Columns:
    """Return what the first row names. Raises LoadRefused for a header given twice or misspelt, and for one missing."""
    headers = [" ".join(cell.split()) for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    if twice := next((header for header in headers if header and headers.count(header) > 1 and meaning(header)), None):
        raise refused(where, f"the column {quoted(twice.casefold())} stands there twice; keep one of the two")
    places = places_of(headers)
    left_out = [header for place, header in enumerate(headers) if header and place not in places.values()]
    _check_slips(left_out, places, where)
    _check_names(places, left_out, where)
    return Columns(_with_whole_names(places), tuple(left_out), len(headers))


def meaning(header: str) -> str | None:
    """Return the field that a header means."""
    return _FIELDS.get(unaccented(header), (None, 0))[0]


def places_of(headers: Sequence[str]) -> dict[str, int]:
    """Return the column of each field, the one whose header is nearest."""
    ranked: dict[str, tuple[int, int]] = {}
    for place, header in enumerate(headers):
        field, rank = _FIELDS.get(unaccented(header), (None, 0))
        if field and (rank, place) < ranked.get(field, (len(_FIELDS), 0)):
            ranked[field] = (rank, place)
    return {field: place for field, (_, place) in ranked.items()}


def _with_whole_names(places: Mapping[str, int]) -> dict[str, int]:
    """Return the columns; beside a first name alone, `Name` is the last one, and beside a last one the first."""
    whole = dict(places)
    if "name" in whole and (FIRST in whole) is not (LAST in whole):
        whole[LAST if FIRST in whole else FIRST] = whole.pop("name")
    return whole


def _check_slips(left_out: Sequence[str], places: Mapping[str, int], where: str) -> None:
    words = [word for word, (field, _) in _FIELDS.items() if field in HEADERS and field not in places]
    for header in left_out:
        if near := get_close_matches(unaccented(header), words, 1, NEAR):
            meant = _FIELDS[near[0]][0]
            raise refused(where, f"the column {quoted(header.casefold())} is not known; did you mean {meant!r}?")


def _check_names(places: Mapping[str, int], left_out: Sequence[str], where: str) -> None:
    names = {"name": ("name", FIRST, LAST, SHOWN), "email": ("email",)}
    for wanted, any_of in names.items():
        if not any(field in places for field in any_of):
            other = f" (there are {among(map(quoted, left_out))})" if left_out else ""
            raise refused(where, f"there is no column {wanted!r}{other}; the first row names the columns")
