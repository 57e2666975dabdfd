"""Files of the secretariat into the record, all of them or nothing, and twice is once."""

from actions.kernel.files import Pasted
from actions.loading.batch import Batch, compare, read, store
from actions.loading.files import load
from actions.loading.tally import Loaded

__all__ = ["Batch", "Loaded", "Pasted", "compare", "load", "read", "store"]
