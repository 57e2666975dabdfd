"""`council load`: files of the secretariat into the record, all of them or nothing, and twice is once."""

from actions.loading.batch import load
from actions.loading.entries import Pasted
from actions.loading.tally import Loaded

__all__ = ["Loaded", "Pasted", "load"]
