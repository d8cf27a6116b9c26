"""The sets that are measured and the figures of each that stand in the table and in the gate: names and files, no code."""

from __future__ import annotations

from pathlib import Path

import msgspec


class Figure(msgspec.Struct, frozen=True):
    """A figure of the table: its key, its name for readers, and whether the gate holds it."""

    key: str
    label: str
    gated: bool = True


class GoldSet(msgspec.Struct, frozen=True):
    """One measured set: scorer, file below the shared folder, what it is.

    `held` scores only what was kept out of fitting: of the dev gold the held part, of the place sets the odd reports.
    """

    name: str
    scorer: str
    file: Path
    title: str
    figures: tuple[Figure, ...]
    gold: Path | None = None
    held: bool = False


_CLAIMS = (
    Figure("detect_p", "detect, precision", gated=False),
    Figure("detect_r", "detect, recall", gated=False),
    Figure("detect_f1", "detect, F1"),
    Figure("typed_p", "typed, precision", gated=False),
    Figure("typed_r", "typed, recall", gated=False),
    Figure("typed_f1", "typed, F1"),
    Figure("record_f1", "record, F1"),
    Figure("factuality_acc", "factuality, accuracy"),
    Figure("factuality_macro_f1", "factuality, macro-F1 without `occurred`", gated=False),
    Figure("actor_f1", "actor countries, F1"),
    Figure("recipient_f1", "recipient countries, F1"),
    Figure("party_f1", "party, F1"),
    Figure("sector_acc", "sector, accuracy"),
    Figure("place_f1", "place, F1"),
    Figure("date_f1", "date, F1"),
    Figure("attribution_f1", "attribution, F1"),
    Figure("killed_f1", "killed, F1", gated=False),
    Figure("same_event_f1", "same event in a report, F1", gated=False),
)

SETS = (
    GoldSet(
        "claims-held",
        "claims",
        Path("gold/dev.jsonl"),
        "claims: the part of the dev gold that is kept out of training and tuning",
        _CLAIMS,
        held=True,
    ),
    GoldSet(
        "claims-dev",
        "claims",
        Path("gold/dev.jsonl"),
        "claims: the whole dev gold (17 of its 41 reports were fitted on: the table is the base line, not a promise)",
        tuple(msgspec.structs.replace(figure, gated=False) for figure in _CLAIMS),
    ),
    GoldSet(
        "claims-seed",
        "claims",
        Path("seed/report.jsonl"),
        "claims: the seed report (27 claims, one report: for looking, not for ranking)",
        tuple(msgspec.structs.replace(figure, gated=False) for figure in _CLAIMS),
        gold=Path("seed/claims.jsonl"),
    ),
    GoldSet(
        "actors",
        "actors",
        Path("eval/ngec_actor_tests/data.jsonl"),
        "actors: the phrases of NGEC's own tests",
        (Figure("country_acc", "country, accuracy"), Figure("sector_acc", "sector, accuracy")),
    ),
    GoldSet(
        "places-lgl",
        "places",
        Path("eval/lgl/data.jsonl"),
        "places: LGL (small local papers), the half that no weight was fitted on",
        (Figure("acc161", "within 161 km, given the span"), Figure("f1", "toponyms found, F1")),
        held=True,
    ),
    GoldSet(
        "places-geowebnews",
        "places",
        Path("eval/geowebnews/data.jsonl"),
        "places: GeoWebNews, the half that no weight was fitted on",
        (Figure("acc161", "within 161 km, given the span"), Figure("f1", "toponyms found, F1")),
        held=True,
    ),
    GoldSet(
        "times",
        "times",
        Path("eval/tempeval3/data.jsonl"),
        "times: TimeBank and AQUAINT",
        (Figure("span_f1", "span, relaxed F1"), Figure("value_f1", "value, F1")),
    ),
    GoldSet(
        "quiet",
        "quiet",
        Path("eval/bulk_stream"),
        "reports of the BBC's sections that give no claim (the half that the first filter was not fitted on)",
        (
            Figure("quiet", "sport and business"),
            Figure("quiet_sport", "sport", gated=False),
            Figure("quiet_business", "business", gated=False),
            Figure("quiet_tech", "technology", gated=False),
            Figure("quiet_entertainment", "entertainment", gated=False),
        ),
    ),
    GoldSet(
        "pages",
        "pages",
        Path("eval/article_extraction_benchmark"),
        "main text of 181 pages of the article extraction benchmark, by its own measure (runs of four words)",
        (
            Figure("f1", "the story as it is coded, F1"),
            Figure("precision", "precision", gated=False),
            Figure("recall", "recall", gated=False),
            Figure("f1_tuned", "F1 on the half that thresholds were set on", gated=False),
            Figure("f1_untuned", "F1 on the other half"),
            Figure("text_f1", "all of the text that is kept, furniture too, F1", gated=False),
        ),
    ),
    GoldSet(
        "dates",
        "dates",
        Path("eval/article_extraction_benchmark"),
        "publication days of web pages (100 drawn at random and read by hand; rules were made on 30 of them)",
        (
            Figure("right", "right"),
            Figure("safe", "right or withheld"),
            Figure("held_right", "right, of the pages that no rule was made on", gated=False),
            Figure("held_safe", "right or withheld, of those", gated=False),
        ),
    ),
    GoldSet(
        "same-event-ecbplus",
        "same-event",
        Path("eval/ecbplus"),
        "same event: ECB+, all its documents in one pool (without dates)",
        (
            Figure("bcubed_f1", "documents to events, B-cubed F1"),
            Figure("bcubed_p", "precision", gated=False),
            Figure("bcubed_r", "recall", gated=False),
            Figure("held_bcubed_f1", "B-cubed F1 of the topics that no weight was fitted on"),
            Figure("links_f1", "links between claims of two documents, pairwise F1", gated=False),
            Figure("baseline_f1", "pairs of one type, country and day, pairwise F1", gated=False),
            Figure("held_links_f1", "pairwise F1 of links in topics that no link weight was fitted on", gated=False),
            Figure("held_baseline_f1", "pairs of one type, country and day in those", gated=False),
        ),
    ),
    GoldSet(
        "same-event-clusters",
        "same-event",
        Path("eval/giveme5w1h/news_cluster.jsonl"),
        "same event: 383 reports of 69 events of the news clusters",
        (
            Figure("bcubed_f1", "documents to events, B-cubed F1"),
            Figure("bcubed_p", "precision", gated=False),
            Figure("bcubed_r", "recall", gated=False),
            Figure("held_bcubed_f1", "B-cubed F1 of the events that no weight was fitted on"),
        ),
    ),
    GoldSet(
        "timeline-digest",
        "timeline",
        Path("eval/wcep"),
        "days of twelve conflicts on which a news digest has an item of them, from reports of other days and outlets",
        (
            Figure("date_f1", "days, F1"),
            Figure("baseline_f1", "the days with most reports, F1", gated=False),
            Figure("untuned_date_f1", "F1 of the six conflicts that no weight was fitted on", gated=False),
            Figure("untuned_baseline_f1", "the days with most reports in those", gated=False),
        ),
    ),
    GoldSet(
        "timeline-t17",
        "timeline",
        Path("eval/timeline17"),
        "days of eleven timelines that journalists wrote (Timeline17: disasters, an epidemic, a death, a financial crisis)",
        (
            Figure("date_f1", "days, F1"),
            Figure("baseline_f1", "the days that most reports name, F1", gated=False),
            Figure("most_reported_f1", "the days with most reports, F1", gated=False),
            Figure("untuned_date_f1", "F1 of the five that no weight was fitted on", gated=False),
            Figure("untuned_baseline_f1", "the days that most reports name in those", gated=False),
        ),
    ),
    GoldSet(
        "copies",
        "copies",
        Path("eval/bulk_stream"),
        "prints of 300 articles, changed by rule, beside texts that only look like prints (half of the articles were tuned on)",
        (
            Figure("precision", "pairs in one family, precision"),
            Figure("recall", "pairs in one family, recall"),
            Figure("f1", "pairs in one family, F1", gated=False),
            Figure("found_brief", "cut to 60 words, found", gated=False),
            Figure("found_edited_15", "15 % of words changed, found", gated=False),
            Figure("found_rearranged", "a fifth dropped, a strange sentence put in, found", gated=False),
            Figure("taken_for_copies_other_numbers", "a form with other numbers, taken for a copy", gated=False),
            Figure("taken_for_copies_other_names", "the same of others, taken for a copy", gated=False),
            Figure("taken_for_copies_other_news", "other news with old background, taken for a copy", gated=False),
            Figure(
                "taken_for_copies_other_above_footer", "another text over one footer, taken for a copy", gated=False
            ),
            Figure("taken_for_copies_digest", "a digest, taken for a copy", gated=False),
            Figure("precision_tuned", "precision on the half that thresholds were set on", gated=False),
            Figure("recall_tuned", "recall on that half", gated=False),
        ),
    ),
)
