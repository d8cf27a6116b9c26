"""Parts sets of reports: an id enters, whether it is kept out of training and tuning leaves."""

from __future__ import annotations

import hashlib


def held(report_id: str) -> bool:
    """Tell whether a dev report is only reported on (by a hash of its id, so that no one chose)."""
    return hashlib.blake2b(report_id.encode(), digest_size=1).digest()[0] % 2 == 1


def measured(report_id: str) -> bool:
    """Tell whether a report of a news section is only measured (`quiet`), and not fitted on by the first filter."""
    return hashlib.blake2b(report_id.encode(), digest_size=1, person=b"quiet").digest()[0] % 2 == 1


def untuned(page_id: str) -> bool:
    """Tell whether a web page is only measured (`pages`), and no threshold of reading pages was set on it."""
    return hashlib.sha256(page_id.encode()).digest()[-1] % 2 == 1


def story_held(event: int) -> bool:
    """Tell whether an event of the news clusters is only measured, and not fitted on by what groups reports."""
    return event % 2 == 0
