"""An archive of any earlier version enters, one with today's tables leaves; each step has a name and is never edited.

Statements are written out and not made from `schema`, so that a step means tomorrow what it meant when it was written.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, text


class Migration(msgspec.Struct, frozen=True):
    """One step: its name, its statements, and whether derived tables must be made anew after it."""

    name: str
    statements: tuple[str, ...]
    rebuilds: bool = False


KEPT = Migration(
    "0001-what-is-kept",
    (
        "CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
        "CREATE TABLE texts (id VARCHAR(20) PRIMARY KEY, text TEXT NOT NULL)",
        """CREATE TABLE reports (
            id VARCHAR(20) PRIMARY KEY, text_id VARCHAR(20) NOT NULL REFERENCES texts (id), name TEXT NOT NULL,
            outlet TEXT, url TEXT, published DATE, language TEXT, title_end INTEGER NOT NULL, body TEXT NOT NULL)""",
        "CREATE INDEX ix_reports_text_id ON reports (text_id)",
        "CREATE INDEX ix_reports_outlet ON reports (outlet)",
        "CREATE INDEX ix_reports_published ON reports (published)",
        """CREATE TABLE runs (
            id INTEGER PRIMARY KEY, report_id VARCHAR(20) NOT NULL REFERENCES reports (id),
            coder TEXT NOT NULL, version TEXT NOT NULL, current BOOLEAN NOT NULL)""",
        "CREATE UNIQUE INDEX runs_by_report ON runs (report_id, coder, version)",
        """CREATE TABLE claims (
            seq INTEGER PRIMARY KEY, id VARCHAR(20) NOT NULL UNIQUE, run INTEGER NOT NULL REFERENCES runs (id),
            report_id VARCHAR(20) NOT NULL REFERENCES reports (id), type TEXT NOT NULL, mode TEXT,
            factuality TEXT NOT NULL, dated BOOLEAN NOT NULL, "start" DATE, "end" DATE, day DATE NOT NULL,
            place_in_text INTEGER NOT NULL, body TEXT NOT NULL)""",
        "CREATE INDEX ix_claims_run ON claims (run)",
        "CREATE INDEX ix_claims_report_id ON claims (report_id)",
        "CREATE INDEX claims_in_order ON claims (day, report_id, place_in_text, id)",
        """CREATE TABLE superseded (
            run INTEGER NOT NULL REFERENCES runs (id), id VARCHAR(20) NOT NULL, body TEXT NOT NULL,
            PRIMARY KEY (run, id))""",
        "CREATE INDEX ix_superseded_id ON superseded (id)",
        """CREATE TABLE set_aside (
            report_id VARCHAR(20) PRIMARY KEY REFERENCES reports (id), reason TEXT NOT NULL, body TEXT NOT NULL)""",
        "CREATE TABLE rejects (id VARCHAR(20) PRIMARY KEY, reason TEXT NOT NULL, body TEXT NOT NULL)",
        "CREATE INDEX ix_rejects_reason ON rejects (reason)",
    ),
)

DERIVED = Migration(
    "0002-what-is-derived",
    (
        "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
        """CREATE TABLE events (
            id VARCHAR(20) PRIMARY KEY, type TEXT NOT NULL, factuality TEXT NOT NULL, status TEXT NOT NULL,
            dated BOOLEAN NOT NULL, "start" DATE, "end" DATE, day DATE NOT NULL, reports INTEGER NOT NULL,
            body TEXT NOT NULL)""",
        "CREATE INDEX events_in_order ON events (day, id)",
        "CREATE INDEX events_by_status ON events (status, day, id)",
        """CREATE TABLE members (
            claim INTEGER PRIMARY KEY REFERENCES claims (seq) ON DELETE CASCADE,
            event VARCHAR(20) NOT NULL REFERENCES events (id) DEFERRABLE INITIALLY DEFERRED,
            cluster VARCHAR(20) NOT NULL)""",
        "CREATE INDEX ix_members_event ON members (event)",
        "CREATE INDEX ix_members_cluster ON members (cluster)",
        """CREATE TABLE actors (
            id VARCHAR(20) PRIMARY KEY, identity TEXT, name TEXT NOT NULL, country VARCHAR(3), sector VARCHAR(3),
            folded TEXT NOT NULL)""",
        "CREATE INDEX ix_actors_country ON actors (country)",
        """CREATE TABLE places (
            id VARCHAR(20) PRIMARY KEY, gazetteer_id TEXT, name TEXT NOT NULL, country VARCHAR(3), "precision" TEXT,
            lat FLOAT, lon FLOAT, folded TEXT NOT NULL)""",
        "CREATE INDEX ix_places_country ON places (country)",
        """CREATE TABLE actor_resolutions (
            claim INTEGER NOT NULL REFERENCES claims (seq) ON DELETE CASCADE, role TEXT NOT NULL,
            number INTEGER NOT NULL, actor VARCHAR(20) NOT NULL REFERENCES actors (id), score FLOAT,
            PRIMARY KEY (claim, role, number))""",
        "CREATE INDEX claims_by_actor ON actor_resolutions (actor, claim)",
        """CREATE TABLE place_resolutions (
            claim INTEGER NOT NULL REFERENCES claims (seq) ON DELETE CASCADE, number INTEGER NOT NULL,
            place VARCHAR(20) NOT NULL REFERENCES places (id), score FLOAT, PRIMARY KEY (claim, number))""",
        "CREATE INDEX claims_by_place ON place_resolutions (place, claim)",
        "CREATE TABLE traits (claim INTEGER PRIMARY KEY REFERENCES claims (seq) ON DELETE CASCADE, body TEXT NOT NULL)",
        "CREATE TABLE blocks (key BIGINT NOT NULL, claim INTEGER NOT NULL, PRIMARY KEY (key, claim)) WITHOUT ROWID",
        """CREATE TABLE links (
            "left" VARCHAR(20) NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
            "right" VARCHAR(20) NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
            judge TEXT NOT NULL, same BOOLEAN NOT NULL, score FLOAT NOT NULL, body TEXT NOT NULL,
            PRIMARY KEY ("left", "right", judge))""",
        'CREATE INDEX ix_links_right ON links ("right")',
        """CREATE VIRTUAL TABLE sentences USING fts5 (
            sentence, content='', tokenize='porter unicode61 remove_diacritics 2')""",
    ),
    rebuilds=True,
)

ALIASES = Migration(
    "0003-aliases",
    (
        "CREATE TABLE aliases (id VARCHAR(20) PRIMARY KEY, event VARCHAR(20) NOT NULL)",
        "CREATE INDEX ix_aliases_event ON aliases (event)",
    ),
)

ORIGINS = Migration(
    "0004-origins",
    ("ALTER TABLE reports ADD COLUMN origin TEXT", "UPDATE reports SET origin = outlet"),
)

FULLTEXT = Migration(
    "0005-full-text-of-reports",
    (
        """CREATE TABLE searched (
            seq INTEGER PRIMARY KEY, text_id VARCHAR(20) NOT NULL UNIQUE REFERENCES texts (id))""",
        """CREATE VIRTUAL TABLE fulltext USING fts5 (
            text, content='', columnsize=0,
            tokenize='porter unicode61 remove_diacritics 0 categories ''L* N* Co M*''')""",
    ),
)

MOVED_FILES = Migration("0006-marks-of-unread-files", ("ALTER TABLE rejects ADD COLUMN mark TEXT",))

COLUMNS = Migration(
    "0007-columns-of-tables",
    ("CREATE TABLE columns (signature VARCHAR(20) PRIMARY KEY, body TEXT NOT NULL)",),
)

WEAVING = Migration(
    "0008-judgements-history-families",
    (
        """CREATE TABLE judgements (
            number INTEGER PRIMARY KEY, kind TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL, withdrawn TEXT,
            body TEXT NOT NULL)""",
        """CREATE TABLE judged (
            judgement INTEGER NOT NULL REFERENCES judgements (number), side INTEGER NOT NULL, mark INTEGER NOT NULL,
            report VARCHAR(20) NOT NULL, claim VARCHAR(20), PRIMARY KEY (judgement, side, mark))""",
        "CREATE INDEX ix_judged_report ON judged (report)",
        "CREATE INDEX ix_judged_claim ON judged (claim)",
        "ALTER TABLE events ADD COLUMN since TEXT",
        "ALTER TABLE members ADD COLUMN level INTEGER NOT NULL DEFAULT 0",
        "DROP TABLE traits",
        """CREATE TABLE traits (
            claim INTEGER PRIMARY KEY REFERENCES claims (seq) ON DELETE CASCADE, print BIGINT NOT NULL,
            head VARCHAR(20) NOT NULL, body TEXT NOT NULL)""",
        "CREATE INDEX traits_by_print ON traits (print, head)",
        "DROP TABLE blocks",
        """CREATE TABLE blocks (
            key BIGINT NOT NULL, rank BIGINT NOT NULL, claim INTEGER NOT NULL, PRIMARY KEY (key, rank, claim))
            WITHOUT ROWID""",
        """CREATE TABLE past (
            number INTEGER PRIMARY KEY, event VARCHAR(20) NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL,
            cause TEXT NOT NULL, id VARCHAR(20) NOT NULL, type TEXT NOT NULL, factuality TEXT NOT NULL,
            status TEXT NOT NULL, dated BOOLEAN NOT NULL, "start" DATE, "end" DATE, day DATE NOT NULL,
            body TEXT NOT NULL)""",
        "CREATE INDEX ix_past_event ON past (event)",
        "CREATE INDEX ix_past_until ON past (until)",
        """CREATE TABLE sketches (
            report_id VARCHAR(20) PRIMARY KEY REFERENCES reports (id), edition TEXT NOT NULL, outline BLOB NOT NULL,
            body TEXT NOT NULL)""",
        """CREATE TABLE sketch_keys (
            key BIGINT NOT NULL, report_id VARCHAR(20) NOT NULL, PRIMARY KEY (key, report_id)) WITHOUT ROWID""",
        """CREATE TABLE report_links (
            "left" VARCHAR(20) NOT NULL REFERENCES reports (id), "right" VARCHAR(20) NOT NULL REFERENCES reports (id),
            kind TEXT NOT NULL, score FLOAT NOT NULL, body TEXT NOT NULL, PRIMARY KEY ("left", "right", kind))""",
        'CREATE INDEX ix_report_links_right ON report_links ("right")',
        """CREATE TABLE standings (
            report_id VARCHAR(20) PRIMARY KEY REFERENCES reports (id), family VARCHAR(20) NOT NULL,
            replaced_by VARCHAR(20))""",
        "CREATE INDEX ix_standings_family ON standings (family)",
        """CREATE TABLE causes (
            effect VARCHAR(20) NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
            cause VARCHAR(20) NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
            body TEXT NOT NULL, PRIMARY KEY (effect, cause))""",
        "CREATE INDEX ix_causes_cause ON causes (cause)",
        """CREATE TABLE story_keys (
            key BIGINT NOT NULL, event VARCHAR(20) NOT NULL REFERENCES events (id) ON DELETE CASCADE,
            PRIMARY KEY (key, event)) WITHOUT ROWID""",
        "CREATE INDEX ix_story_keys_event ON story_keys (event)",
    ),
    rebuilds=True,
)

# What a person takes back is no link; it is told by the judgement.
LINKS = Migration(
    "0009-links-in-force",
    ("UPDATE links SET body = replace(body, ',\"withdrawn\":null', '')",),
)

# Who tells the same story is found when it is asked for.
LIKENESS = Migration(
    "0010-stories-when-asked",
    (
        "DROP TABLE sketches",
        "CREATE TABLE sketches (report_id VARCHAR(20) PRIMARY KEY REFERENCES reports (id), edition TEXT NOT NULL, body TEXT NOT NULL)",
        "DROP TABLE sketch_keys",
        "CREATE TABLE sketch_keys (key BIGINT NOT NULL, rank BIGINT NOT NULL, PRIMARY KEY (key, rank)) WITHOUT ROWID",
    ),
    rebuilds=True,
)

# Lists and counts of a million events are filtered in the index that they are read by.
FILTERED = Migration(
    "0011-filtered-in-order",
    (
        "DROP INDEX events_in_order",
        'CREATE INDEX events_in_order ON events (day, id, type, factuality, status, dated, start, "end")',
        "DROP INDEX claims_in_order",
        """CREATE INDEX claims_in_order ON claims (
            day, report_id, place_in_text, id, type, factuality, dated, start, "end")""",
    ),
)

# What is told of more than a month; the steps of `filing`, for what is there already.
FILED = Migration(
    "0012-events-by-actor-place-and-country",
    (
        "ALTER TABLE claims ADD COLUMN long BOOLEAN NOT NULL DEFAULT 0",
        "ALTER TABLE events ADD COLUMN long BOOLEAN NOT NULL DEFAULT 0",
        'UPDATE claims SET long = 1 WHERE dated AND julianday("end") - julianday(start) > 31',
        'UPDATE events SET long = 1 WHERE dated AND julianday("end") - julianday(start) > 31',
        "CREATE INDEX claims_long ON claims (day, report_id, place_in_text, id) WHERE long = 1",
        "CREATE INDEX events_long ON events (day, id) WHERE long = 1",
        """CREATE TABLE event_keys (
            key VARCHAR(24) NOT NULL, day DATE NOT NULL, event VARCHAR(20) NOT NULL, PRIMARY KEY (key, day, event))
            WITHOUT ROWID""",
        *(
            f"""INSERT OR IGNORE INTO event_keys SELECT {key} AS key, events.day, events.id FROM {ties}
            JOIN members ON members.claim = {ties}.claim JOIN events ON events.id = members.event {named}
            WHERE key IS NOT NULL ORDER BY 1, 2, 3"""
            for ties, named, key in (
                ("actor_resolutions", "", "CASE WHEN score IS NULL THEN 'n' ELSE 'a' END || actor"),
                ("actor_resolutions", "JOIN actors ON actors.id = actor", "'c' || actors.country"),
                ("place_resolutions", "", "CASE WHEN score IS NULL THEN 'q' ELSE 'p' END || place"),
                ("place_resolutions", "JOIN places ON places.id = place", "'c' || places.country"),
                ("place_resolutions", "JOIN places ON places.id = place", "'l' || places.country"),
            )
        ),
        """INSERT INTO event_keys SELECT '*' || key, event_keys.day, event FROM event_keys
            JOIN events ON events.id = event_keys.event WHERE long ORDER BY 1, 2, 3""",
    ),
)

FORGOTTEN = Migration(
    "0013-forgotten",
    (
        """CREATE TABLE forgotten (
            report_id VARCHAR(20) PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL, reason TEXT NOT NULL,
            run INTEGER NOT NULL)""",
        "CREATE INDEX ix_forgotten_at ON forgotten (at)",
    ),
)

MIGRATIONS = (
    KEPT,
    DERIVED,
    ALIASES,
    ORIGINS,
    FULLTEXT,
    MOVED_FILES,
    COLUMNS,
    WEAVING,
    LINKS,
    LIKENESS,
    FILTERED,
    FILED,
    FORGOTTEN,
)
"""All steps in order; the number of a step is its place here, from 1."""


def record(connection: Connection) -> None:
    """Write down all steps as done, in an archive that was made with today's tables."""
    for number, step in enumerate(MIGRATIONS, start=1):
        _record(connection, number, step)


def _record(connection: Connection, number: int, step: Migration) -> None:
    row = {"number": number, "name": step.name}
    connection.execute(text("INSERT INTO migrations (number, name) VALUES (:number, :name)"), row)


def migrate(connection: Connection, *, done: int) -> bool:
    """Take the steps after the first `done`; tell whether derived tables must be made anew."""
    rebuilds = False
    for number, step in enumerate(MIGRATIONS[done:], start=done + 1):
        for statement in step.statements:
            connection.exec_driver_sql(statement)
        _record(connection, number, step)
        rebuilds = rebuilds or step.rebuilds
    return rebuilds
