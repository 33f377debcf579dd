"""Answers that disagree are found, asked about once, and settled as the person says."""

from __future__ import annotations

import pytest

from regrant.diagnosis import Evidence, Next, Origin, diagnose
from regrant.diagnosis.belief import believe
from regrant.diagnosis.conflict import find, settle
from regrant.diagnosis.evidence import BOTH, WHICH_HOLDS, latest
from regrant.diagnosis.model import Model, model_of
from regrant.knowledge import Knowledge
from regrant.knowledge.model import UNKNOWN
from tests.diagnosis.drawing import told, verified

DISAGREE = told(link_says="other_person", login_used="same")
"""Only a wrong login leads to somebody else's name, and with a wrong login it cannot be the same one."""


@pytest.fixture(scope="module")
def model(small: Knowledge) -> Model:
    """Return the small knowledge in numbers."""
    return model_of(small)


def pair(model: Model, evidence: list[Evidence]) -> set[str] | None:
    """Return the findings of the two answers that disagree, if any do."""
    found = find(model, latest(evidence))

    return {item.finding for item in found} if found else None


def ending(knowledge: Knowledge, evidence: list[Evidence]) -> Next:
    """Return the step after a person who knows nothing more was asked all other questions."""
    evidence = list(evidence)
    step = diagnose(knowledge, evidence).next
    while step.kind in ("question", "check") and step.id != WHICH_HOLDS:
        evidence.append(Evidence(finding=step.id, value=UNKNOWN))
        step = diagnose(knowledge, evidence).next

    return step


class TestFinding:
    """Which answers disagree."""

    def test_two_answers_that_no_cause_shows_together(self, model: Model) -> None:
        """Two answers disagree if every cause that shows the one refuses the other."""
        found = pair(model, DISAGREE)

        assert found == {"link_says", "login_used"}

    def test_the_order_does_not_matter(self, model: Model) -> None:
        """Whichever was said first, the same two disagree."""
        found = pair(model, DISAGREE[::-1])

        assert found == {"link_says", "login_used"}

    @pytest.mark.parametrize("outcome", ["did_not_help", "partly"])
    def test_before_and_after_a_fix_both_may_hold(self, model: Model, outcome: str) -> None:
        """What was said before a fix was done does not disagree with what is said after it."""
        first, second = DISAGREE

        assert pair(model, [first, *told(new_code=outcome), second]) is None
        assert pair(model, [first, *told(new_code="could_not"), second]) is not None

    @pytest.mark.parametrize(
        "evidence",
        [
            told(link_says="other_person", login_used="other"),
            told(code_says="deleted", creator_changed="switched_off"),
            told(link_says="expired", mail_found="in_inbox", login_used="same", assigned="listed"),
        ],
    )
    def test_answers_of_one_cause_agree(self, model: Model, evidence: list[Evidence]) -> None:
        """What one and the same cause shows together is no disagreement."""
        found = pair(model, evidence)

        assert found is None

    def test_an_ordinary_answer_disagrees_with_nothing(self, model: Model) -> None:
        """An answer that everybody gives who is not concerned does not clash, even if one cause shows it too."""
        found = pair(model, told(code_says="vague", creator_changed="nothing"))

        assert found is None

    def test_findings_of_different_troubles_agree(self, model: Model) -> None:
        """Two signs of two different faults may both be true: two things can be wrong at once."""
        found = pair(model, told(code_says="expired", mail_found="in_spam"))

        assert found is None

    @pytest.mark.parametrize("origin", [Origin.VERIFIED, Origin.UNKNOWN])
    def test_nobody_is_asked_about_what_was_read(self, model: Model, origin: Origin) -> None:
        """A reading is not the slip, so a person's answer does not disagree with it."""
        read = [Evidence(finding="link_says", value="other_person", origin=origin)]

        assert pair(model, [*read, *told(login_used="same")]) is None

    @pytest.mark.parametrize("silent", ["link_says", "login_used"])
    def test_not_knowing_disagrees_with_nothing(self, model: Model, silent: str) -> None:
        """Who does not know one of the two contradicts nobody."""
        found = pair(model, [*DISAGREE, *told(**{silent: UNKNOWN})])

        assert found is None

    def test_the_problem_takes_no_part(self, model: Model) -> None:
        """A person who picked the wrong problem is not told that they contradict themselves."""
        found = pair(model, told(problem="spark_code", assigned="not_listed", link_says="expired"))

        assert found is None or "problem" not in found

    def test_typical_answers_of_real_causes_hardly_ever_disagree(self, knowledge: Knowledge) -> None:
        """Who answers as people with that cause mostly do is hardly ever told that two answers do not go together."""
        model = model_of(knowledge)
        clashes = []
        for cause in knowledge.causes.values():
            plain = {
                name: words if isinstance(words, str) else next(iter(words)) for name, words in cause.shows.items()
            }
            if find(model, latest(told(**plain))):
                clashes.append(cause.id)

        assert len(clashes) <= 0.1 * len(knowledge.causes), clashes


class TestSettling:
    """What the person says about the two."""

    @pytest.mark.parametrize(("holds", "gone"), [("link_says", "login_used"), ("login_used", "link_says")])
    def test_the_other_one_counts_no_more(self, model: Model, holds: str, gone: str) -> None:
        """The answer that the person is less sure of is taken as not known."""
        facts = settle(model, latest([*DISAGREE, *told(which_holds=holds)]))

        assert facts[gone].value == UNKNOWN
        assert facts[holds].value != UNKNOWN

    @pytest.mark.parametrize("said", [BOTH, UNKNOWN])
    def test_both_are_kept_if_both_are_right(self, model: Model, said: str) -> None:
        """If both are right, or the person cannot say, both count."""
        facts = settle(model, latest([*DISAGREE, *told(which_holds=said)]))

        assert {name: facts[name].value for name in ("link_says", "login_used")} == {
            "link_says": "other_person",
            "login_used": "same",
        }

    def test_belief_follows_what_holds(self, model: Model) -> None:
        """After settling, belief is as if the other answer had never been given."""
        settled = settle(model, latest([*DISAGREE, *told(which_holds="link_says")]))
        alone = latest(told(link_says="other_person"))

        assert believe(model, None, settled).tolist() == pytest.approx(believe(model, None, alone).tolist())

    def test_settled_stays_settled(self, model: Model) -> None:
        """A later, unrelated disagreement does not bring back what was settled."""
        later = told(mail_found="in_spam", login_used="same", link_says="other_person", which_holds="link_says")
        facts = settle(model, latest(later))

        assert pair(model, told(mail_found="in_spam", link_says="other_person")) == {"mail_found", "link_says"}
        assert facts["login_used"].value == UNKNOWN

    def test_without_a_disagreement_nothing_is_dropped(self, model: Model) -> None:
        """Naming one answer drops only what disagrees with it."""
        facts = settle(model, latest(told(code_says="expired", assigned="listed", which_holds="code_says")))

        assert facts["assigned"].value == "listed"

    def test_naming_an_answer_that_was_never_given(self, model: Model) -> None:
        """A name that is not among the answers settles nothing and is no crash."""
        facts = settle(model, latest([*DISAGREE, *told(which_holds="topic")]))

        assert facts["link_says"].value == "other_person"
        assert facts["login_used"].value == "same"


class TestAsking:
    """A disagreement in a diagnosis."""

    def test_it_is_asked_when_nothing_else_settles_it(self, small: Knowledge) -> None:
        """Once other questions are answered, it names both answers in words, allows both, and not knowing."""
        step = ending(small, DISAGREE)
        answers = {answer.id: answer.text for answer in step.answers}

        assert (step.kind, step.id) == ("question", WHICH_HOLDS)
        assert list(answers) == ["link_says", "login_used", BOTH, UNKNOWN]
        assert "It names somebody else" in answers["link_says"]

    def test_it_is_not_asked_if_it_changes_nothing(self, small: Knowledge) -> None:
        """If the same cause comes first whichever answer holds, nobody is bothered with it."""
        asked = told(problem="spark_code", topic="access", code_says="expired", creator_changed="nothing")
        step = ending(small, [*asked, *DISAGREE])

        assert step.id != WHICH_HOLDS

    @pytest.mark.parametrize("said", ["link_says", "login_used", BOTH, UNKNOWN])
    def test_it_is_asked_about_once(self, small: Knowledge, said: str) -> None:
        """Whatever the person says, neither the disagreement nor the two answers are asked about again."""
        evidence = [*DISAGREE, *told(which_holds=said)]
        asked = []
        for _ in range(20):
            step = diagnose(small, evidence).next
            if step.kind not in ("question", "check"):
                break
            asked.append(step.id)
            evidence.append(Evidence(finding=step.id, value=step.answers[0].id))

        assert not {WHICH_HOLDS, "link_says", "login_used"} & set(asked)
        assert len(asked) == len(set(asked)) < 20

    def test_real_answers_that_disagree(self, knowledge: Knowledge) -> None:
        """In the shipped knowledge too: a lapsed request and an account that was never asked for do not go together."""
        evidence = told(problem="assets_missing", request_state="declined", how_it_came="nothing_done")
        found = find(model_of(knowledge), latest(evidence))

        assert found is not None
        assert {item.finding for item in found} == {"request_state", "how_it_came"}


def test_a_reading_beats_an_answer(small: Knowledge) -> None:
    """Where a reading and an answer disagree, nothing is asked and the reading counts more."""
    found = diagnose(small, [*verified(login_used="other"), *told(link_says="no_link")])

    assert found.next.id != WHICH_HOLDS
    assert found.causes[0].id == "wrong_login"
