"""The result page."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from regrant.cases import Desk
from regrant.cases.chain import Chain, Link, Names
from regrant.cases.tiktok_desk import Connection, check_first
from regrant.cases.views import Plan, PlanStep
from regrant.web.models.aside import TOO_SMALL, aside
from regrant.web.models.chain import breaks, chain_picture
from regrant.web.models.question import NOTICES, CaseLine, notice_of
from regrant.web.models.read import Question, Reading, notes_of
from regrant.web.models.result import result_page
from regrant.web.models.todo import todo
from tests.web.browsing import Browser

SECOND = {
    "page_symptom": "blank_or_broken",
    "fails_where": "this_browser",
    "bc_opens": "opens_empty",
    "extension_on": "off_helps",
}
"""Something broken in the browser, and a sign that only a second fault explains."""
WHO, ASSET = "Ann <ann@firm.example>", "Launch (7300000000000000003)"
NAMES = Names(
    who="Ann", email="ann@firm.example", user_id="7200000000000000001", kind="ad account", asset="Launch",
    asset_id="7300000000000000003", bc="Orchard", bc_id="7100000000000000001",
)  # fmt: skip


def picture_of(*links: tuple[str, str, str | None], verdict: str = "cannot", names: Names = NAMES) -> Chain:
    """Return a chain with these links: mark, text, cause."""
    return Chain(
        verdict=verdict,
        who=WHO,
        action="settings",
        asset=ASSET,
        sentence=f"No, {WHO} cannot change settings of the ad account {ASSET}: the role is too low.",
        links=tuple(Link(id=str(n), mark=mark, text=text, cause=cause) for n, (mark, text, cause) in enumerate(links)),
        names=names,
    )


def test_a_second_thing_contradicts_no_share() -> None:
    """A second thing is named for later only, and no share beside it says that it is hardly possible."""
    sitting = Desk().begin("", problem="bc_not_loading")
    for finding, value in SECOND.items():
        sitting.say(finding, value)
    found = sitting.diagnosis
    shown = aside(sitting.knowledge, found, sitting.prior, tuple(sitting.evidence))

    assert found.also
    assert all(share.percent >= 100 * TOO_SMALL for share in shown.shares)
    assert set(found.also) - {share.id for share in shown.shares}


def test_a_second_thing_on_the_page(browser: Browser) -> None:
    """The page names the second thing once, after the steps."""
    browser.begin(problem="bc_not_loading")
    case = "/".join(browser.path.split("/")[:3])
    for _ in range(8):
        if "/q/" not in browser.path:
            break
        asked = browser.path.rsplit("/", 1)[1]
        offered = browser.choices()
        browser.send("/answers", value=SECOND.get(asked, "unknown" if "unknown" in offered else offered[-1]))
    page = browser.open(f"{case}/result").text
    also = browser.client.get(f"{case}/result.json").json()["also"]

    assert also
    assert page.count("If it is still broken") == len(also)
    assert page.index("If it is still broken") > page.index('class="steps"')
    assert "A second thing may be wrong:" not in page


def test_names_instead_of_ids() -> None:
    """Links speak of people and things by their names; every id stands once, below."""
    chain = picture_of(
        ("yes", f"{WHO} is on the member list of Orchard", None),
        ("yes", "7300000000000000003 is in Orchard", None),
        ("no", f"{ASSET} is not assigned to {WHO}; ANALYST is not enough", None),
    )
    shown = chain_picture(chain)
    text = " ".join(link.text for link in shown.links)

    assert not re.search(r"\d{6,}|@", text)
    assert "Launch is not assigned to Ann; Analyst is not enough" in text
    assert " ".join(each.id for each in shown.ids).count("7300000000000000003") == 1
    assert [each.name for each in shown.ids] == ["Ann", "Launch", "Orchard"]


def test_without_names_no_ids_either() -> None:
    """Where TikTok gives no name, links say what it is, not which number it has."""
    bare = Names(user_id="7200000000000000001", kind="ad account", asset_id="7300000000000000003", bc_id="71000000001")
    chain = Chain(
        verdict="cannot",
        who="7200000000000000001",
        action="see",
        asset="7300000000000000003",
        sentence="",
        links=(Link(id="a", mark="no", text="7300000000000000003 is not in Business Center 71000000001"),),
        names=bare,
    )

    assert chain_picture(chain).links[0].text == "The ad account is not in the Business Center"


def test_the_line_above_the_steps() -> None:
    """It names the failing link that the verdict is about, else the first; without one it says what was found."""
    failing = chain_picture(picture_of(("yes", "a", None), ("no", "first", "one"), ("no", "second", "two")))
    holding = chain_picture(picture_of(("yes", "a", None), verdict="can"))
    unsure = chain_picture(picture_of(("depends", "b", None), verdict="unknown_depends"))

    assert breaks(failing, "two") == "Second"
    assert breaks(failing, "three") == "First"
    assert "lies elsewhere" in breaks(holding, None)
    assert breaks(unsure, None).startswith("No, Ann cannot")


def test_notes_of_a_reading_by_what_they_tell() -> None:
    """What was not found, what else was seen and what was not checked are told apart; the chain is not repeated."""
    notes = (
        "By the access chain: No.",
        'There is no asset "Lunch" in what was read. Did you mean Launch?',
        "Also seen: the ad account B has the status X, whatever is wrong elsewhere.",
        "not checked: Who is Admin? (no permission)",
    )
    found = notes_of(Reading(state="done", question=Question(), notes=notes))

    assert found.missed == ('There is no asset "Lunch". Did you mean Launch?',)
    assert len(found.seen) == 1
    assert found.unchecked == ("Who is Admin? (no permission)",)


@pytest.mark.parametrize(("who", "written"), [("bc_admin", True), ("you", False)])
def test_nobody_writes_to_themselves(who: str, written: bool) -> None:
    """A message is offered where somebody else has to act, and never to whoever reads the page."""
    sitting = Desk().begin("the creator's code says expired")
    found = sitting.diagnosis
    asked = replace(found.next, kind="fix", who=who, message="Please do it.")
    case = CaseLine(id="a", words="", created="2026-11-01 10:00", ending="open", version=1)
    page = result_page(sitting, case, replace(found, next=asked), ticked=frozenset())

    assert (page.letter is not None) == written


def test_a_reading_that_brought_nothing_says_so() -> None:
    """The banner says that nothing was read and what to do, and names no setting of whoever runs the app."""
    sitting = Desk().begin("no access")
    check_first(sitting, who="me", connection=Connection.to("token", "http://127.0.0.1:9"))
    failed = Reading(state="done", question=Question(), notes=sitting.notes, about=sitting.about)

    assert notice_of("read", failed) == (
        "Nothing was read. TikTok cannot be reached from this computer. Look whether this computer is online, and try "
        "again. Until then, the questions lead on without TikTok."
    )
    assert "REGRANT" not in notes_of(failed).unchecked[0]
    assert notice_of("read", replace(failed, about=Names())) == NOTICES["read"]
    assert notice_of("read", replace(failed, notes=())) == NOTICES["read"]


@pytest.mark.parametrize(
    ("fix", "times"),
    [("appeal_ad_account", 1), ("reinvite_seller_user", 1), ("extend_spark_authorization", 0), ("renew_document", 0)],
)
def test_times_to_keep(fix: str, times: int) -> None:
    """Only times that somebody has to keep are listed, not every number of days in the steps."""
    known = Desk().knowledge.fixes[fix]
    plan = Plan(
        fix=known.id,
        title=known.title,
        cause="",
        who="you",
        minutes=known.minutes,
        wait_hours=known.wait_hours,
        risk="low",
        steps=tuple(
            PlanStep(who=s.who, where=s.where, do=s.do, confirm=s.confirm, if_fails=s.if_fails) for s in known.steps
        ),
        will_not_help=(),
        labels_seen={"Users": "2026-03", "Payment": "undated", "Members": "2024-08", "Accounts": "2026-03"},
    )
    made = todo(plan, frozenset(), (), "2026-11-01T10:00:00+00:00")

    assert len(made.times) == times
    assert made.screens == ("2026-03: Users, Accounts", "2024-08: Members", "undated: Payment")
