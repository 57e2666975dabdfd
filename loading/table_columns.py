"""Tables that are no contacts: which of their headers means which field, in the languages of the office and in German.

A table is known by its headers: one with addresses and names is one of contacts, one with resolutions the outcomes of
a conference, one with states or organizations a list of members.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from loading import contact_columns
from loading.entry_refusals import refused
from planning.errors import quoted
from planning.names import unaccented

NEAR = 0.8  # how alike two headers are of which one is a slip
OF_CONTACTS = {"roles", "language", "zone", "channels", "digest", "deputies"}  # columns that only contacts have
NAMED = {"name", contact_columns.FIRST, contact_columns.LAST, contact_columns.SHOWN}
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")  # 28.11.2026: no country writes the month first with dots

Meant = Mapping[str, str]
MEMBERS: Meant = {
    "organization": "organization, organisation, state, member state, council member state, council member, country, "
    "member, sector member, observer, administration, état, état membre, pays, membre, organización, estado, "
    "estado miembro, país, miembro, staat, mitgliedstaat, mitglied, land, государство, государство-член, страна, "
    "организация, 国家, 成员国, 组织, الدولة, الدولة العضو, المنظمة, name, nom, nombre",
    "region": "region, région, región, region administrative, регион, район, 区域, 地区, المنطقة",
    "kind": "kind, status, standing, membership, category, catégorie, statut, qualité, categoría, estatuto, calidad, "
    "kategorie, категория, статус, 类别, 身份, الفئة, الصفة",
    "from": "from, since, begins, start, from date, elected from, du, depuis, à partir du, début, desde, inicio, von, "
    "ab, seit, beginn, с, начало, 自, 起始, 从, من",
    "to": "to, until, till, ends, end, to date, au, jusqu'au, fin, hasta, bis, ende, по, до, конец, 至, 到, إلى, حتى",
    "official": "official, official address, official e-mail, official e-mail address, e-mail, email, adresse "
    "officielle, courriel officiel, courriel, adresse électronique, dirección oficial, correo oficial, correo "
    "electrónico, correo, offizielle adresse, e-mail-adresse, официальный адрес, электронная почта, 正式地址, "
    "电子邮件, العنوان الرسمي, البريد الإلكتروني",
}
OUTCOMES: Meant = {
    "resolution": "resolution, decision, text, résolution, décision, resolución, decisión, entschließung, "
    "resolution no, резолюция, решение, 决议, القرار",
    "outcome": "outcome, result, fate, action, status, what became of it, résultat, suite, statut, resultado, estado, "
    "ergebnis, результат, статус, 结果, النتيجة",
    "version": "version, revision, révision, versión, revisión, fassung, редакция, 版本, الصيغة",
    "title": "title, titre, título, titel, название, 标题, العنوان",
    "held": "text held, held, text, text available, texte disponible, texto disponible, text vorhanden, "
    "текст имеется, 有文本, النص متاح",
    "in_force": "in force from, in force, from, entry into force, en vigueur, en vigueur à partir du, en vigor, "
    "en vigor desde, in kraft ab, вступает в силу, 生效日期, نافذ من",
    "lead": "lead unit, lead, unit, unité responsable, chef de file, unidad responsable, federführend, "
    "ответственное подразделение, 牵头单位, الوحدة المسؤولة",
    "reports_to": "reports to, report to, rend compte à, fait rapport à, informa a, rinde cuentas a, berichtet an, "
    "отчитывается перед, 报告对象, يرفع تقاريره إلى",
    "ends": "ends at, ends, until, prend fin, fin, termina, hasta, endet, действует до, 终止, ينتهي في",
    "source": "source, document, fuente, quelle, источник, 来源, المصدر",
}
DOCUMENTS: Meant = {
    "meeting": "meeting, session, réunion, reunión, sesión, sitzung, tagung, совещание, сессия, 会议, الاجتماع, الدورة",
    "item": "item, agenda item, number, point, point de l'ordre du jour, punto, punto del orden del día, "
    "tagesordnungspunkt, пункт, пункт повестки дня, 议项, 议程项目, البند, بند جدول الأعمال",
    "item_title": "item title, agenda title, intitulé, título del punto, titel des punktes, название пункта, 议项标题, "
    "عنوان البند",
    "key": "key, document, name, nom, nombre, dokument, документ, 文件, الوثيقة",
    "title": "title, titre, título, titel, название, 标题, العنوان",
    "unit": "unit, author unit, author, from, unité, auteur, unidad, autor, einheit, verfasser, подразделение, автор, "
    "单位, 作者, الوحدة, المؤلف",
    "submit_by": "submit by, due, deadline, à soumettre le, date limite, fecha límite, einzureichen bis, "
    "представить до, 提交截止, تاريخ التقديم",
    "post_by": "post by, publish by, à publier le, publicar el, zu veröffentlichen bis, опубликовать до, 发布截止, "
    "تاريخ النشر",
    "languages": "languages, language, langues, idiomas, sprachen, языки, 语言, اللغات",
}
CHAIRS: Meant = {
    "body": "body, group, working group, organe, groupe, groupe de travail, órgano, grupo, grupo de trabajo, "
    "gremium, gruppe, arbeitsgruppe, орган, группа, рабочая группа, 机构, 工作组, الهيئة, الفريق, فريق العمل",
    "position": "position, office, post, role, function, fonction, poste, cargo, función, amt, funktion, должность, "
    "职务, 职位, المنصب, الوظيفة",
    "name": "name, nom, nombre, full name, имя, 姓名, الاسم",
    "email": "email, e-mail, e-mail address, email address, courriel, adresse électronique, correo electrónico, "
    "correo, e-mail-adresse, электронная почта, 电子邮件, البريد الإلكتروني",
    "organization": MEMBERS["organization"].removesuffix(", name, nom, nombre"),
    "from": MEMBERS["from"],
    "to": MEMBERS["to"],
    "source": OUTCOMES["source"],
}
"""The headers of each field, the nearest first."""
OF_CHAIRS = {"body", "position", "name", "email"}  # columns that no other table has together
TABLES = (MEMBERS, OUTCOMES, DOCUMENTS, CHAIRS)
OF_DOCUMENTS = {"meeting", "unit", "title"}  # columns that no other table has together


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands in a row; the headers of the columns that are left out."""

    places: Mapping[str, int]
    left_out: tuple[str, ...]

    def read(self, cells: Sequence[str]) -> dict[str, str]:
        """Return what a row says of each field, nothing where it says nothing; 28.11.2026 as 2026-11-28."""
        row = {field: " ".join(cells[place].split()) for field, place in self.places.items() if place < len(cells)}
        return {field: _plain(cell) for field, cell in row.items() if cell}


def known(header: str) -> bool:
    """Return True if some table has a column of this header."""
    return contact_columns.meaning(header) is not None or any(unaccented(header) in _ranked(meant) for meant in TABLES)


def meant_by(headers: Sequence[str]) -> Meant | None:
    """Return what the headers of a table mean; None for one of contacts, and for what is none of these."""
    if places(headers, DOCUMENTS).keys() >= OF_DOCUMENTS:
        return DOCUMENTS
    if places(headers, CHAIRS).keys() >= OF_CHAIRS:
        return CHAIRS
    fields = {contact_columns.meaning(header) for header in headers}
    if not OF_CONTACTS.isdisjoint(fields):
        return None
    if "resolution" in places(headers, OUTCOMES):
        return OUTCOMES
    placed = places(headers, MEMBERS)
    is_state = "organization" in placed and contact_columns.meaning(headers[placed["organization"]]) is None
    is_listed = "organization" in placed and not {"region", "kind", "from", "to"}.isdisjoint(placed)
    return MEMBERS if is_listed or (is_state and fields.isdisjoint(NAMED)) else None


def columns(headers: Sequence[str], meant: Meant, where: str) -> Columns:
    """Return what the first row names. Raises LoadRefused for a header that is misspelt."""
    placed = places(headers, meant)
    left_out = tuple(header for place, header in enumerate(headers) if header and place not in placed.values())
    words = [word for word, (field, _) in _ranked(meant).items() if field not in placed]
    for header in left_out:
        if near := get_close_matches(unaccented(header), words, 1, NEAR):
            field = _ranked(meant)[near[0]][0].replace("_", " ")
            raise refused(where, f"the column {quoted(header.casefold())} is not known; did you mean {field!r}?")
    return Columns(placed, left_out)


def places(headers: Sequence[str], meant: Meant) -> dict[str, int]:
    """Return the column of each field, the one whose header is nearest."""
    found: dict[str, tuple[int, int]] = {}
    for place, header in enumerate(headers):
        field, rank = _ranked(meant).get(unaccented(header), (None, 0))
        if field and (rank, place) < found.get(field, (len(_ranked(meant)), 0)):
            found[field] = (rank, place)
    return {field: place for field, (_, place) in found.items()}


def _ranked(meant: Meant) -> Mapping[str, tuple[str, int]]:
    return _RANKED[id(meant)]


def _rank(meant: Meant) -> Mapping[str, tuple[str, int]]:
    ranked: dict[str, tuple[str, int]] = {}
    for field, words in meant.items():
        for rank, word in enumerate(words.split(", ")):
            ranked.setdefault(unaccented(word), (field, rank))
    return ranked


_RANKED = {id(meant): _rank(meant) for meant in TABLES}


def _plain(cell: str) -> str:
    """Return a cell as files say it."""
    dotted = DOTTED.fullmatch(cell)
    return f"{dotted[3]}-{int(dotted[2]):02}-{int(dotted[1]):02}" if dotted else cell
