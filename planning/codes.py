"""The codes of links and flags: one for each kind of link in a date's derivation, and for each kind of flag."""

from enum import StrEnum


class Code(StrEnum):
    """The code of a link or a flag. Codes are stored, so none ever changes its meaning."""

    # -- links: why the date is what it is
    COMPUTED = "computed"  # a rule gives the date
    ANCHORED = "anchored"  # the date is that of an anchor
    AGREED = "agreed"  # somebody agreed the date
    SETTLED = "settled"  # the step is met or waived: its date moves no more
    SHIFTED = "shifted"  # the date moved along with another one that was agreed
    REPLACED = "replaced"  # what the date was before
    DIFFERS = "differs"  # what the rule proposes instead of the date that binds
    AWAITED = "awaited"  # no source gives a date
    HANGS_FROM_UNDATED = "hangs-from-undated"  # what the rule hangs from has no date yet
    OTHER_YEARS = "other-years"  # the rule gives no date in such a year
    LAST_EDITION = "last-edition"  # what the date was in the last edition, from which it was hung anew
    HUNG_FROM_NOTHING = "hung-from-nothing"  # likewise, where no anchor of that edition was dated
    NOTE = "note"  # a condition or consequence that the text attaches

    # -- flags: what is odd about the date
    WEEKEND = "weekend"  # it falls on a Saturday or a Sunday
    HOLIDAY = "holiday"  # it falls on a closed day of the duty station
    NO_HOLIDAY_LIST = "no-holiday-list"  # it was counted without a year's closed days
    UNCHECKED_LIST = "unchecked-list"  # it was counted with closed days that nobody has checked
    WRONG_ZONE = "wrong-zone"  # the printed zone is not the one kept on that day
    NO_SUCH_HOUR = "no-such-hour"  # the clock change skips the stated hour
    PAST = "past"  # it lay before the opening of its cycle
    PROVISIONAL = "provisional"  # its anchor is not confirmed
    MEETING_PLANNED = "meeting-planned"  # its anchor follows a meeting that is not confirmed
    RECOUNTED = "recounted"  # it would be reckoned otherwise now, and nobody has accepted or kept it
    KEPT = "kept"  # it would be reckoned otherwise now, and was kept all the same
    DEPARTS = "departs"  # it is not the day that its rule gives, although it stands by rule
    UNRECKONABLE = "unreckonable"  # its row cannot be reckoned

    # -- either
    WORDS = "words"  # an English sentence, as versions up to 0.2 stored it
