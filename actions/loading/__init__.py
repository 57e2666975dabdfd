"""Files of the secretariat into the record, all of them or nothing, and twice is once."""

from actions.loading.batch import Batch, compare, load, read, store
from actions.loading.entries import Pasted
from actions.loading.tally import Loaded

__all__ = ["Batch", "Loaded", "Pasted", "compare", "load", "read", "store"]
