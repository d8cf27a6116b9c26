"""What is kept enters, files for other tools leave: tables, maps, feeds, the forms of other data sets, the annotators' form."""

from dateline.export.atom import write_atom
from dateline.export.atomic import whole_file, whole_folder
from dateline.export.codebook import codebook, field_table
from dateline.export.columns import CLAIM_COLUMNS, EVENT_COLUMNS, Column, claim_place, event_place, most_exact
from dateline.export.followthemoney import write_followthemoney
from dateline.export.foreign import FOREIGN, write_foreign
from dateline.export.geojson import write_geojson
from dateline.export.guide import GuideClaim, GuideParty, GuidePlace, GuideRow, guide_row
from dateline.export.lines import ClaimLine, ReportRef, claim_line, line_of
from dateline.export.tables import csv_lines, write_csv
from dateline.export.writers import FlatForm, ToldForm, write_claims, write_events, write_told
from dateline.export.written import Written

__all__ = [
    "CLAIM_COLUMNS",
    "EVENT_COLUMNS",
    "FOREIGN",
    "ClaimLine",
    "Column",
    "FlatForm",
    "GuideClaim",
    "GuideParty",
    "GuidePlace",
    "GuideRow",
    "ReportRef",
    "ToldForm",
    "Written",
    "claim_line",
    "claim_place",
    "codebook",
    "csv_lines",
    "event_place",
    "field_table",
    "guide_row",
    "line_of",
    "most_exact",
    "whole_file",
    "whole_folder",
    "write_atom",
    "write_claims",
    "write_csv",
    "write_events",
    "write_followthemoney",
    "write_foreign",
    "write_geojson",
    "write_told",
]
