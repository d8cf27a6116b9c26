"""The coder `llm`: reports enter, grounded claims leave, what a model behind an endpoint says being checked in between.

Once checked, an answer is a `Reading` like the encoder's, and all that follows is the same for both coders.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from dateline import __version__
from dateline.code.claims import claims_of
from dateline.code.coder import Coded, CoderError
from dateline.code.llm.answer import Answer, read_answer
from dateline.code.llm.budget import BudgetSpentError
from dateline.code.llm.endpoint import Endpoint, NoAnswerError
from dateline.code.llm.order import in_order
from dateline.code.llm.parts import Part, parts_of, sentences_of
from dateline.code.llm.prompt import again, messages
from dateline.code.llm.settings import Settings
from dateline.ground import Grounder
from dateline.ground.inherit import inherit
from dateline.ground.same import Pair, group, pairs
from dateline.model import Origin, Reading, Report, Source, claim_id
from dateline.read.rejects import Reason, rejected

Label = tuple[int, str]
"""The number of an answer, and what it calls an event."""


class LlmCoder:
    """Codes reports with any model that an OpenAI-compatible endpoint serves."""

    def __init__(
        self,
        settings: Settings | None = None,
        actors: Path | None = None,
        *,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        """Take the settings (of the environment where none are given) and load the actor book.

        `wait` is called with the seconds to let pass before a request is made again.

        Raises:
            CoderError: a setting is missing or cannot be used.
        """
        self._settings = settings or Settings.of(os.environ)
        self._endpoint = Endpoint(self._settings, wait=wait)
        self._grounder = Grounder(actors)

    @property
    def origin(self) -> Origin:
        """Name and version: of the package, which holds the prompt, and the name of the model."""
        return Origin("llm", f"{__version__}+{self._settings.model}")

    @property
    def at_once(self) -> int:
        """A few rounds of requests, so that one slow answer does not hold the others up."""
        return 4 * self._settings.parallel

    def code_batch(self, reports: Iterable[Report]) -> Iterator[Coded]:
        """Code reports in the order given; one without a usable answer comes with its fault, and the run goes on.

        Raises:
            CoderError: no request can succeed.
        """
        return in_order(self._kept, reports, self._settings.parallel)

    def code(self, report: Report) -> Coded:
        """Code one report.

        Raises:
            NoAnswerError: a part of it has no usable answer.
            BudgetSpentError: the tokens that are left may not be enough.
            CoderError: no request can succeed.
        """
        sentences = sentences_of(report)
        answers = [answer for part in parts_of(report.text, sentences) for answer in self._answers(report, part)]
        told = [(one, n) for n, answer in enumerate(answers) for one in answer.told]
        triggers = tuple(sorted((one.trigger for one, _ in told), key=lambda trigger: (trigger.span, trigger.type)))
        claims = claims_of(report, Reading(report_id=report.id, sentences=sentences, triggers=triggers), self.origin)
        labels = {
            claim_id(report.id, one.trigger.span, one.trigger.type): (n, one.label) for one, n in told if one.label
        }
        alone = self._grounder.each(report, claims)
        found = judged(pairs(report, alone), labels)
        dropped = tuple(one for answer in answers for one in answer.dropped)
        return Coded(report, inherit(group(alone, found), found), self.origin, dropped=dropped)

    def _kept(self, report: Report) -> Coded:
        try:
            return self.code(report)
        except CoderError:
            raise
        except NoAnswerError as error:
            return self._fault(report, "no-answer", str(error))
        except BudgetSpentError as error:
            return self._fault(report, "budget", str(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told, counted, and the run goes on
            return self._fault(report, "coder-fault", f"{type(error).__name__} while coding it: {error}")

    def _fault(self, report: Report, reason: Reason, detail: str) -> Coded:
        return Coded(report, (), self.origin, rejected(reason, report.source or Source("-"), detail))

    def _answers(self, report: Report, part: Part) -> list[Answer]:
        """Ask for the claims of a part: by halves where the answer grows too long, once more where it is not JSON."""
        asked = messages(report, part)
        reply = self._endpoint.ask(asked)
        answer = read_answer(reply.content, part)
        if answer is None and reply.cut and len(part.lines) > 1:
            return [one for half in part.halves() for one in self._answers(report, half)]
        if answer is None:
            answer = read_answer(self._endpoint.ask(again(asked)).content, part)
        if answer is None:
            raise NoAnswerError("the answer is not the JSON that was asked for, twice")
        return [answer]


def judged(found: Iterable[Pair], labels: Mapping[str, Label]) -> list[Pair]:
    """Take the model's word for two claims of one answer: one event (1) where their labels are the same, else two (0).

    It never saw two answers side by side, so between these, and where a label is missing, the likelihood found stays.
    """
    return [_judged(pair, labels.get(pair.first), labels.get(pair.second)) for pair in found]


def _judged(pair: Pair, first: Label | None, second: Label | None) -> Pair:
    if first is None or second is None or first[0] != second[0]:
        return pair
    return msgspec.structs.replace(pair, chance=float(first == second))
