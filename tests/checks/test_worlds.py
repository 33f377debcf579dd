"""Every world that comes along, from its complaint to its cause, with TikTok read before anything is asked."""

from __future__ import annotations

import pytest

from regrant.cases import Desk, Sitting, tiktok_desk
from regrant.knowledge import Knowledge
from regrant.sandbox import packaged_world, serve, world_names
from regrant.tiktok.token import Store, token

LEAVES = {
    "ad_account_suspended": {"strange_activity": "nothing_strange", "notice_says": "content_policy"},
    "owner_elsewhere": {"partner_entry": "not_listed", "how_it_came": "nothing_done"},
    "share_not_approved": {"partner_entry": "request_waiting"},
    "verification_failed": {"document_sent": "other_paper"},
}
"""
Worlds in which the API leaves exactly these questions, with their answers.

It gives no reason for a suspension, and no word on strangers; a foreign Business Center is out of sight, so whether
there is one at all, and whether anything was done to get the account from there, only people know; a share that waits
for a yes is in no list that can be read and looks like one that has ended; and of a refused verification the reason can
be read, but not which paper was sent.
"""
BROKEN = [name for name in world_names() if packaged_world(name).expected_cause]
HEALTHY = [name for name in world_names() if not packaged_world(name).expected_cause]
_done: dict[str, Sitting] = {}


def checked(name: str, knowledge: Knowledge) -> Sitting:
    """Tell the complaint of a world and read what can be read; each world once."""
    if name not in _done:
        _done[name] = read(name, knowledge)

    return _done[name]


def read(name: str, knowledge: Knowledge) -> Sitting:
    """Serve a world, connect to it, and check."""
    world = packaged_world(name)
    asked = world.question
    assert asked is not None
    assert asked.who is not None
    with serve(world) as running:
        Store().save(token(world.tokens[0].token, base_url=running.base))
        sitting = Desk(knowledge).begin(asked.words or "", language=asked.lang)
        tiktok_desk.check_first(sitting, who=asked.who, asset=asked.asset, action=asked.action)

    return sitting


@pytest.mark.parametrize("name", BROKEN)
def test_the_right_cause_comes_first(name: str, whole_knowledge: Knowledge) -> None:
    """What is really wrong is the likeliest cause once TikTok was read."""
    assert checked(name, whole_knowledge).diagnosis.causes[0].id == packaged_world(name).expected_cause


@pytest.mark.parametrize("name", BROKEN)
def test_only_what_the_api_leaves_open_is_asked(name: str, whole_knowledge: Knowledge) -> None:
    """Where the API can tell, the diagnosis goes straight to the fix; where it cannot, it asks exactly that."""
    sitting = read(name, whole_knowledge) if name in LEAVES else checked(name, whole_knowledge)
    for finding, value in LEAVES.get(name, {}).items():
        assert (sitting.diagnosis.next.kind, sitting.diagnosis.next.id) == ("question", finding)
        sitting.say(finding, value)
    found = sitting.diagnosis
    assert found.verdict in ("decided", "likely")
    assert found.next.kind == "fix"
    assert found.causes[0].id == packaged_world(name).expected_cause


@pytest.mark.parametrize("name", HEALTHY)
def test_nothing_is_blamed_in_a_healthy_world(name: str, whole_knowledge: Knowledge) -> None:
    """Where all is well no cause is named, however oddly and unreliably the API answers, and it is said so."""
    found = checked(name, whole_knowledge).diagnosis
    assert found.verdict == "cannot_tell"
    assert found.causes[0].probability < 0.5
    assert any("Yes, Ben Alvarez" in note for note in found.notes)
