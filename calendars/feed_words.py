"""The few words that the feeds add themselves, in the six languages of the Union."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Words:
    """What stands before a cancelled title, the sentence of the close, and the title of an empty feed."""

    cancelled: str
    closes: str  # {day} is an ISO date, {hour} a 24-hour time, {zone} an IANA name
    nothing: str


WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "ar": Words("ملغى: ", "آخر موعد: {day}، الساعة {hour}، بتوقيت {zone}", "لا توجد مواعيد في هذا التقويم"),
        "en": Words("CANCELLED: ", "Closes on {day} at {hour}, {zone} time", "No dates in this calendar yet"),
        "es": Words("CANCELADO: ", "Cierra el {day} a las {hour}, hora de {zone}", "Todavía no hay fechas"),
        "fr": Words("ANNULÉ : ", "Clôture le {day} à {hour}, heure de {zone}", "Aucune date pour le moment"),
        "ru": Words("ОТМЕНЕНО: ", "Срок: {day}, {hour}, время {zone}", "В этом календаре пока нет дат"),
        "zh": Words("已取消：", "截止时间：{day} {hour}（{zone}）", "此日历暂无日期"),
    }
)
