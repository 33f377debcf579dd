"""What follows from a belief, in words: the next step and the plan."""

from __future__ import annotations

import numpy as np
import pytest

from regrant.diagnosis import Diagnosis, Evidence, Prior, diagnose
from regrant.diagnosis.belief import believe
from regrant.diagnosis.evidence import OTHER, OUTCOMES, PROBLEM
from regrant.diagnosis.following import MOST_OFFERED, _problem_question, next_step, where_to_go
from regrant.diagnosis.model import Model, model_of
from regrant.diagnosis.result import Next
from regrant.knowledge import Knowledge
from regrant.knowledge.model import UNKNOWN
from tests.diagnosis.drawing import told, verified

ACCESS = told(topic="access")


@pytest.fixture(scope="module")
def model(small: Knowledge) -> Model:
    """Return the small knowledge in numbers."""
    return model_of(small)


def sure_of(model: Model, cause: str, *others: str) -> np.ndarray:
    """Return a belief in one cause, or evenly in several."""
    belief = np.array([1.0 if name in (cause, *others) else 1e-6 for _, name in model.hypotheses])

    return np.asarray(belief / belief.sum())


def asking_for(model: Model, finding: str, cause: str, *others: str) -> Next:
    """Return the next step when only one finding is left to ask about these causes."""
    rest = {name: model.values(name)[0] for name in model.finding_ids if name != finding}
    facts = {item.finding: item for item in verified(**rest)}

    return next_step(model, sure_of(model, cause, *others), facts)


class TestQuestion:
    """A question as it is put to a person."""

    def test_a_question_says_why_it_is_asked(self, model: Model) -> None:
        """A question carries its text, its reason, who can answer, and how to find out."""
        step = asking_for(model, "assigned", "not_assigned", "wrong_login")

        assert (step.kind, step.id, step.who) == ("question", "assigned", "bc_admin")
        assert step.text == "Is the account on the person's entry?"
        assert step.why == "Each account is given separately."
        assert step.how == "Open Users and read the entry."

    def test_not_knowing_is_always_offered_last(self, model: Model) -> None:
        """Every question can be answered with "I don't know"."""
        step = asking_for(model, "code_says", "code_expired", "code_deleted")

        assert [answer.id for answer in step.answers] == ["expired", "deleted", "vague", UNKNOWN]
        assert step.answers[-1].text == "I don't know"

    def test_a_question_for_somebody_else_comes_with_a_message(self, model: Model) -> None:
        """What another person has to look up comes with the message to send them."""
        step = asking_for(model, "assigned", "not_assigned", "wrong_login")

        assert step.message == "Hello, could you please look whether the account is on my entry?"

    def test_a_message_is_made_where_none_is_written(self, model: Model) -> None:
        """If no message is written down, one is made of the question, without marks."""
        step = asking_for(model, "link_says", "link_expired", "in_spam")

        assert step.who == "invitee"
        assert step.message is not None
        assert "What does the page behind the link say?" in step.message
        assert "[[" not in step.message

    def test_a_question_to_oneself_needs_no_message(self, model: Model) -> None:
        """What a person can see alone comes without a message."""
        step = asking_for(model, "code_says", "code_expired", "code_deleted")

        assert step.who == "you"
        assert step.message is None

    def test_trying_something_is_a_check(self, model: Model) -> None:
        """A finding that is found by doing something is called a check."""
        step = asking_for(model, "topic", "about_money", "not_assigned")

        assert (step.kind, step.id) == ("check", "topic")

    def test_every_question_of_the_shipped_knowledge_can_be_passed_on(self, knowledge: Knowledge) -> None:
        """No finding that another person has to answer lacks the words to ask them."""
        lacking = [
            finding.id
            for finding in knowledge.findings.values()
            if finding.who not in ("you", "tiktok") and not (finding.message or finding.ask)
        ]

        assert lacking == []


class TestProblemQuestion:
    """The question which problem it is."""

    def test_it_offers_the_likely_ones(self, knowledge: Knowledge) -> None:
        """Where words make a few problems likely those are offered, then "none of these", then not knowing."""
        words = Prior(problems={"invite_not_working": 0.45, "cant_add_user": 0.4, "bc_not_loading": 0.1})
        model = model_of(knowledge)
        step = _problem_question(model, believe(model, words, {}))
        answers = [answer.id for answer in step.answers]

        assert answers[-2:] == [OTHER, UNKNOWN]
        assert 2 <= len(answers[:-2]) <= MOST_OFFERED
        assert answers[0] == "invite_not_working"

    def test_it_offers_all_when_nothing_is_known(self, knowledge: Knowledge) -> None:
        """Without any words every problem is offered, because no few of them are likely."""
        step = diagnose(knowledge).next

        assert step.id == PROBLEM
        assert {answer.id for answer in step.answers} == {*knowledge.problems, OTHER, UNKNOWN}

    def test_each_is_offered_with_a_plain_sentence(self, small: Knowledge) -> None:
        """A problem is offered by its title and by what one sees."""
        step = diagnose(small).next
        answers = {answer.id: answer.text for answer in step.answers}

        assert answers["spark_code"] == "Spark code not working: A creator's code is refused"

    def test_none_of_these_goes_on(self, small: Knowledge) -> None:
        """Who finds none of the offered problems is asked something else, not the same again."""
        step = diagnose(small, told(problem=OTHER)).next

        assert step.id != PROBLEM


class TestFix:
    """A fix as it is proposed."""

    @pytest.fixture
    def found(self, small: Knowledge) -> Diagnosis:
        """Return a diagnosis that ends in a fix."""
        evidence = told(problem="invite_not_working", topic="access", link_says="expired", mail_found="in_inbox")

        return diagnose(small, [*evidence, *told(login_used="same")])

    def test_it_says_what_it_removes_and_who_acts(self, found: Diagnosis) -> None:
        """The step names the fix, the cause that it removes, and who must act."""
        step = found.next

        assert (step.kind, step.id, step.who) == ("fix", "send_again", "bc_admin")
        assert "The invitation link has expired" in step.why
        assert step.message == "Hello, could you please send my invitation again?"

    def test_it_can_be_answered(self, found: Diagnosis) -> None:
        """All the ways a fix may end are the answers."""
        answers = {answer.id: answer.text for answer in found.next.answers}

        assert answers == OUTCOMES

    def test_every_fix_of_the_shipped_knowledge_can_be_shown(self, knowledge: Knowledge) -> None:
        """For each cause the fix can be shown as a step, with somebody who acts and no marks in its words."""
        model = model_of(knowledge)
        for problem in knowledge.problems.values():
            for cause in problem.causes:
                step = where_to_go(model, sure_of(model, cause), problem.id)

                assert (step.kind, step.id) == ("fix", knowledge.causes[cause].fix)
                assert step.who
                assert "[[" not in step.text


class TestEnd:
    """When there is nothing left."""

    def test_support_takes_over_with_a_reason(self, model: Model) -> None:
        """When all is asked and tried, the case goes to TikTok support, and there is nothing to answer."""
        everything = [*model.finding_ids, *model.fix_ids]
        facts = {name: Evidence(finding=name, value=UNKNOWN) for name in everything}
        step = next_step(model, model.prior, facts)

        assert (step.kind, step.id, step.who, step.answers) == ("escalate", "escalate", "tiktok", ())
        assert step.why

    def test_a_tried_fix_is_not_proposed_again(self, model: Model) -> None:
        """What did not help or could not be done is not proposed again, and what helped is no failure."""
        belief = sure_of(model, "code_expired")
        facts = {name: Evidence(finding=name, value=UNKNOWN) for name in model.finding_ids}
        for outcome in ("did_not_help", "could_not"):
            tried = {**facts, "extend_code": Evidence(finding="extend_code", value=outcome)}

            assert next_step(model, belief, tried).id != "extend_code"
        assert next_step(model, belief, facts).id == "extend_code"

    def test_support_has_no_plan_of_ours(self, small: Knowledge) -> None:
        """Handing over comes without a plan, because no fix is believed in any more."""
        everything = [Evidence(finding=name, value=UNKNOWN) for name in (*small.findings, *small.fixes, PROBLEM)]
        found = diagnose(small, everything)

        assert found.next.kind == "escalate"
        assert (found.fix, found.plan) == (None, ())


def test_words_that_were_not_understood_are_called_so(model: Model) -> None:
    """When words moved nothing, no claim is made that they fit several problems; when they did, it is."""
    several = {name: 1 / (2 + number) for number, name in enumerate(model.problem_ids[:2])}

    assert "could not be understood" in _problem_question(model, believe(model, Prior(), {})).why
    assert "fit several problems" in _problem_question(model, believe(model, Prior(problems=several), {})).why
