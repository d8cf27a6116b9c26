"""The tables of an archive as SQLAlchemy sees them; `migrations` makes them and a test holds the two equal.

Kept: texts, reports, runs, claims, superseded, set_aside, rejects, aliases, columns, judgements, past, forgotten. All the rest is derived
from these and can be made anew.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    false,
)

metadata = MetaData()

migrations = Table(
    "migrations",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)

# `weaver` is the version of the rules that made the derived tables.
facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# Copies of one text are kept once.
texts = Table(
    "texts",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("text", Text, nullable=False),
)

# The number under which the full-text index knows a text.
searched = Table(
    "searched",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("text_id", ForeignKey("texts.id"), nullable=False, unique=True),
)

# `body` is the report without its text; `origin` tells independent sources apart.
reports = Table(
    "reports",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("text_id", ForeignKey("texts.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("outlet", Text, index=True),
    Column("url", Text),
    Column("published", Date, index=True),
    Column("language", Text),
    Column("title_end", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("origin", Text),
)

# One coder's pass over one report; the latest of a report is current and its claims are the ones shown.
runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False),
    Column("coder", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("current", Boolean, nullable=False),
    Index("runs_by_report", "report_id", "coder", "version", unique=True),
)

# Claims of current runs. `start` to `end` are the stated days where `dated`, else the bound; `day` is what
# chronologies sort by. What is `long` reaches so far from its day that a search by days looks for it by itself.
claims = Table(
    "claims",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", String(20), nullable=False, unique=True),
    Column("run", ForeignKey("runs.id"), nullable=False, index=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False, index=True),
    Column("type", Text, nullable=False),
    Column("mode", Text),
    Column("factuality", Text, nullable=False),
    Column("dated", Boolean, nullable=False),
    Column("start", Date),
    Column("end", Date),
    Column("day", Date, nullable=False),
    Column("place_in_text", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("long", Boolean, nullable=False, server_default=false()),
    # With what a list is filtered by, so that it is read in order from the index alone until its page is full.
    Index("claims_in_order", "day", "report_id", "place_in_text", "id", "type", "factuality", "dated", "start", "end"),
)
Index(
    "claims_long",
    *(claims.c[name] for name in ("day", "report_id", "place_in_text", "id")),
    sqlite_where=claims.c.long,
    postgresql_where=claims.c.long,
)

# Claims of runs that a later run replaced.
superseded = Table(
    "superseded",
    metadata,
    Column("run", ForeignKey("runs.id"), nullable=False),
    Column("id", String(20), nullable=False, index=True),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("run", "id"),
)

set_aside = Table(
    "set_aside",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("body", Text, nullable=False),
)

# `mark` tells the file by its content, so that it is known again under another name.
rejects = Table(
    "rejects",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("reason", Text, nullable=False, index=True),
    Column("body", Text, nullable=False),
    Column("mark", Text),
)

# Ids that events once had, with the id of the event that each leads to; ids of claims that are no more among them.
aliases = Table(
    "aliases",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("event", String(20), nullable=False, index=True),
)

# The columns that tables with a header were read by, by the header's signature; `body` gives the column of each field.
columns = Table(
    "columns",
    metadata,
    Column("signature", String(20), primary_key=True),
    Column("body", Text, nullable=False),
)

# Which event a claim is part of. `cluster` is the smallest id of all claims that links of its `level` lead to; events
# divide it.
members = Table(
    "members",
    metadata,
    Column("claim", ForeignKey("claims.seq", ondelete="CASCADE"), primary_key=True),
    Column("event", ForeignKey("events.id", deferrable=True, initially="DEFERRED"), nullable=False, index=True),
    Column("cluster", String(20), nullable=False, index=True),
    Column("level", Integer, nullable=False),
)

# What phrases were resolved to, each once; `folded` is what a search looks in.
actors = Table(
    "actors",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("identity", Text),
    Column("name", Text, nullable=False),
    Column("country", String(3), index=True),
    Column("sector", String(3)),
    Column("folded", Text, nullable=False),
)

places = Table(
    "places",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("gazetteer_id", Text),
    Column("name", Text, nullable=False),
    Column("country", String(3), index=True),
    Column("precision", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("folded", Text, nullable=False),
)

# `score` is empty where the phrase was not resolved: the row then only keeps its words findable.
actor_resolutions = Table(
    "actor_resolutions",
    metadata,
    Column("claim", ForeignKey("claims.seq", ondelete="CASCADE"), nullable=False),
    Column("role", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("actor", ForeignKey("actors.id"), nullable=False),
    Column("score", Float),
    PrimaryKeyConstraint("claim", "role", "number"),
    Index("claims_by_actor", "actor", "claim"),
)

place_resolutions = Table(
    "place_resolutions",
    metadata,
    Column("claim", ForeignKey("claims.seq", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("place", ForeignKey("places.id"), nullable=False),
    Column("score", Float),
    PrimaryKeyConstraint("claim", "number"),
    Index("claims_by_place", "place", "claim"),
)

# What a report tells of one event, kept with the claim that stands for it, whose id is `head`; the prints of one text
# have one `print`, and the smallest head among them stands under the keys of `blocks` for all.
traits = Table(
    "traits",
    metadata,
    Column("claim", ForeignKey("claims.seq", ondelete="CASCADE"), primary_key=True),
    Column("print", BigInteger, nullable=False),
    Column("head", String(20), nullable=False),
    Column("body", Text, nullable=False),
    Index("traits_by_print", "print", "head"),
)

# No foreign key: checking it at each deleted claim would need a second index as large as the table.
blocks = Table(
    "blocks",
    metadata,
    Column("key", BigInteger, nullable=False),
    Column("rank", BigInteger, nullable=False),
    Column("claim", Integer, nullable=False),
    PrimaryKeyConstraint("key", "rank", "claim"),
)

links = Table(
    "links",
    metadata,
    Column("left", ForeignKey("claims.id", ondelete="CASCADE"), nullable=False),
    Column("right", ForeignKey("claims.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("judge", Text, nullable=False),
    Column("same", Boolean, nullable=False),
    Column("score", Float, nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("left", "right", "judge"),
)

events = Table(
    "events",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("type", Text, nullable=False),
    Column("factuality", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("dated", Boolean, nullable=False),
    Column("start", Date),
    Column("end", Date),
    Column("day", Date, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("since", Text),
    Column("long", Boolean, nullable=False, server_default=false()),
    Index("events_in_order", "day", "id", "type", "factuality", "status", "dated", "start", "end"),
    Index("events_by_status", "status", "day", "id"),
)
Index("events_long", events.c.day, events.c.id, sqlite_where=events.c.long, postgresql_where=events.c.long)

# Under which actors, places and countries each event is found, in the order of events (see `filing`). No foreign key, for
# the same reason as with `blocks`.
event_keys = Table(
    "event_keys",
    metadata,
    Column("key", String(24), nullable=False),
    Column("day", Date, nullable=False),
    Column("event", String(20), nullable=False),
    PrimaryKeyConstraint("key", "day", "event"),
    sqlite_with_rowid=False,
)

# What people judged about events, in the order of judging; `withdrawn` is when it was taken back.
judgements = Table(
    "judgements",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("withdrawn", Text),
    Column("body", Text, nullable=False),
)

# Where each claim stands that a judgement in force is about, and the current claim that stands there, if any.
judged = Table(
    "judged",
    metadata,
    Column("judgement", ForeignKey("judgements.number"), nullable=False),
    Column("side", Integer, nullable=False),
    Column("mark", Integer, nullable=False),
    Column("report", String(20), nullable=False, index=True),
    Column("claim", String(20), index=True),
    PrimaryKeyConstraint("judgement", "side", "mark"),
)

# What was said of events before: each earlier state with the times between which it was shown and what ended it, under
# the id of the event that it is part of now; the columns of `events` by which it is found.
past = Table(
    "past",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("event", String(20), nullable=False, index=True),
    Column("since", Text, nullable=False),
    Column("until", Text, nullable=False, index=True),
    Column("cause", Text, nullable=False),
    Column("id", String(20), nullable=False),
    Column("type", Text, nullable=False),
    Column("factuality", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("dated", Boolean, nullable=False),
    Column("start", Date),
    Column("end", Date),
    Column("day", Date, nullable=False),
    Column("body", Text, nullable=False),
)

# What reports are compared by, and the keys under which they meet; later versions of a report have later editions.
sketches = Table(
    "sketches",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("edition", Text, nullable=False),
    Column("body", Text, nullable=False),
)

# No foreign key, for the same reason as with `blocks`.
sketch_keys = Table(
    "sketch_keys",
    metadata,
    Column("key", BigInteger, nullable=False),
    Column("rank", BigInteger, nullable=False),
    PrimaryKeyConstraint("key", "rank"),
)

# Reports that are copies, versions or of one story, with reasons.
report_links = Table(
    "report_links",
    metadata,
    Column("left", ForeignKey("reports.id"), nullable=False),
    Column("right", ForeignKey("reports.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("left", "right", "kind"),
)

# What links between reports give: the family of prints of one text, and the later version.
standings = Table(
    "standings",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("family", String(20), nullable=False, index=True),
    Column("replaced_by", String(20)),
)

# Causes that a report names between its claims.
causes = Table(
    "causes",
    metadata,
    Column("effect", ForeignKey("claims.id", ondelete="CASCADE"), nullable=False),
    Column("cause", ForeignKey("claims.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("effect", "cause"),
)

# The keys under which events of one story meet.
story_keys = Table(
    "story_keys",
    metadata,
    Column("key", BigInteger, nullable=False),
    Column("event", ForeignKey("events.id", ondelete="CASCADE"), nullable=False, index=True),
    PrimaryKeyConstraint("key", "event"),
)

# What is left of reports that were forgotten. `run` is the last number of a coding then, so that none is given again.
forgotten = Table(
    "forgotten",
    metadata,
    Column("report_id", String(20), primary_key=True),
    Column("at", Text, nullable=False, index=True),
    Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("run", Integer, nullable=False),
)
