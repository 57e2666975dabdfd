"""The words that rules are made of: months, weekdays and ordinals; English, and one spelling each."""

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NTH = ("first", "second", "third", "fourth", "last")
MONTH = rf"(?P<month>{'|'.join(MONTHS)})"  # as patterns of sentences
WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"


def count_of(number: int, one: str, several: str = "") -> str:
    """Return `1 week`, `2 weeks`; where an `s` is not enough, `several` is what is said of none, or of two or more."""
    return f"{number} {one}" if number == 1 else f"{number} {several or f'{one}s'}"
