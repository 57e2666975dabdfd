"""The words that feeds add themselves, in the six languages of the Union."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Words:
    """What stands before a title that was cancelled or postponed; what is said of a postponed meeting, and of a date
    that depends on one; an empty feed's title.
    """

    cancelled: str
    postponed: str
    new_days: str
    new_date: str
    nothing: str


WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "ar": Words(
            "ملغى: ", "مؤجل: ", "تحدد المواعيد الجديدة لاحقاً", "الموعد يُؤكَّد لاحقاً", "لا توجد مواعيد في هذا التقويم"
        ),
        "en": Words(
            "CANCELLED: ", "POSTPONED: ", "New dates to come", "Date to be confirmed", "No dates in this calendar yet"
        ),
        "es": Words(
            "CANCELADA: ", "APLAZADA: ", "Nuevas fechas por determinar", "Fecha por confirmar", "Todavía no hay fechas"
        ),
        "fr": Words(
            "ANNULÉE : ",
            "REPORTÉE : ",
            "Nouvelles dates à déterminer",
            "Date à confirmer",
            "Aucune date pour le moment",
        ),
        "ru": Words(
            "ОТМЕНЕНО: ",
            "ПЕРЕНЕСЕНО: ",
            "Новые даты будут объявлены",
            "Дата будет подтверждена",
            "В этом календаре пока нет дат",
        ),
        "zh": Words("已取消：", "已推迟：", "新日期待定", "日期待定", "此日历暂无日期"),
    }
)
