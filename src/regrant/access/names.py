"""From what a person writes to who and what is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from regrant.access.errors import ActionError, AmbiguousNameError, UnknownNameError, nearest
from regrant.access.facts import Facts
from regrant.access.permissions import matrix
from regrant.access.result import Asset, Person

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ID = re.compile(r"\d{5,}")


def person(facts: Facts, text: str) -> Person:
    """
    Return who is meant by a user id or an address.

    A well-formed id or address that is not on the list is somebody, too: `known` is false, and the
    answer will be that they are no member. Anything else has to match.

    Raises:
        UnknownNameError: neither id nor address; `near` names the nearest people.
        AmbiguousNameError: an address that belongs to several user ids.

    """
    text = text.strip()
    if text in facts.persons:
        return known_person(facts, text)
    found = [key for key, row in facts.persons.items() if (row["email"] or key).lower() == text.lower()]
    if len(found) == 1:
        return known_person(facts, found[0])
    if found:
        raise AmbiguousNameError(
            f'"{text}" is the address of {len(found)} people; give one id of: {_list(found)}.', found
        )
    if _ADDRESS.fullmatch(text):
        return Person(id=text.lower(), email=text, known=False)
    if _ID.fullmatch(text):
        return Person(id=text, known=False)
    near = near_people(facts, text)
    hint = f"Did you mean {_list(near)}?" if near else "Give the user id or the e-mail address."
    raise UnknownNameError(f'Nobody "{text}" is on the list of users. {hint}', near)


def known_person(facts: Facts, key: str) -> Person:
    """Return somebody of the snapshot by the person's id."""
    row = facts.persons[key]

    return Person(id=key, name=row["name"], email=row["email"])


def near_people(facts: Facts, text: str) -> list[str]:
    """Return the addresses or ids most like *text*, found by address, id or name."""
    keys: dict[str, str] = {}
    for key, row in facts.persons.items():
        for name in (key, row["email"], row["name"]):
            if name and name != text:
                keys.setdefault(name, row["email"] or key)

    return list(dict.fromkeys(keys[name] for name in nearest(text, keys, 3)))


def asset(facts: Facts, text: str, action: str | None = None) -> Asset:
    """
    Return which asset is meant by an id, `TYPE:id`, or a name; the *action* helps where two kinds share it.

    Raises:
        UnknownNameError: nothing of that id or name; `near` names the nearest.
        AmbiguousNameError: several; `choices` lists them as `TYPE:id`.

    """
    text = text.strip()
    kind, _, rest = text.partition(":")
    if (kind.upper(), rest) in facts.asset_names:
        return _asset(facts, (kind.upper(), rest))
    found = [key for key in facts.asset_names if key[1] == text]
    found = found or [key for key, name in facts.asset_names.items() if name and name.lower() == text.lower()]
    fitting = [key for key in found if action is None or action in matrix().assets[key[0]].actions]
    if len(fitting) == 1 or len(found) == 1:
        return _asset(facts, (fitting or found)[0])
    if found:
        choices = [f"{asset_type}:{asset_id}" for asset_type, asset_id in fitting or found]
        raise AmbiguousNameError(
            f'"{text}" is the name of {len(choices)} assets; give one of: {_list(choices)}.', choices
        )
    names = {name for name in facts.asset_names.values() if name} | {asset_id for _, asset_id in facts.asset_names}
    near = nearest(text, sorted(names), 3)
    hint = f"Did you mean {_list(near)}?" if near else "It may be in a Business Center that was not read."
    raise UnknownNameError(f'There is no asset "{text}" in what was read. {hint}', near)


def action(text: str, asset_type: str | None = None) -> str:
    """
    Return an action by its id; spaces and hyphens count as underscores.

    Raises:
        ActionError: there is no such action, or not on this kind of asset.

    """
    wanted = re.sub(r"[\s-]+", "_", text.strip().lower())
    public = {name for _, name, _ in matrix().cells()}
    if wanted not in public:
        near = nearest(wanted, sorted(public))
        hint = f'Did you mean "{near[0]}"?' if near else f"Use one of: {_list(sorted(public))}."
        raise ActionError(f'There is no action "{text}". {hint}')
    if asset_type is not None:
        kind = matrix().assets[asset_type]
        possible = [name for name, cell in kind.actions.items() if not cell.internal]
        if wanted not in possible:
            raise ActionError(f'"{wanted}" does not exist for a {kind.words}. Use one of: {_list(possible)}.')

    return wanted


def _asset(facts: Facts, key: tuple[str, str]) -> Asset:
    return Asset(type=key[0], id=key[1], name=facts.asset_names[key])


def _list(items: Iterable[str]) -> str:
    return ", ".join(items)
