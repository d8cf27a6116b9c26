"""The name of a library that is not installed enters, an error that says how to install it leaves."""

from __future__ import annotations


class LibraryMissingError(ImportError):
    """A library that comes with an extra is not installed: which one, and what installs it."""

    def __init__(self, library: str, extra: str) -> None:
        self.what = f"{library} is not installed"
        self.mend = f"python -m pip install 'dateline[{extra}]'"
        super().__init__(f"{self.what} ({self.mend})", name=library)
