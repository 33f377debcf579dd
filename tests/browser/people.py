"""People at the pages: they say what broke, answer as their cause lets them, and act on the result."""

from __future__ import annotations

import random

from playwright.sync_api import Locator, Page

from benchmarks.troubled import PERFECT, Person
from regrant.diagnosis.evidence import DID_NOT_HELP, HELPED, PROBLEM, WHICH_HOLDS
from regrant.knowledge import Knowledge

MOST_STEPS = 30
FIRST_WORDS = {
    "invite_not_working": "I sent my colleague two invitations and nothing ever arrives in her mailbox",
    "cant_access_account": "Ich bin im Business Center, aber das Werbekonto kann ich nicht öffnen",
    "permissions_not_working": "me pusieron un rol y aun así no puedo editar los anuncios",
    "assets_missing": "our pixel and the catalog are gone from the business center, nobody sees them",
    "shop_access": "nobody here can reach our TikTok Shop from the business center",
    "spark_code": "the creator gave us a code for her video but it is refused",
    "cant_add_user": "广告账户无法添加新成员",
    "verification": "la vérification de notre entreprise a été refusée",
    "removed_from_bc": "since this morning the whole business center is gone for me",
    "banned_suspended_restricted": "reklam hesabımız askıya alındı",
    "bc_not_loading": "ビジネスセンターを開くと真っ白なままです",
}
"""What somebody with each problem might say first; our own words."""


def somebody(knowledge: Knowledge, problem: str, *, seed: int = 7) -> Person:
    """Return somebody whose trouble is the problem's likeliest cause, and who answers truly."""
    cause = next(iter(knowledge.problems[problem].causes))

    return Person(knowledge, (knowledge.causes[cause],), random.Random(seed), PERFECT)


def finding_of(page: Page) -> str:
    """Return what the page asks about; on a result, the fix whose outcome is asked."""
    field = page.locator("form[action$='/answers'] input[name=finding]").first

    return field.input_value()


def answer(page: Page, value: str) -> None:
    """Press an answer and wait for what comes next."""
    press(page, page.locator(f"form[action$='/answers'] button[name=value][value={value!r}]").first)


def press(page: Page, button: Locator) -> None:
    """
    Press what sends a form, and wait until the next page is there.

    A click returns while the form is still on its way: whoever then reloads, or looks from elsewhere, may be too early.
    """
    with page.expect_navigation():
        button.click()


def choice(person: Person, finding: str, problem: str) -> str:
    """Return what this person answers to a question."""
    if finding == PROBLEM:
        return problem

    return "both" if finding == WHICH_HOLDS else person.answer(finding)


def to_the_result(page: Page, person: Person, problem: str) -> int:
    """Answer questions until there is a result; return how many there were."""
    for asked in range(MOST_STEPS):
        if page.url.endswith("/result") or "/result?" in page.url:
            return asked
        answer(page, choice(person, finding_of(page), problem))
    raise AssertionError(f"no result after {MOST_STEPS} questions")


def to_the_end(page: Page, person: Person, problem: str) -> str:
    """Answer and try what is proposed until the case is closed; return the right fix, or "handed over"."""
    for _ in range(MOST_STEPS):
        to_the_result(page, person, problem)
        for name in ("Yes, thank you", "I handed it on"):
            if (button := page.get_by_role("button", name=name)).count():
                press(page, button)
                return "handed over"
        fix = finding_of(page)
        answer(page, HELPED if fix == person.causes[0].fix else DID_NOT_HELP)
        if fix == person.causes[0].fix:
            return fix
    raise AssertionError("the case does not end")
