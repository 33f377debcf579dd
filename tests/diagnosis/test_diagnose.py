"""The whole function: evidence in, a diagnosis out, the same one every time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from regrant.diagnosis import Diagnosis, Evidence, Origin, Prior, UnknownIdError, diagnose
from regrant.diagnosis.diagnose import DECIDED, LIKELY
from regrant.diagnosis.evidence import BOTH, BROKEN_STILL, COULD_NOT, DID_NOT_HELP, HELPED, PROBLEM, WHICH_HOLDS
from regrant.knowledge import Knowledge
from regrant.knowledge.model import UNKNOWN
from tests.broken import SMALL
from tests.diagnosis.drawing import cases, told, verified

ASKING = ("question", "check")
MOST_STEPS = 200
EXPIRED = told(problem="spark_code", topic="access", code_says="expired", creator_changed="nothing")
TWO_FAULTS = told(problem="invite_not_working", link_says="expired", mail_found="in_inbox", login_used="other")


def ids(found: Diagnosis) -> list[str]:
    """Return the causes of a diagnosis, most probable first."""
    return [cause.id for cause in found.causes]


def chance(found: Diagnosis, cause: str) -> float:
    """Return the probability of one cause, or nought if it is not shown."""
    return next((known.probability for known in found.causes if known.id == cause), 0.0)


def silent(knowledge: Knowledge, evidence: list[Evidence]) -> tuple[Diagnosis, list[Evidence]]:
    """Answer every question with "I don't know" until there is none, and return the end."""
    given = list(evidence)
    for _ in range(MOST_STEPS):
        found = diagnose(knowledge, given)
        if found.next.kind not in ASKING:
            return found, given
        given.append(Evidence(finding=found.next.id, value=UNKNOWN))

    pytest.fail("the questions do not end")


class TestPure:
    """The same evidence gives the same diagnosis, always and everywhere."""

    @settings(max_examples=10)
    @given(data=st.data())
    def test_the_same_evidence_gives_the_same_diagnosis(self, data: st.DataObject, knowledge: Knowledge) -> None:
        """Asked twice, with equal evidence, every field of the answer is the same."""
        evidence = data.draw(cases(knowledge))
        first, second = diagnose(knowledge, evidence), diagnose(knowledge, list(evidence))

        assert msgspec.json.encode(first) == msgspec.json.encode(second)

    def test_another_process_gives_the_same_diagnosis(self) -> None:
        """Neither the process nor Python's random order of sets changes a word."""
        code = (
            "import sys, msgspec; from pathlib import Path; from regrant.knowledge.loader import load_with_places;"
            "from regrant.diagnosis import diagnose, Evidence as E;"
            "k = load_with_places(Path(sys.argv[1]))[0];"
            "print(msgspec.json.encode(diagnose(k, [E(finding='problem', value='spark_code')])).decode())"
        )
        answers = {
            subprocess.run(
                [sys.executable, "-c", code, str(SMALL)],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for seed in ("1", "2")
        }

        assert len(answers) == 1
        assert json.loads(answers.pop())["next"]["kind"] in ASKING

    @settings(max_examples=15)
    @given(data=st.data())
    def test_the_order_of_answers_does_not_matter(self, data: st.DataObject, small: Knowledge) -> None:
        """Answers to different questions may come in any order: problems and causes come out the same."""
        evidence = list({item.finding: item for item in data.draw(cases(small, fixes=False))}.values())
        first, second = diagnose(small, evidence), diagnose(small, data.draw(st.permutations(evidence)))
        theirs = {problem.id: problem.probability for problem in second.problems}

        assert {problem.id: problem.probability for problem in first.problems} == pytest.approx(theirs, abs=2e-4)
        assert all(cause.probability == pytest.approx(chance(second, cause.id), abs=6e-3) for cause in first.causes)

    def test_neither_evidence_nor_words_are_changed(self, small: Knowledge) -> None:
        """What is given in stays as it was, and comes back as it was."""
        evidence, prior = list(TWO_FAULTS), Prior(problems={"spark_code": 0.5}, causes={"code_region": 2.0})
        found = diagnose(small, evidence, prior)

        assert found.evidence == tuple(evidence) == tuple(TWO_FAULTS)
        assert prior == Prior(problems={"spark_code": 0.5}, causes={"code_region": 2.0})

    def test_evidence_may_come_from_anything(self, small: Knowledge) -> None:
        """Any iterable of evidence will do, one that can be read only once too."""
        found = diagnose(small, iter(EXPIRED))

        assert found == diagnose(small, tuple(EXPIRED))

    def test_when_something_was_said_changes_nothing(self, small: Knowledge) -> None:
        """Dates and proofs are kept but weigh nothing: there is no clock in a diagnosis."""
        dated = [msgspec.structs.replace(item, at="2031-01-01T00:00:00+00:00", proof="words") for item in EXPIRED]
        plain, with_dates = diagnose(small, EXPIRED), diagnose(small, dated)

        assert msgspec.structs.replace(with_dates, evidence=plain.evidence) == plain

    def test_an_unknown_id_is_refused(self, small: Knowledge) -> None:
        """Evidence about something that does not exist is told, with the nearest id, and not ignored."""
        with pytest.raises(UnknownIdError, match="code_says"):
            diagnose(small, told(code_sais="expired"))


class TestAnything:
    """What holds whatever is said, over the shipped knowledge."""

    @settings(max_examples=15)
    @given(data=st.data())
    def test_whatever_is_said_the_answer_is_sound(self, data: st.DataObject, knowledge: Knowledge) -> None:
        """No evidence is a crash: probabilities are probabilities, ids exist, nothing is tried in vain twice."""
        evidence = data.draw(cases(knowledge, 12))
        found = diagnose(knowledge, evidence)
        said = {item.finding for item in evidence}
        tried = any(item.value == DID_NOT_HELP for item in evidence)
        known = {PROBLEM, WHICH_HOLDS, "escalate", "done", *knowledge.findings, *knowledge.fixes}

        assert all(0 <= problem.probability <= 1 for problem in found.problems)
        assert all(0 <= cause.probability <= 1 for cause in found.causes)
        assert sum(problem.probability for problem in found.problems) == pytest.approx(1, abs=2e-3)
        assert {problem.id for problem in found.problems} == set(knowledge.problems)
        assert set(ids(found)) | set(found.also) <= set(knowledge.causes)
        assert set(found.would_tell) <= set(knowledge.findings)
        assert found.next.id in known
        assert found.next.kind not in ASKING or found.next.id not in said or tried
        assert found.next.kind != "fix" or found.next.id not in said or found.verdict == "out_of_scope"
        assert found.next.text
        assert found.next.why

    @settings(max_examples=15)
    @given(data=st.data())
    def test_the_verdict_says_no_more_than_is_known(self, data: st.DataObject, knowledge: Knowledge) -> None:
        """Decided and likely need the probability for it, and a fix to do; while questions go on nothing is decided."""
        found = diagnose(knowledge, data.draw(cases(knowledge, 12)))
        first = found.causes[0].probability

        if found.verdict == "decided":
            assert found.next.kind not in ASKING
            assert first >= DECIDED
        elif found.verdict == "likely":
            assert found.next.kind not in ASKING
            assert LIKELY <= first < DECIDED
        elif found.verdict == "cannot_tell" and found.next.kind == "fix":
            assert first < LIKELY

    @settings(max_examples=60)
    @given(data=st.data())
    def test_every_conversation_ends(self, data: st.DataObject, small: Knowledge) -> None:
        """The case ends; no fix comes twice, and no question either until a fix may have changed its answer."""
        evidence: list[Evidence] = []
        fresh: set[str] = set()
        for _ in range(MOST_STEPS):
            found = diagnose(small, evidence)
            if found.next.kind == "escalate" or found.verdict == "out_of_scope":
                break
            outcomes = [answer.id for answer in found.next.answers if answer.id != HELPED]

            assert found.next.id not in fresh
            evidence.append(Evidence(finding=found.next.id, value=data.draw(st.sampled_from(outcomes))))
            if evidence[-1].value in BROKEN_STILL:
                fresh &= set(small.fixes) | {PROBLEM, WHICH_HOLDS}
            fresh.add(found.next.id)
        else:
            pytest.fail("the conversation does not end")

    def test_the_most_probable_cause_comes_first(self, knowledge: Knowledge) -> None:
        """Problems and causes are listed by probability."""
        found = diagnose(knowledge, told(problem="spark_code"))
        problems = [problem.probability for problem in found.problems]
        causes = [cause.probability for cause in found.causes]

        assert problems == sorted(problems, reverse=True)
        assert causes == sorted(causes, reverse=True)
        assert found.problems[0].id == "spark_code"


class TestNotKnowing:
    """A person who knows nothing."""

    @pytest.mark.parametrize(
        "problem",
        [
            *("invite_not_working", "cant_access_account", "permissions_not_working", "assets_missing", "shop_access"),
            *("spark_code", "cant_add_user", "verification", "removed_from_bc", "banned_suspended_restricted"),
            *("bc_not_loading", UNKNOWN),
        ],
    )
    def test_it_ends_honestly(self, knowledge: Knowledge, problem: str) -> None:
        """Who knows nothing comes to an end soon, with "cannot tell, and here is what would tell"."""
        found, given = silent(knowledge, told(problem=problem))
        asked = [item.finding for item in given]

        assert found.verdict == "cannot_tell"
        assert found.would_tell
        assert len(asked) == len(set(asked)) <= 40

    def test_not_knowing_changes_no_probability(self, knowledge: Knowledge) -> None:
        """An answer "I don't know" changes what is asked next and nothing that is believed."""
        before = diagnose(knowledge, told(problem="spark_code"))
        after = diagnose(knowledge, told(problem="spark_code", **{before.next.id: UNKNOWN}))

        assert after.problems == before.problems
        assert [(cause.id, cause.probability) for cause in after.causes] == [
            (cause.id, cause.probability) for cause in before.causes
        ]
        assert after.next.id != before.next.id

    def test_what_would_tell_is_what_is_not_known(self, small: Knowledge) -> None:
        """What would settle the case may be something the person did not know, but nothing they answered."""
        found, given = silent(small, told(problem=UNKNOWN, topic="access"))
        unknown = {item.finding for item in given if item.value == UNKNOWN}

        assert found.verdict == "cannot_tell"
        assert unknown & set(found.would_tell)
        assert not {"topic", PROBLEM} & set(found.would_tell)

    def test_nothing_at_all_gets_a_first_question(self, knowledge: Knowledge) -> None:
        """Without words or answers the first question is what it is about."""
        found = diagnose(knowledge)

        assert (found.verdict, found.next.kind, found.next.id) == ("cannot_tell", "question", PROBLEM)


class TestVerdict:
    """How sure the answer says that it is."""

    def test_clear_answers_decide(self, small: Knowledge) -> None:
        """Clear answers lead to the cause, to its fix, and to "decided"."""
        found = diagnose(small, EXPIRED, Prior(problems={"spark_code": 1.0}))

        assert (found.verdict, found.causes[0].id) == ("decided", "code_expired")
        assert (found.next.kind, found.next.id) == ("fix", "extend_code")
        assert found.would_tell == ()

    def test_weaker_answers_make_it_likely(self, small: Knowledge) -> None:
        """When something speaks against the first cause it is only likely, and the verdict says so."""
        found = diagnose(small, [*TWO_FAULTS, *told(topic="access", which_holds=BOTH)])

        assert found.verdict == "likely"
        assert LIKELY <= found.causes[0].probability < DECIDED

    @pytest.mark.parametrize(
        ("decided", "likely", "verdict"),
        [(-0.01, -0.2, "decided"), (0.01, -0.01, "likely"), (0.02, 0.01, "cannot_tell")],
    )
    def test_the_verdict_changes_at_its_threshold(
        self, small: Knowledge, monkeypatch: pytest.MonkeyPatch, decided: float, likely: float, verdict: str
    ) -> None:
        """Just above a threshold the verdict is the surer one, just below it is not; the step is the same."""
        first = diagnose(small, EXPIRED).causes[0].probability
        module = import_module("regrant.diagnosis.diagnose")
        monkeypatch.setattr(module, "DECIDED", first + decided)
        monkeypatch.setattr(module, "LIKELY", first + likely)
        found = diagnose(small, EXPIRED)

        assert (found.verdict, found.next.id) == (verdict, "extend_code")

    def test_twins_are_never_decided(self, small: Knowledge) -> None:
        """Two causes that nothing tells apart share a fix, and the verdict does not pretend to know which it is."""
        vague = verified(code_says="vague", creator_changed="nothing") + told(problem="spark_code", topic="access")
        found, _ = silent(small, vague)

        assert set(ids(found)[:2]) == {"code_region", "code_fault"}
        assert found.verdict == "cannot_tell"
        assert found.next.id in ("ask_support", "escalate")

    @pytest.mark.parametrize(
        ("answers", "cause"),
        [
            ({"problem": "spark_code", "spark_error": "deleted", "creator_changed": "switched_off"}, "spark_revoked"),
            ({"problem": "spark_code", "spark_error": "expired", "spark_code_age": "over"}, "spark_expired"),
            ({"problem": "bc_not_loading", "bc_opens": "asks_two_step", "asks_two_step": "asked"}, "two_step_required"),
        ],
    )
    def test_a_decisive_answer_leads_to_the_cause(
        self, knowledge: Knowledge, answers: dict[str, str], cause: str
    ) -> None:
        """In the shipped knowledge one or two telling answers put the right cause first, and high."""
        found = diagnose(knowledge, told(**answers))

        assert found.causes[0].id == cause
        assert found.causes[0].probability > LIKELY

    def test_what_is_read_decides_sooner(self, small: Knowledge) -> None:
        """The same answers make a cause more probable when they were read than when they were told."""
        remembered = diagnose(small, told(problem="spark_code", code_says="expired"))
        read = diagnose(small, [*told(problem="spark_code"), *verified(code_says="expired")])

        assert chance(read, "code_expired") > chance(remembered, "code_expired")

    def test_a_failed_reading_is_no_answer(self, small: Knowledge) -> None:
        """A reading that failed is neither yes nor no, and takes no answer away."""
        failed = Evidence(finding="code_says", value=UNKNOWN, origin=Origin.UNKNOWN)
        found = diagnose(small, [*EXPIRED, failed])

        assert found.causes == diagnose(small, EXPIRED).causes


class TestScope:
    """What is not about access."""

    def test_it_is_said_with_where_to_go(self, small: Knowledge) -> None:
        """A trouble that is none of ours is recognised, and the right door is named."""
        found = diagnose(small, told(topic="money", problem="out_of_scope"))

        assert found.verdict == "out_of_scope"
        assert (found.next.kind, found.next.id) == ("fix", "go_to_billing")
        assert found.plan
        assert "There is another door for this." in found.notes

    def test_nobody_is_turned_away_on_words_alone(self, knowledge: Knowledge) -> None:
        """A mere suspicion gets a question and is not turned away."""
        found = diagnose(knowledge, prior=Prior(problems={"out_of_scope": 0.4, "spark_code": 0.4}))

        assert found.verdict == "cannot_tell"
        assert found.next.kind in ASKING

    def test_it_is_about_access_after_all(self, small: Knowledge) -> None:
        """A person who picked the wrong list can come back: saying that it is about access goes on with questions."""
        found = diagnose(small, told(problem="out_of_scope", topic="access"))

        assert found.verdict != "out_of_scope"

    def test_a_doubt_about_something_else_does_not_hold_it_up(self, small: Knowledge) -> None:
        """Answers that disagree are not asked about if the way out is the same whichever holds."""
        found = diagnose(small, told(topic="money", link_says="other_person", login_used="same"))

        assert found.next.id != WHICH_HOLDS
        assert found.verdict == "out_of_scope"

    def test_every_trouble_out_of_scope_is_recognised(self, knowledge: Knowledge) -> None:
        """Each of the troubles that are none of ours is turned away once its topic is clear."""
        causes = knowledge.problems["out_of_scope"].causes
        for cause in causes:
            shows: dict[str, Any] = knowledge.causes[cause].shows
            topic = shows["topic"] if isinstance(shows["topic"], str) else next(iter(shows["topic"]))
            found = diagnose(knowledge, told(problem="out_of_scope", topic=topic))

            assert found.verdict == "out_of_scope", cause
            assert found.problems[0].id == "out_of_scope"


class TestTried:
    """After a fix that did not help."""

    @pytest.mark.parametrize("outcome", [DID_NOT_HELP, COULD_NOT])
    def test_it_is_not_proposed_again(self, small: Knowledge, outcome: str) -> None:
        """What was tried in vain, or could not be done, is not proposed again."""
        fix = diagnose(small, EXPIRED).next.id
        found, _ = silent(small, [*EXPIRED, Evidence(finding=fix, value=outcome)])

        assert fix == "extend_code"
        assert found.next.id != fix

    def test_a_sign_of_the_removed_fault_may_be_asked_again(self, small: Knowledge) -> None:
        """What was seen before a fix, and which the fix may have changed, is asked once more; other answers stand."""
        found = diagnose(small, [*EXPIRED, *told(extend_code=DID_NOT_HELP)])

        assert found.next.id == "code_says"

    def test_what_no_fix_can_change_is_not_asked_again(self, small: Knowledge) -> None:
        """A finding that lasts keeps its answer after a fix in vain, and is not asked once more."""
        findings = {**small.findings, "code_says": replace(small.findings["code_says"], lasting=True)}
        lasting = replace(small, findings=findings)
        _, asked = silent(lasting, [*EXPIRED, *told(extend_code=DID_NOT_HELP)])

        assert "code_says" not in [item.finding for item in asked[len(EXPIRED) :]]

    def test_what_helped_is_the_end(self, small: Knowledge) -> None:
        """After a fix that helped nothing is asked, and nothing proposed again."""
        found = diagnose(small, [*EXPIRED, *told(extend_code=HELPED)])

        assert (found.next.kind, found.fix, found.plan) == ("done", None, ())
        assert found.causes[0].id == "code_expired"

    def test_two_answers_to_one_question_are_noticed(self, small: Knowledge) -> None:
        """Who answers one question in two ways may be speaking of two things, and is told to take them one by one."""
        found = diagnose(small, [*EXPIRED, *told(code_says="deleted")])

        assert any("run it again for the other" in note for note in found.notes)
        assert not any("run it again" in note for note in diagnose(small, EXPIRED).notes)

    def test_its_cause_falls(self, small: Knowledge) -> None:
        """The cause whose fix did not help becomes much less probable, and this is said."""
        before, after = diagnose(small, EXPIRED), diagnose(small, [*EXPIRED, *told(extend_code=DID_NOT_HELP)])

        assert chance(after, "code_expired") < 0.5 * chance(before, "code_expired") + 0.3
        assert chance(after, "code_expired") < chance(before, "code_expired")
        assert "What did not help so far has been taken into account." in after.notes

    def test_what_could_not_be_done_says_nothing(self, small: Knowledge) -> None:
        """A fix that could not be done is no evidence against its cause."""
        before, after = diagnose(small, EXPIRED), diagnose(small, [*EXPIRED, *told(extend_code=COULD_NOT)])

        assert chance(after, "code_expired") == chance(before, "code_expired")

    def test_the_right_fix_that_one_cannot_do_is_handed_on(self, small: Knowledge) -> None:
        """If what is wrong is clear and only the hands are missing, it is said who has to do it, with a message."""
        found = diagnose(small, [*EXPIRED, *told(extend_code=COULD_NOT)], Prior(problems={"spark_code": 1.0}))

        assert (found.next.kind, found.next.who) == ("escalate", "creator")
        assert found.next.message == "Hello, could you please extend the code?"
        assert found.verdict == "decided"
        assert found.fix is not None
        assert found.fix.fix == "extend_code"

    def test_going_on_finds_the_second_cause(self, small: Knowledge) -> None:
        """After the first fix in vain the other fault that the evidence showed comes up."""
        found = diagnose(small, [*TWO_FAULTS, *told(topic="access", send_again=DID_NOT_HELP)])

        assert found.causes[0].id == "wrong_login"
        assert found.next.id != "send_again"

    def test_all_fixes_in_vain_end_at_support(self, knowledge: Knowledge) -> None:
        """With the shipped knowledge, too, a case in which nothing helps ends, and no fix comes twice."""
        evidence = told(problem="bc_not_loading", bc_opens="page_fails")
        tried: list[str] = []
        for _ in range(MOST_STEPS):
            found, evidence = silent(knowledge, evidence)
            if found.next.kind != "fix":
                break
            tried.append(found.next.id)
            evidence.append(Evidence(finding=found.next.id, value=DID_NOT_HELP))

        assert found.next.kind == "escalate"
        assert len(tried) == len(set(tried))


class TestTwoFaults:
    """Two things wrong at once."""

    def test_the_second_is_named(self, small: Knowledge) -> None:
        """Evidence that the first cause leaves unexplained names a second one."""
        found = diagnose(small, [*TWO_FAULTS, *told(topic="access")])

        assert found.causes[0].id == "link_expired"
        assert found.also == ("wrong_login",)

    def test_the_second_is_looked_for_where_the_first_is(self, small: Knowledge) -> None:
        """When the first cause belongs to several problems, the second is one of the problem that it is about."""
        read = verified(login_used="other", link_says="other_person", topic="access", assigned="not_listed")
        found = diagnose(small, [*told(problem="cant_access_account"), *read])

        assert (found.causes[0].id, found.causes[0].problem) == ("wrong_login", "cant_access_account")
        assert found.also == ("not_assigned",)

    def test_what_no_other_cause_explains_names_nobody(self, small: Knowledge) -> None:
        """An odd answer that no other cause of the problem explains any better makes up no second fault."""
        odd = told(problem="invite_not_working", topic="access", link_says="expired", mail_found="in_inbox")
        found = diagnose(small, [*odd, *told(login_used="same", assigned="not_listed")])

        assert found.causes[0].id == "link_expired"
        assert [point.finding for point in found.causes[0].against] == ["assigned"]
        assert found.also == ()

    def test_a_single_fault_has_no_second(self, small: Knowledge) -> None:
        """Where one cause explains everything, no second one is made up."""
        found = diagnose(small, EXPIRED)

        assert found.also == ()

    def test_without_a_first_there_is_no_second(self, small: Knowledge) -> None:
        """While nothing is likely yet, no second fault is named."""
        found = diagnose(small, told(problem="invite_not_working"))

        assert found.also == ()


class TestChanges:
    """Answers taken back or changed."""

    def test_taking_an_answer_back_restores_what_was(self, knowledge: Knowledge) -> None:
        """Without an answer, however late it is taken out, the diagnosis is what it was before it."""
        before = told(problem="spark_code", spark_error="vague")
        further = [*before, *told(post_state="opens")]
        back = [item for item in further if item.finding != "post_state"]

        assert diagnose(knowledge, further) != diagnose(knowledge, before)
        assert diagnose(knowledge, back) == diagnose(knowledge, before)

    def test_a_changed_answer_counts_as_if_given_first(self, small: Knowledge) -> None:
        """Who corrects an answer gets the diagnosis of the corrected one."""
        corrected = diagnose(small, told(code_says="vague") + told(code_says="expired"))
        straight = diagnose(small, told(code_says="expired"))

        assert corrected.causes == straight.causes
        assert corrected.next == straight.next

    def test_a_problem_that_turns_out_to_be_another(self, small: Knowledge) -> None:
        """When the answers show another problem than the one named, this is said, with the sign of it."""
        read = verified(assigned="not_listed", topic="access", login_used="same")
        words = Prior(problems={"cant_access_account": 0.9})
        found = diagnose(small, [*told(problem="invite_not_working"), *read], words)

        assert found.problems[0].id == "cant_access_account"
        assert len(found.notes) == 1
        assert found.notes[0].startswith('This looks like "Can\'t access a TikTok account" rather than "Invite not')
        assert found.notes[0].endswith("The person is in; what is missing is the account.")

    def test_the_problem_that_was_named_needs_no_note(self, small: Knowledge) -> None:
        """While the named problem stays the likeliest, nothing is said about it."""
        found = diagnose(small, EXPIRED)

        assert found.notes == ()

    def test_words_and_answers_work_together(self, small: Knowledge) -> None:
        """Words move the first question; answers then decide, against the words if need be."""
        words = Prior(problems={"spark_code": 0.7})
        answers = told(problem="cant_access_account") + verified(assigned="not_listed", topic="access")
        found, decided = diagnose(small, prior=words), diagnose(small, answers, words)

        assert found.problems[0].id == "spark_code"
        assert decided.causes[0].id == "not_assigned"

    def test_settling_a_disagreement_both_ways(self, small: Knowledge) -> None:
        """Which of two answers holds decides which cause comes first; both right leaves both in play."""
        disagree = told(problem="invite_not_working", link_says="other_person", login_used="same")
        chances = {
            said: chance(diagnose(small, [*disagree, *told(which_holds=said)]), "wrong_login")
            for said in ("link_says", "login_used", BOTH)
        }

        assert chances["link_says"] > chances[BOTH] > chances["login_used"]


class TestSources:
    """Where the answer comes from."""

    def test_a_diagnosis_names_its_sources(self, small: Knowledge) -> None:
        """The sources of the first cause and of its fix are listed, each once."""
        found = diagnose(small, EXPIRED)

        assert [source.id for source in found.sources] == ["help_page"]

    def test_an_open_case_names_the_sources_of_its_candidates(self, small: Knowledge) -> None:
        """While it cannot be told, the sources of the first three causes are there to read."""
        found = diagnose(small, told(problem="invite_not_working"))

        assert {source.id for source in found.sources} == {"help_page", "seen_by_people"}
