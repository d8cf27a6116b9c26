"""Parts the dev reports: an id enters, whether it is kept out of training and tuning leaves."""

from __future__ import annotations

import hashlib


def held(report_id: str) -> bool:
    """Tell whether a dev report is only reported on (by a hash of its id, so that no one chose)."""
    return hashlib.blake2b(report_id.encode(), digest_size=1).digest()[0] % 2 == 1
