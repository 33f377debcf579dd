"""The pages of one case: the next question, an earlier one to change, and the way between them."""

from __future__ import annotations

from typing import Any

from litestar import Response

from regrant.cases import OPEN, Sitting
from regrant.cases.asking import question_about
from regrant.cases.estimate import questions_left
from regrant.cases.views import Diagnosis
from regrant.web.models.home import case_line
from regrant.web.models.question import NOTICES, question_page
from regrant.web.reading import reading_of
from regrant.web.visit import JSON, Here, Note, Part, bare, page, see


def address_of_step(case_id: str, ending: str, found: Diagnosis) -> str:
    """Return the address of the page on which a case goes on."""
    if ending == OPEN and found.next.kind in ("question", "check"):
        return f"/cases/{case_id}/q/{found.next.id}"

    return f"/cases/{case_id}/result"


@page("/cases/{case_id:str}")
def case(visit: Here, case_id: Part, note: Note = None) -> Response[Any]:
    """Go to where the case stands."""
    kept, sitting = visit.case(case_id)
    where = address_of_step(kept.id, kept.ending, visit.office.diagnosis(sitting))

    return see(f"{where}{JSON if visit.as_json else ''}{f'?note={note}' if note in NOTICES else ''}")


@page("/cases/{case_id:str}/q/{finding:str}")
def question(visit: Here, case_id: Part, finding: Part, note: Note = None) -> Response[Any]:
    """Show the next question, or one that was answered before, to change it."""
    kept, sitting = visit.case(case_id)
    found = visit.office.diagnosis(sitting)
    wanted = bare(finding)
    if found.next.id == wanted and kept.ending == OPEN and found.next.kind in ("question", "check"):
        step, left = found.next, questions_left(found)
    else:
        earlier = question_about(sitting.knowledge, wanted) if _answered(sitting, wanted) else None
        if earlier is None:
            return see(f"/cases/{kept.id}{JSON if visit.as_json else ''}?note=gone")
        step, left = earlier, None
    shown = question_page(
        sitting.knowledge,
        case_line(kept),
        found,
        sitting.prior,
        tuple(sitting.evidence),
        step=step,
        left=left,
        reading=reading_of(visit.store, kept.id),
        notice=note,
    )

    return visit.show("question.html", shown)


def _answered(sitting: Sitting, finding: str) -> bool:
    return any(item.finding == finding for item in sitting.evidence)


HANDLERS: list[Any] = [*case, *question]
