"""Who is meant: phrases enter, actors of the book leave."""

from dateline.ground.who.book import ActorBook, Alias, Found
from dateline.ground.who.entries import BookError, Entry
from dateline.ground.who.report import ActorContext, ReportActors
from dateline.ground.who.resolve import resolve_actor

__all__ = ["ActorBook", "ActorContext", "Alias", "BookError", "Entry", "Found", "ReportActors", "resolve_actor"]
