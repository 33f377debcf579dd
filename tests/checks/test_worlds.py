"""Every world that comes along, from its complaint to its cause, with TikTok read before anything is asked."""

from __future__ import annotations

import pytest

from regrant.cases import Desk, Sitting, tiktok_desk
from regrant.knowledge import Knowledge
from regrant.sandbox import packaged_world, serve, world_names
from regrant.tiktok.token import Store, token

ASKS = {
    "ad_account_suspended": "the API gives no reason for this suspension, so it is asked what the notice says",
    "invite_address_typo": "the knowledge does not say that mail to a misspelt address cannot be in the spam folder",
    "owner_elsewhere": "a foreign Business Center is out of sight, so it is asked how the account was to come here",
    "share_not_approved": "TikTok shows nothing of a share that waits for a yes, so it is asked how it was to come",
    "verification_failed": "the API says what was refused, not which document was sent",
}
"""Worlds in which the API leaves a question necessary, and why."""
HIDDEN = {"share_not_approved": "until it is approved a share looks exactly like an account that nobody shares"}
"""Worlds whose cause the API does not show at all."""
BROKEN = [name for name in world_names() if packaged_world(name).expected_cause]
HEALTHY = [name for name in world_names() if not packaged_world(name).expected_cause]


def marked(names: list[str], reasons: dict[str, str]) -> list[object]:
    """Mark the worlds that do not work yet; one that begins to work makes the test red, so that the mark goes."""
    return [
        pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=reasons[name])) if name in reasons else name
        for name in names
    ]


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


@pytest.mark.parametrize("name", marked(BROKEN, HIDDEN))
def test_the_right_cause_comes_first(name: str, whole_knowledge: Knowledge) -> None:
    """What is really wrong is the likeliest cause once TikTok was read."""
    assert checked(name, whole_knowledge).diagnosis.causes[0].id == packaged_world(name).expected_cause


@pytest.mark.parametrize("name", marked(BROKEN, ASKS))
def test_nothing_is_asked(name: str, whole_knowledge: Knowledge) -> None:
    """Where the API can tell, the diagnosis goes straight to the fix."""
    found = checked(name, whole_knowledge).diagnosis
    assert found.verdict in ("decided", "likely")
    assert found.next.kind == "fix"


@pytest.mark.parametrize("name", HEALTHY)
def test_nothing_is_blamed_in_a_healthy_world(name: str, whole_knowledge: Knowledge) -> None:
    """Where all is well no cause is named, however oddly and unreliably the API answers, and it is said so."""
    found = checked(name, whole_knowledge).diagnosis
    assert found.verdict == "cannot_tell"
    assert found.causes[0].probability < 0.5
    assert any("Yes, Ben Alvarez" in note for note in found.notes)
