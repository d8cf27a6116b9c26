"""The bits that the index keeps beside a row: how the name that found it stands to the place."""

OTHER_NAME = 1 << 31
"""The name is not the usual one."""
DERIVED_NAME = 1 << 30
"""The name lacks the article or the word for the kind of unit."""
DEMONYM = 1 << 29
"""The name is that of a country's people."""
ROW = DEMONYM - 1
"""The bits of the row itself."""
