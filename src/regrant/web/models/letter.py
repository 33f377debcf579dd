"""A message ready to send: what the case knows is filled in, and what is still to be put in is easy to see."""

from __future__ import annotations

import re
from urllib.parse import quote

from msgspec import Struct

from regrant.cases.views import Names

MOST_MAIL = 1800
"""Characters of a message in a mailto: link; longer ones are cut by some programs, so they are copied instead."""
_BLANK = re.compile(r"<([^<>]{1,80})>")
SHOP = "TikTok Shop"
_OWN_ADDRESS = re.compile(r"(?:the |invited |my )?address(?: I sign in with| they sign in with)?")
_NAME_OF_PERSON = re.compile(r"(?:permissions|whether|add) $")


class Letter(Struct, frozen=True, kw_only=True):
    """
    A message ready to send.

    `put_in` names what is still open, as it stands in the text: capital letters in square brackets. `filled` is what
    was put in from the reading. `mailto` is None if the text is too long for one.
    """

    text: str
    subject: str
    to: str
    mailto: str | None
    put_in: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()


def letter(text: str, to: str, subject: str, *, names: Names | None, blanks: bool = True) -> Letter:
    """Return a message; *blanks* says that it is ours, so that what stands in angle brackets is to be put in."""
    text = text.strip() if "\n" in text.strip() else " ".join(text.split())
    open_, filled = list[str](), list[str]()

    def put(match: re.Match[str]) -> str:
        known = _known(match[1], text[: match.start()], names or Names(), text)
        if known:
            filled.append(known)
            return known
        mark = f"[{match[1].upper()}]"
        open_.append(mark)
        return mark

    written = _BLANK.sub(put, text) if blanks else text
    mail = f"mailto:?subject={quote(subject)}&body={quote(written)}"

    return Letter(
        text=written,
        subject=subject,
        to=to,
        mailto=mail if len(mail) <= MOST_MAIL else None,
        put_in=tuple(dict.fromkeys(open_)),
        filled=tuple(dict.fromkeys(filled)),
    )


def _known(blank: str, before: str, names: Names, text: str) -> str | None:
    """Return what is known of a blank by its wording and the words *before* it, or None; never a guess."""
    what = blank.lower()
    if re.search(r"business center \W*$", before, re.IGNORECASE) or "business center" in what:
        return _center(what, names)
    if what == "partner":
        return names.partner
    if _OWN_ADDRESS.fullmatch(blank) and "Seller Center" not in text:
        return names.email
    if what == "person" or (what == "name" and _NAME_OF_PERSON.search(before)):
        return names.who

    return _asset(what, before, names)


def _center(what: str, names: Names) -> str | None:
    if what.endswith("business center id"):
        return names.bc_id
    if what in ("name, id", "name and id"):
        return f"{names.bc} (ID {names.bc_id})" if names.bc and names.bc_id else None

    return names.bc if what in ("name", "business center name") else None


def _asset(what: str, before: str, names: Names) -> str | None:
    """Return the asset that was read about, if the blank can only mean that kind."""
    kind = names.kind or ""
    noun = kind.lower().removeprefix("tiktok ") if kind == SHOP else kind.lower()
    if noun and noun not in what and before.lower().endswith(f"{noun} "):
        what = f"{noun} {what}"
    both = f"{names.asset} (ID {names.asset_id})" if names.asset and names.asset_id else names.asset_id
    known = {noun: names.asset, f"{noun} name": names.asset, f"{noun} id": names.asset_id, f"{noun} name, id": both}
    if kind.endswith("account"):
        known |= {"account": both, "account name, id": both, "account name and id": both}

    return known.get(what)
