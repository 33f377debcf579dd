"""
The one door of all faces: begin a case, answer, take back, read its diagnosis.

A desk can work without a store (nothing is kept), which is how `diagnose` and `--json` use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from regrant.cases.chain import Chain, Names
from regrant.diagnosis import Diagnosis, Evidence, Origin, Prior, UnknownIdError, diagnose
from regrant.diagnosis.evidence import HELPED, PROBLEM, validate
from regrant.intake import read
from regrant.knowledge import Knowledge, load
from regrant.knowledge.model import UNKNOWN

if TYPE_CHECKING:
    from regrant.cases.store import Case, Store

OPEN = "open"
FIXED = "fixed"
GIVEN_UP = "given_up"
HANDED_OVER = "handed over"


class Sitting:
    """
    One case being worked on. Everything said is kept at once when there is a store.

    `seen` may be set to the version of the case that the person saw: the next change then raises `StaleError` if
    another one came between. `chain` is the access chain and `about` who and what it is about, once read from TikTok;
    `named` are those of the names read there that stand in the words.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        words: str,
        language: str | None,
        prior: Prior,
        evidence: Iterable[Evidence] = (),
        store: Store | None = None,
        case_id: str | None = None,
    ) -> None:
        self.knowledge = knowledge
        self.words = words
        self.language = language
        self.prior = prior
        self.evidence = list(evidence)
        self.store = store
        self.case_id = case_id
        self.seen: int | None = None
        self.notes: tuple[str, ...] = ()
        self.chain: Chain | None = None
        self.about: Names | None = None
        self.named: tuple[str, ...] = ()

    @property
    def diagnosis(self) -> Diagnosis:
        """Return what is believed now and what comes next."""
        found = diagnose(self.knowledge, self.evidence, self.prior)
        if not self.notes:
            return found

        return msgspec.structs.replace(found, notes=(*self.notes, *found.notes))

    def say(self, finding: str, value: str, origin: Origin = Origin.TOLD, proof: str | None = None) -> None:
        """
        Add one piece of evidence.

        Raises:
            UnknownIdError: there is no such finding or value.
            StoreError: it cannot be kept.

        """
        item = Evidence(finding=finding, value=value, origin=origin, at=_now(), proof=proof)
        validate([item], self.knowledge)
        self.evidence.append(item)
        if self.store and self.case_id:
            self.store.append(self.case_id, (item,), self._once_seen())
            if finding in self.knowledge.fixes and value == HELPED:
                self.store.end(self.case_id, FIXED)

    def take_in(self, items: Iterable[Evidence]) -> None:
        """
        Add evidence that a check brought, with its own time and proof.

        Raises:
            UnknownIdError: there is no such finding or value.
            StoreError: it cannot be kept.

        """
        found = tuple(items)
        validate(found, self.knowledge)
        self.evidence.extend(found)
        if self.store and self.case_id:
            self.store.append(self.case_id, found, self._once_seen())

    @property
    def can_go_back(self) -> bool:
        """Whether there is anything that a person said."""
        return any(not item.checked for item in self.evidence)

    def take_back(self, finding: str | None = None) -> Evidence | None:
        """
        Take back what was said of a finding and return it.

        If none is named, it is the last thing that a person said: what was read from TikTok nobody has to take back.
        """
        said = [item for item in self.evidence if item.finding == finding or (finding is None and not item.checked)]
        if not said:
            return None
        gone = said[-1]
        self.evidence = [item for item in self.evidence if item.finding != gone.finding]
        if self.store and self.case_id:
            self.store.take_back(self.case_id, gone.finding, self._once_seen())

        return gone

    def _once_seen(self) -> int | None:
        seen, self.seen = self.seen, None

        return seen

    def end(self, ending: str) -> None:
        """Say how the case ended."""
        if self.store and self.case_id:
            self.store.end(self.case_id, ending)


class Desk:
    """Begins and resumes cases."""

    def __init__(self, knowledge: Knowledge | None = None, store: Store | None = None) -> None:
        self.knowledge = knowledge or load()
        self.store = store

    def begin(
        self,
        words: str = "",
        *,
        problem: str | None = None,
        evidence: Iterable[Evidence] = (),
        language: str | None = None,
    ) -> Sitting:
        """
        Begin a case from words, a problem picked from the list, given evidence, or nothing at all.

        Raises:
            UnknownIdError: there is no such problem, finding or value.
            StoreError: the case cannot be kept.

        """
        given = list(evidence)
        if problem is not None:
            given.insert(0, Evidence(finding=PROBLEM, value=problem))
        validate(given, self.knowledge)
        reading = read(words, self.knowledge, language)
        said = {item.finding for item in given}
        now = _now()
        understood = [item for item in reading.evidence if item.finding not in said]
        items = [msgspec.structs.replace(item, at=item.at or now) for item in [*understood, *given]]
        sitting = Sitting(self.knowledge, words, language, reading.prior, items, self.store)
        sitting.notes = reading.notes
        if self.store:
            sitting.case_id = self.store.add(words, language, reading.prior, now, tuple(items))

        return sitting

    def resume(self, case: Case) -> Sitting:
        """
        Go on with a kept case.

        Evidence that the knowledge has no name for any more is left out, with a note. If the case had ended, what the
        person did not know is asked again.
        """
        known = [item for item in case.evidence if _is_known(item, self.knowledge)]
        lost = [f"{item.finding}={item.value}" for item in case.evidence if item not in known]
        known = [item for item in known if case.ending == OPEN or item.value != UNKNOWN]
        sitting = Sitting(self.knowledge, case.words, case.language, case.prior, known, self.store, case.id)
        if lost:
            sitting.notes = (f"The knowledge has changed since; left out: {', '.join(lost)}.",)

        return sitting


def diagnose_text(
    text: str = "",
    evidence: Mapping[str, str] | Iterable[Evidence] = (),
    *,
    problem: str | None = None,
    language: str | None = None,
    knowledge: Knowledge | None = None,
) -> Diagnosis:
    """Diagnose once and keep nothing; see `regrant.diagnose`."""
    items = (
        [Evidence(finding=finding, value=value) for finding, value in evidence.items()]
        if isinstance(evidence, Mapping)
        else list(evidence)
    )
    sitting = Desk(knowledge).begin(text, problem=problem, evidence=items, language=language)

    return sitting.diagnosis


def _is_known(item: Evidence, knowledge: Knowledge) -> bool:
    try:
        validate([item], knowledge)
    except UnknownIdError:
        return False

    return True


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
