"""Loading files into the record: all of them or none; loading one again changes nothing."""

from kernel.file_arguments import Pasted
from loading.batch import Batch, compare, read, store
from loading.files import load
from loading.result import Loaded

__all__ = ["Batch", "Loaded", "Pasted", "compare", "load", "read", "store"]
