"""Wrong tokens, unknown names, and a TikTok that fails: what a person sees, from the command to the exit code."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from msgspec.structs import replace

from regrant.sandbox import Fault, Running, World, packaged_world, serve
from regrant.sandbox.shapes import Login
from tests.running import Ended, regrant

BEN, US = "ben@orchard.example", "Orchard US"
WORDS = "Ben can see the campaigns in Orchard US but every edit button is grey."
WORLD = packaged_world("role_too_low")
ADMIN = WORLD.tokens[0]
CENTER = WORLD.business_centers[0].bc_id
ELSEWHERE = "7999999999999999999"
OUT_OF_SIGHT = "cannot be told from a Business Center that does not exist"
GRANTS = "/bc/asset/get/"
HOLDERS = "/bc/asset/member/get/"


@contextmanager
def connected(world: World = WORLD, token: str = ADMIN.token) -> Iterator[Running]:
    """Serve a world and connect to it."""
    with serve(world) as sandbox:
        ended = regrant("connect", "--url", sandbox.url, typed=f"{token}\n".encode())
        assert ended.code == 0, ended.err
        yield sandbox


def why(*more: str, who: str = BEN, asset: str = US, action: str = "create_and_edit_ads") -> Ended:
    """Ask why, and demand what holds for every answer: no traceback, no token."""
    return sound(regrant("why", who, action, asset, *more))


def diagnose(*more: str, who: str = BEN, asset: str = US) -> dict[str, Any]:
    """Diagnose; whatever the trouble, there is a next step and the exit code says whether it was found."""
    ended = sound(regrant("diagnose", "--as", who, "--about", asset, "--json", *more, WORDS))
    found: dict[str, Any] = ended.json
    assert ended.code == {"decided": 0, "likely": 0, "cannot_tell": 3}[found["verdict"]]
    assert found["next"]["kind"] in ("question", "check", "fix")

    return found


def sound(ended: Ended) -> Ended:
    """Demand what holds for every command."""
    assert "Traceback" not in ended.err
    assert ADMIN.token not in ended.out + ended.err

    return ended


def notes(found: dict[str, Any]) -> str:
    """Return all notes as one text."""
    return "\n".join(found["notes"])


@pytest.mark.parametrize(("state", "code"), [("revoked", "40105"), ("expired", "40102")])
def test_a_token_that_died_after_connecting(state: Any, code: str) -> None:
    """The doctor and "why" say that the token is dead and how to connect anew; the diagnosis asks instead."""
    with connected() as sandbox:
        sandbox.engine.world = replace(sandbox.world, tokens=(replace(ADMIN, state=state),))
        doctor, asked, found = sound(regrant("doctor")), why(), diagnose()
    assert (doctor.code, asked.code) == (3, 3)
    for said in (doctor.err, asked.err, notes(found)):
        assert "has expired or was revoked" in said
        assert "regrant connect" in said
        assert code in said
    assert found["next"]["kind"] == "question"


def test_a_token_without_any_permission_is_not_kept() -> None:
    """It is said which permission is missing, by the name that TikTok's portal shows, and nothing is kept."""
    with serve(replace(WORLD, tokens=(replace(ADMIN, permissions=()),))) as sandbox:
        ended = sound(regrant("connect", "--url", sandbox.url, typed=b"sandbox-token\n"))
    assert ended.code == 3
    assert "Read Business Center" in ended.err
    assert regrant("doctor").code == 2


def test_a_token_with_some_permissions() -> None:
    """What it cannot read is "not checked: permission X not granted"; it is never taken for "none"."""
    with connected(replace(WORLD, tokens=(replace(ADMIN, permissions=(150,)),))):
        doctor, asked, found = regrant("doctor"), why(), diagnose()
    assert doctor.code == 0
    assert "[no] the activity log: not checked: permission" in doctor.out
    assert asked.code == 3
    assert "not granted" in asked.out + asked.err
    assert "not granted" in notes(found)


def test_the_token_of_another_login() -> None:
    """A login outside of the Business Center sees none; if one is named, it is said that it may as well not exist."""
    zed = Login(user_id="7200000000000000099", email="zed@else.example")
    world = replace(
        WORLD, logins=(*WORLD.logins, zed), tokens=(replace(ADMIN, token="another-token", user_id=zed.user_id),)
    )
    with connected(world, "another-token") as sandbox:
        doctor, nowhere = regrant("doctor"), why()
        before = len(sandbox.calls)
        named = why("--bc", CENTER)
        assert len(sandbox.calls) - before <= 2
        found = diagnose("--bc", CENTER)
    assert (doctor.code, nowhere.code, named.code) == (0, 3, 3)
    assert "Acts as: z" in doctor.out
    assert "belongs to no Business Center" in doctor.out
    assert "belongs to no Business Center" in nowhere.err
    assert OUT_OF_SIGHT in named.err
    assert OUT_OF_SIGHT in notes(found)


def test_a_standard_members_token() -> None:
    """It may not read the list of users: the chain keeps what is known, and says what is not."""
    with connected(token=WORLD.tokens[1].token):
        asked, found = why(), diagnose()
    assert asked.code == 3
    assert "[ok] Orchard is in good standing" in asked.out
    assert "not known whether ben@orchard.example is on the member list" in asked.out
    assert "does not permit it" in notes(found)


def test_somebody_or_something_unknown() -> None:
    """Whoever may be a slip for somebody else is asked about in every command, and nothing is concluded from it."""
    with connected():
        for ended in (
            why(who="Ben Alvares"),
            why(who="ben@orchard.exmple"),
            why(who="ben@orchid.example"),
            regrant("what-can", "Ben Alvares"),
            regrant("compare", BEN, "Cleo Martn"),
            regrant("diagnose", "--as", "ben@orchard.exmple", "--about", US, WORDS),
            regrant("diagnose", "--as", "Ben Alvares", "--about", US, "--json", WORDS),
        ):
            assert ended.code == 2, ended.out
            assert "Did you mean" in ended.err
            assert not ended.out
        thing = why(asset="Orchrd US")
        assert thing.code == 2
        assert "Did you mean Orchard US" in thing.err
        assert "Did you mean Orchard US" in notes(diagnose(asset="Orchrd US"))
        assert why(who="Ben Alvarez").out.splitlines()[0] == why().out.splitlines()[0]


def test_somebody_who_is_surely_not_on_the_list() -> None:
    """An address like nobody's, or said to be right, is no member's; the words say on what that hangs."""
    with connected():
        stranger, sure = why(who="zoe@elsewhere.example"), why("--exact", who="ben@orchard.exmple")
        found = diagnose(who="zoe@elsewhere.example")
        nobody = regrant("why", "Zoe", "see", US)
    assert (stranger.code, sure.code, nobody.code) == (1, 1, 2)
    assert "That holds if zoe@elsewhere.example is right to the letter." in stranger.out
    assert "to the letter" not in sure.out
    assert "right to the letter" in notes(found)
    assert {item["finding"]: (item["value"], item["origin"]) for item in found["evidence"]}["person_in_list"] == (
        "not_listed",
        "derived",
    )


def test_a_business_center_out_of_sight() -> None:
    """It is said that it cannot be told from one that does not exist, at the cost of two calls at most."""
    with connected() as sandbox:
        before = len(sandbox.calls)
        asked = why("--bc", ELSEWHERE)
        assert len(sandbox.calls) - before <= 2
        everybody, found = regrant("who-can", "see", US, "--bc", ELSEWHERE), diagnose("--bc", ELSEWHERE)
    assert (asked.code, everybody.code) == (3, 3)
    for said in (asked.err, everybody.err, notes(found)):
        assert OUT_OF_SIGHT in said


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (Fault(kind="http", on=GRANTS, status=404, body="404 page not found"), "does not offer this call"),
        (Fault(kind="code", on=GRANTS, code=40006, message="The endpoint is offline."), "does not offer this call"),
        (Fault(kind="http", on=GRANTS), "a gateway answered in place of TikTok"),
        (Fault(kind="cut", on=GRANTS), "the connection broke off"),
        (Fault(kind="slow", on=GRANTS, seconds=4.0), "no answer came in time"),
    ],
)
def test_one_call_that_fails(fault: Fault, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read stays in the chain, what was not has its reason, and the diagnosis goes on."""
    monkeypatch.setenv("REGRANT_TIKTOK_TIMEOUT", "1")
    with connected() as sandbox:
        sandbox.fault(fault)
        asked = why()
        sandbox.fault(replace(fault, on=HOLDERS))  # what a diagnosis reads of the same
        found = diagnose()
    assert asked.code == 3
    assert "[ok] Ben Alvarez <ben@orchard.example> has joined" in asked.out
    assert "not known whether Orchard US is assigned to Ben Alvarez <ben@orchard.example> (" in asked.out
    assert says in asked.out
    assert says in notes(found)
    assert any(item["origin"] == "verified" for item in found["evidence"])


def test_the_network_goes_in_the_middle() -> None:
    """Whatever was read before stays verified; the rest is said to be unreachable, and is asked."""
    with connected() as sandbox:
        sandbox.fault(Fault(kind="slow", on="/bc/*", seconds=0.3))
        found = while_it_dies(sandbox, diagnose)
    assert "cannot be reached" in notes(found) or "broke off" in notes(found)
    gone = sound(regrant("doctor"))
    assert gone.code == 3
    assert "TikTok cannot be reached" in gone.err


def while_it_dies(sandbox: Running, do: Any) -> Any:
    """Run something, and stop the server after its fourth call."""
    before = len(sandbox.calls)

    def stop() -> None:
        while len(sandbox.calls) < before + 4:
            time.sleep(0.01)
        sandbox.stop()

    killer = threading.Thread(target=stop)
    killer.start()
    done = do()
    killer.join()

    return done


def test_a_clock_that_is_wrong() -> None:
    """The doctor tells how far the clocks are apart; of a sandbox it says that this is how its world is."""
    with connected(replace(WORLD, now="2026-11-20 09:00:00")):
        ended = regrant("doctor")
        found = json.loads(regrant("doctor", "--json").out)
    assert abs(found["clock_skew"]) > 60
    assert found["at_home"]
    assert "A sandbox's world stands still at its own time; times are counted by that." in ended.out
    assert "This computer's clock" not in ended.out
