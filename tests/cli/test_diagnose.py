"""`regrant diagnose` in a pipe and with --json: no question is ever put, and every input ends in a clear way."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from regrant.cases import diagnose_text, open_store
from regrant.cli.diagnose import EXIT
from tests.cli.conftest import Here, too_wide
from tests.cli.terminal import Terminal
from tests.running import REGRANT, Ended, regrant

INVITE = ("--problem", "invite_not_working")
EXPIRED = ("--answer", "link_says=expired")
ASKED = ("link_says", "list_shows", "inviter_role")
LEFT_OPEN = (*(part for finding in ASKED for part in ("--answer", f"{finding}=unknown")), "--answer", "topic=access")
WORDS = "the invitation link does not work"
NO_TRACEBACK = "Traceback"


def test_fields(tiny: Path, here: Here) -> None:
    """The one JSON object has the promised fields, and those inside them."""
    found = here("diagnose", "--json", "invitation link does not work", *INVITE).json

    assert set(found) >= {"schema_version", "verdict", "problems", "causes", "next", "plan", "evidence", "sources"}
    assert found["schema_version"] == "1"
    assert set(found["problems"][0]) >= {"id", "probability"}
    assert set(found["causes"][0]) >= {"id", "title", "probability", "for", "against", "unconfirmed"}
    assert set(found["next"]) >= {"kind", "id", "text", "why", "who", "answers"}
    assert set(found["next"]["answers"][0]) == {"id", "text"}
    assert set(found["plan"][0]) == {"who", "where", "do", "confirm", "if_fails"}
    assert set(found["sources"][0]) >= {"id", "title", "grade", "date", "url"}
    assert set(found["evidence"][0]) == {"finding", "value", "origin", "at", "proof"}


def test_question_in_json(tiny: Path, here: Here) -> None:
    """A question comes with its reason, and "I don't know" among the answers."""
    step = here("diagnose", "--json", *INVITE).json["next"]

    assert (step["kind"], step["id"], step["who"]) == ("question", "link_says", "you")
    assert step["why"] == "The page names what is wrong with the invitation."
    assert {"id": "unknown", "text": "I don't know"} in step["answers"]


def test_json_is_what_python_says(tiny: Path, here: Here) -> None:
    """The object printed is the diagnosis that Python gives, but for the time at which things were said."""
    printed = here("diagnose", "--json", "she is admin", *INVITE, *EXPIRED).json
    diagnosis = diagnose_text("she is admin", {"link_says": "expired"}, problem=INVITE[1])
    found = msgspec.json.decode(msgspec.json.encode(diagnosis))

    def untimed(whole: Any) -> Any:
        return {**whole, "evidence": sorted((e["finding"], e["value"], e["origin"]) for e in whole["evidence"])}

    assert untimed(printed) == untimed(found)


@pytest.mark.parametrize(
    ("arguments", "verdict", "code"),
    [
        (("link of the invitation mail is broken", *INVITE, *EXPIRED), "decided", 0),
        ((WORDS, *INVITE, *LEFT_OPEN, "--answer", "inviter_role=admin"), "likely", 0),
        ((), "cannot_tell", 3),
        (INVITE, "cannot_tell", 3),
        (("--problem", "out_of_scope", "--answer", "topic=money"), "out_of_scope", 4),
    ],
)
def test_exit_codes(arguments: tuple[str, ...], verdict: str, code: int, tiny: Path, here: Here) -> None:
    """The exit code tells a script the kind of verdict, the same with and without --json."""
    as_json, as_text = here("diagnose", "--json", *arguments), here("diagnose", *arguments)

    assert as_json.json["verdict"] == verdict
    assert (as_json.code, as_text.code, EXIT[verdict]) == (code, code, code)
    assert (as_json.err, as_text.err) == ("", "")


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--problem", "spark_cod"), 'did you mean "spark_code"?'),
        (("--problem", "qqq"), "use one of: invite_not_working, out_of_scope, spark_code"),
        (("--answer", "link_say=expired"), 'did you mean "link_says"?'),
        (("--answer", "link_says=expird"), 'did you mean "expired"?'),
        (("--answer", "link_says=qqq"), "use one of: expired, other_login, no_link, fine, unknown"),
        (("--answer", "send_agian=helped"), 'did you mean "send_again"?'),
        (("--answer", "qqq=1"), "regrant knowledge list"),
        (("--answer", "link_says"), "FINDING=VALUE"),
        (("--answer", "=expired"), "FINDING=VALUE"),
        (("--answer", "link_says="), "FINDING=VALUE"),
    ],
)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_unknown_ids(arguments: tuple[str, ...], hint: str, form: tuple[str, ...], tiny: Path, here: Here) -> None:
    """An id that does not exist is refused with exit code 2 and the nearest right one; nothing is printed beside."""
    ended = here("diagnose", *form, *arguments)

    assert (ended.code, ended.out) == (2, "")
    assert hint in ended.err


def test_unknown_id_in_a_process(tiny: Path) -> None:
    """A process that is given a wrong id ends with code 2, one sentence on the error stream, and no traceback."""
    ended = regrant("diagnose", "--json", "--problem", "spark_cod")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == 'Error: "problem" has no value "spark_cod"; did you mean "spark_code"?\n'


@pytest.mark.parametrize(
    "typed",
    [
        b"",
        b"\n \t\n",
        bytes(range(256)) * 40,
        b"\xff\xfe\x00\x00\x80",
        b"\x00" * 5000,
        "لا يمكنني الدخول إلى مركز الأعمال \u202e\u200f".encode(),
        "🙈🙉🙊👩🏽‍💻".encode(),
        b"invite link " * 17_000,
        "邀请".encode("gb18030"),
        "\ufefflink says expired".encode("utf-16"),
    ],
    ids=["empty", "blanks", "all bytes", "no utf-8", "zeros", "right to left", "emoji", "200 kB", "gb18030", "utf-16"],
)
def test_any_standard_input(typed: bytes, here: Here) -> None:
    """Whatever comes in on standard input, one object comes out, with a verdict and a next step."""
    ended = here("diagnose", "--json", "-", typed=typed)

    assert ended.err == ""
    assert ended.code == EXIT[ended.json["verdict"]]
    assert ended.json["next"]["id"]


def test_binary_input_to_a_process() -> None:
    """A process fed with every byte there is ends as usual, too."""
    ended = regrant("diagnose", "--json", "-", typed=bytes(range(256)) * 40)

    assert ended.err == ""
    assert ended.code == EXIT[ended.json["verdict"]]


@pytest.mark.parametrize("typed", [b"", "🙈🙈".encode(), b"\x00\xff\x01"], ids=["empty", "emoji", "binary"])
def test_nothing_said(typed: bytes, here: Here) -> None:
    """Input without words says nothing: the first question asks which problem it is."""
    ended = here("diagnose", "--json", "-", typed=typed)

    assert ended.code == 3
    assert (ended.json["next"]["kind"], ended.json["next"]["id"]) == ("question", "problem")


def test_text_from_standard_input(tiny: Path) -> None:
    """Text on standard input counts as text given as arguments does."""
    piped = regrant("diagnose", "--json", "-", *INVITE, typed=b"the link says expired").json
    given = regrant("diagnose", "--json", "the link says expired", *INVITE).json

    assert piped["problems"] == given["problems"]
    assert (
        [e["proof"] for e in piped["evidence"]]
        == [e["proof"] for e in given["evidence"]]
        == ["link says expired", None]
    )


def test_a_pipe_needs_no_dash(tiny: Path) -> None:
    """Words in a pipe are read when nothing else was said; with an answer or a problem they are left alone."""
    typed = b"my client's invitation: the link says expired"
    assert [item["value"] for item in regrant("diagnose", "--json", typed=typed).json["evidence"]] == ["expired"]
    ended = regrant("diagnose", "--json", *INVITE, typed=typed)
    assert [item["value"] for item in ended.json["evidence"]] == [INVITE[1]]


def test_a_silent_pipe_is_not_waited_for(tiny: Path) -> None:
    """Standard input that is open and says nothing never holds a script up."""
    process = subprocess.Popen([*REGRANT, "diagnose", "--json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert process.wait(timeout=30) == EXIT["cannot_tell"]
    finally:
        process.kill()
        process.communicate()


def test_words_without_quotes(tiny: Path, here: Here) -> None:
    """Words need no quotes, and options may stand behind them."""
    found = here("diagnose", "the", "link", "says", "expired", "--json").json

    assert found["evidence"][0]["proof"] == "link says expired"


def test_tried_fix(tiny: Path, here: Here) -> None:
    """A fix that was tried is given like an answer, and is not proposed again."""
    before = here("diagnose", "--json", *INVITE, *EXPIRED).json
    after = here("diagnose", "--json", *INVITE, *EXPIRED, "--answer", "send_again=did_not_help").json

    assert before["next"]["id"] == "send_again"
    assert after["next"]["id"] != "send_again"


def test_later_answer_counts(tiny: Path, here: Here) -> None:
    """Of two answers to one question the later counts."""
    found = here("diagnose", "--json", *INVITE, *EXPIRED, "--answer", "link_says=other_login").json

    assert found["causes"][0]["id"] == "invite_other_login"


def test_same_words_same_answer() -> None:
    """The same words give the same object in every process, however Python shuffles its sets."""
    runs = [
        regrant("diagnose", "--json", "spark code auth_code_expired", env={**os.environ, "PYTHONHASHSEED": seed}).json
        for seed in ("1", "2")
    ]
    for run in runs:
        for item in run["evidence"]:
            del item["at"]

    assert runs[0] == runs[1]


def test_pasted_code_decides() -> None:
    """A pasted row of the Spark table settles the case at once, down to who must do what."""
    ended = regrant("diagnose", "--json", "error 4025 auth_code_expired when I paste the creator's code")
    found = ended.json

    assert (ended.code, found["verdict"]) == (0, "decided")
    assert found["problems"][0]["id"] == "spark_code"
    assert (found["next"]["kind"], found["next"]["who"]) == ("fix", "creator")
    assert found["causes"][0]["for"]


def test_nothing_is_kept(tiny: Path, here: Here) -> None:
    """Neither --json nor a pipe keeps anything."""
    here("diagnose", "--json", "words", *INVITE)
    here("diagnose", "words", *INVITE)

    assert open_store().all() == ()


def test_json_never_asks(tiny: Path) -> None:
    """On a terminal, too, --json prints its object and ends without waiting for a key."""
    with Terminal("diagnose", "--json", *INVITE) as terminal:
        assert terminal.end() == 3
        assert '"verdict": "cannot_tell"' in terminal.raw


def test_standard_input_never_asks(tiny: Path) -> None:
    """With "-" on a terminal the words are read to their end, and then nothing is asked."""
    with Terminal("diagnose", "-") as terminal:
        terminal.press("the invitation link is broken\r\x04")

        assert terminal.end() == 3
        assert "Next question:" in terminal.text


def test_question_in_a_pipe(tiny: Path, here: Here) -> None:
    """In a pipe the next question is shown with every answer in the form in which it can be given."""
    ended = here("diagnose", *INVITE)

    assert "Next question:\nWhat happens when the person opens the link?\nWhy I ask:" in ended.out
    assert "  --answer link_says=expired\n      It says that the link has expired\n" in ended.out
    assert "--answer link_says=unknown" in ended.out


def test_fix_in_a_pipe(tiny: Path, here: Here) -> None:
    """A told cause is shown with who must act, every part of every step, what will not help, and the sources."""
    out = here("diagnose", *INVITE, *EXPIRED).out

    for part in (
        "The invitation link has expired",
        "Speaks for it:",
        "Who has to act: a Business Center Admin",
        "1. Delete the pending entry and invite the person again.",
        "Where: Business Center, Users",
        "It worked when: A new mail arrives.",
        "If not: Look for the mail in the spam folder.",
        "What will not help:\n  - Opening the old link again.",
        "official; page of 2026-03, read 2026-11",
        "Users (2026-03)",
    ):
        assert part in out


def test_out_of_scope_in_a_pipe(tiny: Path, here: Here) -> None:
    """Who is sent elsewhere reads where to go, and how to say that it is about access after all."""
    out = here("diagnose", "--problem", "out_of_scope", "--answer", "topic=money").out

    assert "There is another door for this." in out
    assert "--answer topic=access" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ("invite never came, mein Kollege bekommt nichts, 招待メールが届きませんし、何度も送り直しましたが駄目でした",),
        ("error 4025 auth_code_expired",),
        ("my card was charged twice and I want my money back",),
        ("--answer", "topic=unknown", "x" * 300),
    ],
)
def test_eighty_columns(arguments: tuple[str, ...], said: Callable[..., str]) -> None:
    """In a pipe no line is wider than 80 columns, none ends in blanks, and there are no colours."""
    out = said("diagnose", *arguments)

    assert out.strip()
    assert too_wide(out) == []
    assert "\x1b" not in out


def test_addresses_stay_whole(tiny: Path, here: Here) -> None:
    """An address is never broken over two lines, however long it is."""
    out = here("diagnose", *INVITE, *EXPIRED).out

    assert "that-stays-in-one-piece-whatever-the-width\n" in out


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_closed_streams(closed: str, tiny: Path) -> None:
    """A closed standard stream is no reason to crash."""
    ended = _shell(f"diagnose --problem invite_not_working {closed}")

    assert ended.code == 3
    assert NO_TRACEBACK not in ended.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only where there is a device that is always full")
@pytest.mark.parametrize("json", ["", "--json"])
def test_output_to_a_full_disk(json: str, tiny: Path) -> None:
    """Where the output does not fit any more, one sentence says so and the exit code is not that of success."""
    ended = _shell(f"diagnose {json} >/dev/full")

    assert ended.code == 2
    assert ended.err.startswith("Error: It could not be written: No space left on device")
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_narrow_encodings(encoding: str) -> None:
    """A terminal that cannot say every letter gets a question mark for it, not a traceback."""
    ended = regrant("diagnose", "招待", "--language", "ł", env={**os.environ, "PYTHONIOENCODING": encoding})

    assert ended.code == 3
    assert ended.err == ""
    assert 'complaints in "?"' in " ".join(ended.out.split())


def _shell(command: str) -> Ended:
    import subprocess

    from tests.running import REGRANT

    done = subprocess.run(
        f"{' '.join(REGRANT)} {command}", shell=True, capture_output=True, text=True, check=False, timeout=60
    )

    return Ended(done.returncode, done.stdout, done.stderr)
