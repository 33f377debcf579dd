"""Reading from TikTok for a case: the form, the progress, and the access chain as a picture."""

from __future__ import annotations

from msgspec import Struct

from regrant.cases.views import Chain
from regrant.web.models.question import CaseLine

ACTIONS = {
    "see": "see it or open it",
    "report": "read reports",
    "create_and_edit_ads": "create and edit ads",
    "settings": "change settings",
    "people": "manage people",
    "assign_others": "assign it to others",
    "payments": "pay, or see the money pages",
    "post": "post to the TikTok account",
    "go_live": "go live",
    "answer_messages": "answer messages",
    "use_posts": "use posts in ads",
    "run_spark_ads": "run Spark Ads",
    "run_shop_ads": "run shop ads",
    "use_shop": "use the shop",
    "edit_catalog": "edit the catalog",
}
MARKS = {"yes": "holds", "no": "fails here", "unreadable": "could not be read", "depends": "depends"}


class Link(Struct, frozen=True, kw_only=True):
    """One link of the access chain: its mark, the mark in a word, and a sentence."""

    mark: str
    word: str
    text: str


class ChainPicture(Struct, frozen=True, kw_only=True):
    """The chain of links between somebody and what they want to do."""

    who: str
    action: str
    asset: str
    verdict: str
    sentence: str
    links: tuple[Link, ...]


class Question(Struct, frozen=True, kw_only=True):
    """What is to be read: whose access, to what, for what. `exact` (any text) takes the person as written."""

    who: str = ""
    action: str = ""
    asset: str = ""
    bc_id: str = ""
    exact: str = ""


class Reading(Struct, frozen=True, kw_only=True):
    """
    A reading as it is kept beside its case.

    `state` is running, done or failed; `lines` tell the progress; `notes` what could not be checked. If nobody of the
    name is on the list, `near` are those who may be meant, and `as_written` tells whether the name may stand as it is.
    """

    state: str
    question: Question
    lines: tuple[str, ...] = ()
    error: str | None = None
    near: tuple[str, ...] = ()
    as_written: bool = False
    notes: tuple[str, ...] = ()
    chain: ChainPicture | None = None
    began: str = ""


class TikTokPage(Struct, frozen=True, kw_only=True):
    """The form; `source` says where it is read from, None if there is nothing to read from."""

    case: CaseLine
    question: Question
    actions: tuple[tuple[str, str], ...]
    source: str | None
    error: str | None = None
    near: tuple[str, ...] = ()
    as_written: bool = False


class ProgressPage(Struct, frozen=True, kw_only=True):
    """What was read so far."""

    case: CaseLine
    state: str
    lines: tuple[str, ...]


def chain_picture(chain: Chain) -> ChainPicture:
    """Return the access chain for a page."""
    return ChainPicture(
        who=chain.who,
        action=ACTIONS.get(chain.action, chain.action.replace("_", " ")),
        asset=chain.asset,
        verdict=chain.verdict,
        sentence=chain.sentence,
        links=tuple(Link(mark=link.mark, word=MARKS[link.mark], text=link.text) for link in chain.links),
    )
