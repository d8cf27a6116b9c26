"""Dateline reads news reports and keeps what they say happened.

The public surface is what `__all__` lists; everything else may change between minor versions.
"""

__version__ = "0.1.0"
