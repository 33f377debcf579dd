"""The one door of all faces: begin, answer, take back, resume, end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from regrant.cases import FIXED, HANDED_OVER, Desk, Sitting, diagnose_text, open_store
from regrant.cases.store import Store
from regrant.diagnosis import Evidence, Origin, Prior, UnknownIdError
from regrant.diagnosis.evidence import DID_NOT_HELP, HELPED, PROBLEM
from regrant.knowledge import Knowledge


@pytest.fixture
def desk(tiny_knowledge: Knowledge, store: Store) -> Desk:
    """Return a desk that keeps its cases."""
    return Desk(tiny_knowledge, store)


def _kept(sitting: Sitting) -> list[tuple[str, str]]:
    assert sitting.store
    assert sitting.case_id

    return [(item.finding, item.value) for item in sitting.store.get(sitting.case_id).evidence]


def test_words_become_a_case(desk: Desk, store: Store) -> None:
    """Beginning with words keeps them, with the evidence read from them and the time it was read."""
    sitting = desk.begin("she is standard and the link says expired", language="en")
    case = store.all()[0]

    assert (case.id, case.language) == (sitting.case_id, "en")
    assert {(item.finding, item.origin) for item in case.evidence} == {
        ("link_says", Origin.DERIVED),
        ("inviter_role", Origin.DERIVED),
    }
    assert all(datetime.fromisoformat(item.at or "").tzinfo for item in case.evidence)


def test_given_before_read(desk: Desk) -> None:
    """What a person states outright holds against what was read from their words."""
    sitting = desk.begin("the link says expired", evidence=[Evidence(finding="link_says", value="other_login")])

    assert _kept(sitting) == [("link_says", "other_login")]


def test_picked_problem(desk: Desk) -> None:
    """A problem picked from the list is kept as evidence and leads the diagnosis."""
    sitting = desk.begin(problem="spark_code")

    assert _kept(sitting) == [(PROBLEM, "spark_code")]
    assert sitting.diagnosis.problems[0].id == "spark_code"


@pytest.mark.parametrize(
    ("attempt", "near"),
    [
        (lambda desk: desk.begin(problem="spark_cod"), "spark_code"),
        (lambda desk: desk.begin(evidence=[Evidence(finding="link_say", value="expired")]), "link_says"),
        (lambda desk: desk.begin(evidence=[Evidence(finding="link_says", value="expird")]), "expired"),
        (lambda desk: desk.begin().say("send_agian", HELPED), "send_again"),
        (lambda desk: desk.begin().say("send_again", "helpd"), "helped"),
    ],
)
def test_unknown_ids(attempt: Callable[[Desk], object], near: str, desk: Desk) -> None:
    """An id that does not exist is refused with the nearest right one."""
    with pytest.raises(UnknownIdError, match=f'did you mean "{near}"'):
        attempt(desk)


def test_nothing_kept_of_a_wrong_beginning(desk: Desk, store: Store) -> None:
    """A case that begins with a wrong id is not kept at all."""
    with pytest.raises(UnknownIdError):
        desk.begin("words", problem="nonsense")

    assert store.all() == ()


def test_wrong_answer_changes_nothing(desk: Desk) -> None:
    """An answer that does not exist is neither believed nor kept."""
    sitting = desk.begin(problem="spark_code")
    with pytest.raises(UnknownIdError):
        sitting.say("spark_error", "nonsense")

    assert [item.finding for item in sitting.evidence] == [PROBLEM]
    assert _kept(sitting) == [(PROBLEM, "spark_code")]


def test_every_answer_is_kept_at_once(desk: Desk) -> None:
    """An answer stands in the database as soon as it is given."""
    sitting = desk.begin(problem="invite_not_working")
    sitting.say("link_says", "expired", proof="screenshot.png")

    assert _kept(sitting)[-1] == ("link_says", "expired")
    assert desk.store
    assert desk.store.all()[0].evidence[-1].proof == "screenshot.png"


def test_answers_lead_to_a_fix(desk: Desk) -> None:
    """Problem and answer together tell the cause, and name the fix as the next step."""
    sitting = desk.begin(problem="invite_not_working")
    sitting.say("link_says", "expired")
    found = sitting.diagnosis

    assert found.verdict in ("decided", "likely")
    assert found.causes[0].id == "invite_expired"
    assert (found.next.kind, found.next.id) == ("fix", "send_again")


def test_take_back_the_last(desk: Desk) -> None:
    """Taking back without a name takes the last thing said, and the diagnosis is again what it was before."""
    sitting = desk.begin(problem="invite_not_working")
    before = sitting.diagnosis
    sitting.say("link_says", "expired")
    gone = sitting.take_back()

    assert gone
    assert (gone.finding, gone.value) == ("link_says", "expired")
    assert sitting.diagnosis == before
    assert _kept(sitting) == [(PROBLEM, "invite_not_working")]


def test_take_back_by_name(desk: Desk) -> None:
    """Taking back by name removes all that was said of that finding, and nothing else."""
    sitting = desk.begin(problem="invite_not_working")
    for finding, value in (("link_says", "expired"), ("topic", "access"), ("link_says", "other_login")):
        sitting.say(finding, value)
    sitting.take_back("link_says")

    assert [item.finding for item in sitting.evidence] == [PROBLEM, "topic"]
    assert _kept(sitting) == [(PROBLEM, "invite_not_working"), ("topic", "access")]


def test_take_back_nothing(desk: Desk) -> None:
    """Where nothing was said there is nothing to take back."""
    sitting = desk.begin()

    assert sitting.take_back() is None
    assert desk.begin(problem="spark_code").take_back("topic") is None


def test_fix_that_did_not_help(desk: Desk) -> None:
    """A fix that did not help is not proposed again; the case goes on from there and stays open."""
    sitting = desk.begin(problem="invite_not_working", evidence=[Evidence(finding="link_says", value="expired")])
    sitting.say("send_again", DID_NOT_HELP)
    found = sitting.diagnosis

    assert found.next.id != "send_again"
    assert found.causes[0].probability < 0.8
    assert desk.store
    assert desk.store.all()[0].ending == "open"


def test_fix_that_helped(desk: Desk) -> None:
    """A fix that helped ends the case as fixed."""
    sitting = desk.begin(problem="invite_not_working")
    sitting.say("send_again", HELPED)

    assert desk.store
    assert desk.store.all()[0].ending == FIXED


def test_resume(desk: Desk, store: Store) -> None:
    """A resumed case has the same diagnosis as the one that was left, and goes on in the same place."""
    left = desk.begin("the invite link is broken", problem="invite_not_working", language="en")
    left.say("link_says", "unknown")
    assert left.case_id
    again = desk.resume(store.get(left.case_id))
    again.say("inviter_role", "standard")

    assert desk.resume(store.get(left.case_id)).diagnosis == again.diagnosis
    assert again.language == "en"
    assert [finding for finding, _ in _kept(again)] == [PROBLEM, "link_says", "inviter_role"]


def test_resume_under_other_knowledge(desk: Desk, store: Store) -> None:
    """A kept case whose findings have been renamed since can still be resumed; what is lost is said."""
    old = (Evidence(finding="renamed_since", value="yes"), Evidence(finding="topic", value="old_value"))
    right = Evidence(finding="link_says", value="expired")
    case_id = store.add("", None, Prior(), "", (*old, right))
    sitting = desk.resume(store.get(case_id))

    assert sitting.evidence == [right]
    assert "renamed_since=yes, topic=old_value" in sitting.diagnosis.notes[0]
    assert len(store.get(case_id).evidence) == 3


def test_resume_what_had_ended(desk: Desk, store: Store) -> None:
    """In a case that had ended, what the person did not know then is asked again; in an open one it is not."""
    unsure = Evidence(finding="link_says", value="unknown")
    sitting = desk.begin(problem="invite_not_working", evidence=[unsure])
    assert sitting.case_id
    still_open = desk.resume(store.get(sitting.case_id))
    sitting.end(HANDED_OVER)
    ended = desk.resume(store.get(sitting.case_id))

    assert [item.finding for item in still_open.evidence] == [PROBLEM, "link_says"]
    assert [item.finding for item in ended.evidence] == [PROBLEM]
    assert ended.diagnosis.next.id == "link_says"


def test_without_store(tiny_knowledge: Knowledge) -> None:
    """A desk without a store diagnoses the same and keeps nothing."""
    sitting = Desk(tiny_knowledge).begin("link says expired", problem="invite_not_working")
    sitting.say("topic", "access")
    sitting.take_back()
    sitting.end(FIXED)

    assert sitting.case_id is None
    assert sitting.diagnosis.causes[0].id == "invite_expired"
    assert open_store().all() == ()


def test_notes_come_first(desk: Desk) -> None:
    """Remarks from reading the words stand before those of the diagnosis."""
    sitting = desk.begin("link says expired", language="xx")

    assert '"xx"' in sitting.diagnosis.notes[0]


@pytest.mark.parametrize(
    "evidence",
    [
        {"link_says": "expired"},
        [Evidence(finding="link_says", value="expired")],
        (Evidence(finding=f, value=v) for f, v in [("link_says", "expired")]),
    ],
)
def test_diagnose_text(evidence: object, tiny_knowledge: Knowledge) -> None:
    """Evidence may be given as a mapping or as any series of pieces."""
    found = diagnose_text("", evidence, problem="invite_not_working", knowledge=tiny_knowledge)  # type: ignore[arg-type]

    assert found.causes[0].id == "invite_expired"
    assert open_store().all() == ()
