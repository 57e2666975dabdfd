"""Where people meet is said in a reader's language as far as Unicode CLDR knows it, else in English, marked as such."""

import pytest

from notifications.clock_words import place
from notifications.language import OFFICIAL, is_english, speak

GENEVA = {"ar": "جنيف", "en": "Geneva", "es": "Ginebra", "fr": "Genève", "ru": "Женева", "zh": "日内瓦"}


@pytest.mark.parametrize("language", GENEVA)
def test_the_seat_is_named_as_letters_name_it(language):
    assert place(speak(language), "Geneva") == place(speak(language), " GENEVA ") or language == "en"
    assert place(speak(language), "Geneva") == GENEVA[language]
    assert not is_english(place(speak(language), "Geneva"))


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("New York", "zh", "纽约"), ("São Paulo", "es", "São Paulo"), ("Sao Paulo", "ru", "Сан-Паулу"),
        ("Bucharest", "fr", "Bucarest"), ("Lima", "fr", "Lima"), ("Kathmandu", "ru", "Катманду"),
    ],
)  # fmt: skip
def test_a_city_by_which_a_zone_is_known(name, language, said):
    told = place(speak(language), name)
    assert (told, is_english(told)) == (said, False)


@pytest.mark.parametrize("name", ["Antalya", "Geneva, Room Popov", "Eastern", "UTC", "GMT", "CICG", "online"])
def test_all_else_stays_as_it_was_written_and_is_marked(name):
    assert [is_english(place(speak(code), name)) for code in OFFICIAL] == [code != "en" for code in OFFICIAL]
    assert {str(place(speak(code), name)) for code in OFFICIAL} == {name}
