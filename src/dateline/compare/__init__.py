"""Tables of ACLED, UCDP GED and GDELT enter beside an archive, what both have and what each lacks leaves."""

from dateline.compare.comparing import compare
from dateline.compare.tables import UnknownTableError
from dateline.compare.types import Brief, Comparison, Dead, Difference, Pair, Spot, TableForm, Theirs

__all__ = [
    "Brief",
    "Comparison",
    "Dead",
    "Difference",
    "Pair",
    "Spot",
    "TableForm",
    "Theirs",
    "UnknownTableError",
    "compare",
]
