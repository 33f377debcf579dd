"""The access chain as a picture: every link in a line, names instead of ids, and which link to speak of first."""

from __future__ import annotations

import re

from msgspec import Struct

from regrant.cases.views import Chain, Names

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
_ROLES = re.compile(r"\b(?:ADMIN|OPERATOR|ANALYST|STANDARD|MANAGER)\b")
"""TikTok's screens write these roles with one capital letter, its interface for programs with capitals only."""


class Link(Struct, frozen=True, kw_only=True):
    """One link of the access chain: its mark, the mark in a word, a sentence, and the cause that its failure means."""

    mark: str
    word: str
    text: str
    cause: str | None = None


class Id(Struct, frozen=True, kw_only=True):
    """What somebody or something is called, and the address or id that goes with it."""

    name: str
    id: str


class ChainPicture(Struct, frozen=True, kw_only=True):
    """The chain of links between somebody and what they want to do; `ids` says once who and what is meant exactly."""

    who: str
    action: str
    asset: str
    verdict: str
    sentence: str
    links: tuple[Link, ...]
    ids: tuple[Id, ...] = ()


def chain_picture(chain: Chain) -> ChainPicture:
    """Return the access chain for a page."""
    names, kind = chain.names, chain.names.kind or "asset"
    who, asset = names.who or names.email or "the person", names.asset or f"the {kind}"
    spoken = [(chain.who, who), (chain.asset, asset), (names.asset_id, asset), (names.user_id, who)]
    if names.bc is None:
        spoken += [(f"Business Center {names.bc_id}", "the Business Center")]

    def plain(text: str) -> str:
        for long, short in spoken:
            text = text.replace(long, short) if long else text
        text = _ROLES.sub(lambda role: role[0].capitalize(), text)

        return (
            text
            if text.startswith(tuple(filter(None, (names.who, names.email, names.asset, names.bc))))
            else _upper(text)
        )

    return ChainPicture(
        who=who,
        action=ACTIONS.get(chain.action, chain.action.replace("_", " ")),
        asset=asset,
        verdict=chain.verdict,
        sentence=plain(chain.sentence),
        links=tuple(
            Link(mark=link.mark, word=MARKS[link.mark], text=plain(link.text), cause=link.cause) for link in chain.links
        ),
        ids=_ids(names, who, asset),
    )


def breaks(picture: ChainPicture, cause: str | None) -> str:
    """Return in one line where the chain breaks: at the link that *cause* is about, or else at the first that fails."""
    failing = [link for link in picture.links if link.mark == "no"]
    if failing:
        return next((link.text for link in failing if link.cause == cause), failing[0].text)
    if picture.verdict == "can":
        return "Every link that TikTok shows holds, so what is wrong lies elsewhere."

    return picture.sentence.removesuffix(".")


def _ids(names: Names, who: str, asset: str) -> tuple[Id, ...]:
    person = ", ".join(part for part in (names.email, f"user ID {names.user_id}" if names.user_id else None) if part)
    known = [
        (who, person if person != who else ""),
        (asset, f"{names.kind} ID {names.asset_id}" if names.asset_id else ""),
        (names.bc or "the Business Center", f"Business Center ID {names.bc_id}" if names.bc_id else ""),
    ]

    return tuple(Id(name=name, id=shown) for name, shown in known if shown)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
