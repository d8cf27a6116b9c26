"""The shipped coder: reports enter, grounded claims leave, by the encoder's one pass and the grounding that follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from dateline import __version__
from dateline.code.claims import claims_of
from dateline.code.coder import Coded
from dateline.ground import Grounder
from dateline.mark import Marker
from dateline.mark.marker import Manifest
from dateline.model import Origin, Report, Source
from dateline.read.rejects import rejected


def origin_of(manifest: Manifest) -> Origin:
    """Give the name and version of the encoder with a model: the version of the package and that of the model."""
    return Origin("encoder", f"{__version__}+{manifest.version}")


class EncoderCoder:
    """Codes reports with the small encoder that ships with the package; no network, no torch."""

    def __init__(self, model: Path | None = None, actors: Path | None = None) -> None:
        """Load the model (the shipped one if none is given) and the actor book, with the user's own entries if given."""
        self._marker = Marker(model)
        self._grounder = Grounder(actors)

    @property
    def origin(self) -> Origin:
        """Name and version: of the package and of the model."""
        return origin_of(self._marker.manifest)

    def code(self, report: Report) -> Coded:
        """Code one report."""
        reading = self._marker.mark(report)
        claims = claims_of(report, reading, self.origin)
        return Coded(report, self._grounder.ground(report, claims), self.origin)

    def code_batch(self, reports: Iterable[Report]) -> Iterator[Coded]:
        """Code reports in the order given; nothing of one report changes another, not even its fault."""
        return map(self._kept, reports)

    def _kept(self, report: Report) -> Coded:
        try:
            return self.code(report)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told, counted, and the run goes on
            detail = f"{type(error).__name__} while coding it: {error}"
            return Coded(report, (), self.origin, rejected("coder-fault", report.source or Source("-"), detail))
