"""The REST interface: the same doors as the pages, for programs. Its description is at /api/schema/openapi.json."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Router, delete, get, post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from regrant.cases import diagnose_text
from regrant.cases import library as known
from regrant.cases.views import Diagnosis, Evidence
from regrant.web.models.guide import GuidePage, GuidesPage, guide_page, guides_page
from regrant.web.settings import LONGEST_WORDS
from regrant.web.visit import Here, Part, Visit, beside


class Ask(Struct, forbid_unknown_fields=True):
    """What to diagnose: words, a problem, and everything known, as values by finding or as evidence with its origin."""

    text: Annotated[str, Meta(max_length=LONGEST_WORDS)] = ""
    problem: str | None = None
    language: Annotated[str, Meta(max_length=16)] | None = None
    answers: dict[str, str] = {}
    evidence: list[Evidence] = []


class Say(Struct, forbid_unknown_fields=True):
    """One thing said of a case; `version` is that of the case as it was seen, if it must not have changed since."""

    finding: str
    value: str
    version: int | None = None


class CaseState(Struct, frozen=True, kw_only=True):
    """A case and its diagnosis."""

    id: str
    created: str
    words: str
    ending: str
    version: int
    diagnosis: Diagnosis


class CaseList(Struct, frozen=True, kw_only=True):
    """The cases of this visitor, by id, newest first."""

    cases: tuple[str, ...]


@post("/diagnose", status_code=200)
@beside
def diagnose(visit: Here, data: JSONBody[Ask]) -> Diagnosis:
    """Diagnose once; nothing is kept."""
    return diagnose_text(
        data.text, _evidence(data), problem=data.problem, language=data.language, knowledge=visit.knowledge
    )


@get("/problems")
@beside
def problems(visit: Here) -> GuidesPage:
    """List the problems."""
    return guides_page(visit.knowledge)


@get("/problems/{problem:str}")
@beside
def problem(visit: Here, problem: Part) -> GuidePage:
    """Return a problem as a guide."""
    return guide_page(visit.knowledge, problem)


@get("/knowledge/{entry:str}")
@beside
def knowledge_entry(visit: Here, entry: Part) -> dict[str, Any]:
    """Return one entry of the knowledge, of whatever kind."""
    kind, content = known.entry(visit.knowledge, entry)

    return {"kind": kind, **content}


@get("/cases")
@beside
def cases(visit: Here) -> CaseList:
    """List this visitor's cases; the visitor is known by the cookie of the first answer."""
    return CaseList(cases=tuple(case.id for case in visit.store.all()))


@post("/cases")
@beside
def begin(visit: Here, data: JSONBody[Ask]) -> CaseState:
    """Begin a case and keep it."""
    sitting = visit.desk.begin(data.text, problem=data.problem, evidence=_evidence(data), language=data.language)
    assert sitting.case_id is not None

    return _state(visit, sitting.case_id)


@get("/cases/{case_id:str}")
@beside
def case(visit: Here, case_id: Part) -> CaseState:
    """Return a case and its diagnosis."""
    return _state(visit, case_id)


@post("/cases/{case_id:str}/evidence", status_code=200)
@beside
def say(visit: Here, case_id: Part, data: JSONBody[Say]) -> CaseState:
    """Say one thing of a case; a case that has changed since `version` is left as it is (409)."""
    _, sitting = visit.case(case_id)
    sitting.seen = data.version
    sitting.say(data.finding, data.value)

    return _state(visit, case_id)


@delete("/cases/{case_id:str}/evidence/{finding:str}", status_code=200)
@beside
def take_back(visit: Here, case_id: Part, finding: Part) -> CaseState:
    """Take back what was said of a finding."""
    _, sitting = visit.case(case_id)
    if sitting.take_back(finding) is None:
        raise known.NoSuchEntryError(f'Nothing was said of "{finding}" in this case.')

    return _state(visit, case_id)


@delete("/cases/{case_id:str}")
@beside
def forget(visit: Here, case_id: Part) -> None:
    """Delete a case for good."""
    found, _ = visit.case(case_id)
    visit.store.delete(found.id)


def _evidence(data: Ask) -> list[Evidence]:
    return [*data.evidence, *(Evidence(finding=finding, value=value) for finding, value in data.answers.items())]


def _state(visit: Visit, case_id: str) -> CaseState:
    found, sitting = visit.case(case_id)

    return CaseState(
        id=found.id,
        created=found.created,
        words=found.words,
        ending=found.ending,
        version=found.version,
        diagnosis=visit.office.diagnosis(sitting),
    )


router = Router(
    path="/api",
    route_handlers=[diagnose, problems, problem, knowledge_entry, cases, begin, case, say, take_back, forget],
)
