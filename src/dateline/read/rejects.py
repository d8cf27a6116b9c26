"""Takes a reason code and what was found; gives the `Rejected` that says where, why and what would help."""

from __future__ import annotations

from typing import Final, Literal

from dateline.model import Rejected, Source

Reason = Literal[
    "empty-file",
    "empty-folder",
    "not-text",
    "invalid-utf8",
    "unknown-encoding",
    "bad-json",
    "bad-row",
    "bad-cells",
    "cut-off",
    "bad-date",
    "doubted-date",
    "bad-page",
    "bad-file",
    "encrypted",
    "nested-too-deep",
    "expands-too-much",
    "passed-over",
    "unknown-columns",
    "no-local-text",
    "needs-extra",
    "not-fetched",
    "forbidden-address",
    "forbidden-by-robots",
    "reader-fault",
    "no-text",
    "too-large",
    "unreadable",
    "not-a-file",
    "gone",
    "forgotten",
    "not-english",
    "coder-fault",
    "no-answer",
    "budget",
]
"""Every reason that reading and coding give; the codes are stable."""

MENDS: Final[dict[Reason, str]] = {
    "empty-file": "Put the report into the file, or leave the file out.",
    "empty-folder": "Name a folder that holds files of a form that is read (hidden files are skipped).",
    "not-text": "Convert it to plain text, HTML or JSON Lines first; the name's ending does not change what it is.",
    "invalid-utf8": "Save the file as UTF-8 (for example: iconv -f WINDOWS-1252 -t UTF-8).",
    "unknown-encoding": "Save the file as UTF-8, saying what it is in (for example: iconv -f WINDOWS-1251 -t UTF-8).",
    "bad-json": "Write one complete JSON object a line; a line that was cut off must be fetched again.",
    "bad-row": "Give each row a `text` string; `title`, `date`, `outlet`, `url`, `author` and `id` are optional strings.",
    "bad-cells": "Give the row as many cells as the header; put cells that hold quotes or delimiters in quotes.",
    "cut-off": "Export the table as CSV, or find the whole text: until then the report is kept as it is.",
    "bad-date": "Write the date as 2020-04-01, 2020-04 or 2020; until then the report is kept without it.",
    "doubted-date": "Give the date on which it was published, or leave it: the report is kept without this date, or with the next best.",
    "bad-page": "Save the page again as HTML, or save its story as plain text.",
    "bad-file": "Open it with the program that made it and save it again, or fetch it again: it is damaged.",
    "encrypted": "Take the password off and add it again.",
    "nested-too-deep": "Unpack the outer ones first and add what is in them.",
    "expands-too-much": "Unpack it yourself, if it comes from someone you trust, and add what is in it.",
    "passed-over": "Nothing, unless reports are among them: then save those as pages or plain text.",
    "unknown-columns": "Say which column holds what: --map text=COLUMN,title=COLUMN,date=COLUMN (a name or a number).",
    "no-local-text": "Put the text beside the list, in a file that the row names or in one named by its id.",
    "needs-extra": "Install what reads this form, as the detail says.",
    "not-fetched": "Try again later, or save the page from a browser and add the file.",
    "forbidden-address": "Name a public address; pages of your own network can be saved and added as files.",
    "forbidden-by-robots": "The site asks programs not to fetch it: save the page from a browser and add the file.",
    "reader-fault": "Save it in another form; and report the fault with the file, since it is ours.",
    "no-text": "Check that the source holds a story and not only page furniture; recognise pictures of text (OCR) first.",
    "too-large": "Split it: one report a file, or JSON Lines with one report a line.",
    "unreadable": "Check that the path exists and that you may read it.",
    "not-a-file": "Name a regular file or a folder; to read a stream, pipe it and give `-`.",
    "gone": "Put it back and retry, or add it from where it is now; until then what was said of it stays listed.",
    "forgotten": "Nothing, or give --again if it is to be kept after all.",
    "coder-fault": "The report is kept, uncoded: code it again with the next version, and report the fault with its text.",
    "no-answer": "The report is kept, uncoded: give the same command again when the coder's endpoint answers.",
    "budget": "The report is kept, uncoded: give the same command again, with a higher budget if need be.",
    "not-english": "The coder reads English: translate the report, or leave it here to be searched.",
}
"""What the user can do about each reason."""


def rejected(reason: Reason, source: Source, detail: str) -> Rejected:
    """Say that `source` was not read (or is not coded), for `reason`; `detail` is what was found there."""
    return Rejected(source=source, reason=reason, detail=detail, mend=MENDS[reason])
