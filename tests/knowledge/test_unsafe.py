"""Nothing in the knowledge advises harm, and the rule that says so can fail."""

from __future__ import annotations

import pytest

from regrant.knowledge.check import check
from regrant.knowledge.unsafe import harms, takes_away
from tests.broken import Breaker


@pytest.mark.parametrize(
    "text",
    [
        "Send the password to the Admin.",
        "Tell support your access token.",
        "Use a colleague's login meanwhile.",
        "Create a second Business Center and go on there.",
        "Open a new ad account while you wait.",
        "Appeal again after the answer.",
        "Send a second appeal.",
        "Upload the papers several times.",
        "Switch on a VPN and try once more.",
    ],
)
def test_harmful_advice_is_found(text: str) -> None:
    """What shares secrets, gets round a ban or wears TikTok's patience out is named as harm."""
    assert list(harms(text, banned=True))


@pytest.mark.parametrize(
    "text",
    [
        "Send no second appeal, open no new ad accounts, and do not move the campaigns elsewhere.",
        "Do not use a VPN to get round a country's ban, and share no login.",
        "Change the password of the mailbox first.",
        "Switch the VPN or proxy off.",
        "Send one appeal, from the notice.",
    ],
)
def test_warnings_are_no_harm(text: str) -> None:
    """To warn of harm, and to speak of passwords and appeals in the right way, is what fixes are for."""
    assert not list(harms(text, banned=True))


def test_a_new_account_is_harm_only_to_the_banned() -> None:
    """Who lost an account for good may open a new one; who is banned may not."""
    advice = "Open a new ad account in the Business Center."

    assert list(harms(advice, banned=True))
    assert not list(harms(advice, banned=False))


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("Remove the partner from the list.", True),
        ("Delete the member.", True),
        ("Remove the pending entry of the person.", False),
        ("Do not remove the person.", False),
        ("The buttons [[Remove]] and [[Confirm]] concern the whole person.", False),
    ],
)
def test_what_is_hard_to_undo(text: str, taken: bool) -> None:
    """Taking away people, partners and accounts counts; an invitation that nobody accepted does not."""
    assert takes_away(text) is taken


def test_the_shipped_knowledge_advises_no_harm() -> None:
    """Unsafe advice: none."""
    assert [mistake for mistake in check() if "unsafe" in str(mistake)] == []


def test_harm_in_a_file_is_reported_with_its_line(broken: Breaker) -> None:
    """A fix that advises harm is a mistake of the knowledge, with its file and line."""
    changed = broken("fixes/fixes.yaml", "do: Press [[Resend]].", "do: Press [[Resend]]. Send your password along.")
    (mistake,) = changed.mistakes()

    assert "unsafe" in mistake.what
    assert mistake.line == changed.line_of("your password")


def test_what_takes_people_away_is_prepared_and_called_a_risk(broken: Breaker) -> None:
    """A first step that removes a partner is named twice: nothing was noted before, and it is called no risk."""
    changed = broken("fixes/fixes.yaml", "do: Press [[Resend]].", "do: Press [[Resend]]. Remove the partner.")

    assert len([mistake for mistake in changed.mistakes() if "unsafe" in mistake.what]) == 2
