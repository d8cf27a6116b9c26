"""What is kept enters, files for other tools leave: CSV, JSON lines, GeoJSON and the annotators' form."""

from dateline.export.atomic import whole_file
from dateline.export.columns import CLAIM_COLUMNS, EVENT_COLUMNS, Column, claim_place, event_place, most_exact
from dateline.export.geojson import write_geojson
from dateline.export.guide import GuideClaim, GuideParty, GuidePlace, GuideRow, guide_row
from dateline.export.lines import ClaimLine, ReportRef, claim_line
from dateline.export.tables import csv_lines, write_csv

__all__ = [
    "CLAIM_COLUMNS",
    "EVENT_COLUMNS",
    "ClaimLine",
    "Column",
    "GuideClaim",
    "GuideParty",
    "GuidePlace",
    "GuideRow",
    "ReportRef",
    "claim_line",
    "claim_place",
    "csv_lines",
    "event_place",
    "guide_row",
    "most_exact",
    "whole_file",
    "write_csv",
    "write_geojson",
]
