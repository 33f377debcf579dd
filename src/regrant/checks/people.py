"""What the list of users tells: who is in it, how, with which role, and who else."""

from __future__ import annotations

from regrant.checks import log
from regrant.checks.model import Seen, check, inferred, verified
from regrant.checks.view import ME, NOT_IN, View

MOST_ADMINS = 20
"""How many Admins a Business Center can have; from the knowledge, finding `seats_left`."""
NEARLY_FULL = 3900
"""Out of 4,000 people."""
_LIST = {"BOUND": "joined", "PENDING": "pending", "REJECTED": "declined", "UNBOUND": "not_listed"}
_ROLES = {"ADMIN": "admin", "STANDARD": "standard"}
_MANAGES = ("people", "assign_others")
_ADDING = {"cant_add_user", "invite_not_working"}
_FINANCE = {"MANAGER": "manager", "ANALYST": "analyst", None: "none"}


@check("person_in_list")
def person_in_list(v: View) -> Seen | None:
    """Say how the person stands in the list of users."""
    if v.q.who is None:
        return None
    if v.person is not None:
        value = _LIST.get(v.person["relation_status"])
        return verified(value, "members", v.person) if value else None
    if v.near is not None:
        return inferred("pending", "members", v.near)

    return Seen(value="not_listed", table="members", inferred=not v.traced) if v.absent else None


@check("address_used")
def address_used(v: View) -> Seen | None:
    """Compare the address with those of the list."""
    if v.near is not None and v.whole("members"):
        return verified("typo", "members", v.near)
    if v.person and v.q.who and (v.person["user_email"] or "").casefold() == v.q.who.casefold():
        return verified("same", "members", v.person)

    return None


@check("person_bc_role")
def person_bc_role(v: View) -> Seen | None:
    """Say the person's role; whoever is surely not a member has none."""
    if v.joined and v.person:
        value = _ROLES.get(v.person["role"])
        return verified(value, "members", v.person) if value else None
    stands = person_in_list(v)

    return Seen(value="no_role", table="members", row=stands.row, inferred=stands.inferred) if stands else None


@check("bc_opens")
def bc_opens(v: View) -> Seen | None:
    """Say what follows for somebody who is no member: the Business Center is not there."""
    stands = person_in_list(v)

    return inferred("not_there", "members", stands.row) if stands and not v.joined else None


@check("what_is_stuck")
def what_is_stuck(v: View) -> Seen | None:
    """Say how far it must reach: no member, no Business Center; no grant, not this asset."""
    stands = person_in_list(v)
    if stands and not v.joined:
        return inferred("whole_bc", "members", stands.row)
    if v.missing or (v.asset and not v.here):
        return inferred("one_asset", "assets", v.asset)
    if v.joined and v.asset and not v.grants and not v.group_roles and v.grants_whole():
        return inferred("one_asset", "grants")

    return None


@check("finance_role")
def finance_role(v: View) -> Seen | None:
    """Say the finance role of somebody who has joined."""
    if not v.joined or v.person is None:
        return None
    value = _FINANCE.get(v.person["finance_role"])
    # TikTok may leave the field out altogether; it says "none" only where others are seen to have one.
    told = value != "none" or any(row["finance_role"] for row in v.rows("members"))

    return Seen(value=value, table="members", row=v.person, inferred=not told) if value else None


@check("invite_stage")
def invite_stage(v: View) -> Seen | None:
    """Say that an invitation was accepted, or that it cannot have come because of its address."""
    if v.joined:
        return verified("joined", "members", v.person)

    return inferred("nothing_came", "members", v.near) if v.near is not None else None


@check("spam_search")
def spam_search(v: View) -> Seen | None:
    """Say that mail to a misspelt address is in no mailbox of the person."""
    return inferred("not_found", "members", v.near) if v.near is not None and v.whole("members") else None


@check("invite_link")
def invite_link(v: View) -> Seen | None:
    """Say that there is no link where the mail went to a misspelt address, and that a declined one was declined."""
    if v.person is not None and v.person["relation_status"] == "REJECTED":
        return inferred("declined", "members", v.person)

    return inferred("no_link", "members", v.near) if v.near is not None and v.whole("members") else None


@check("invited_before")
def invited_before(v: View) -> Seen | None:
    """Tell from the log whether the address was invited more than once while still open."""
    if v.joined:
        return verified("joined_already", "members", v.person)
    lines = log.invitations(v)

    return inferred("again", "log", lines[0]) if len(lines) > 1 else None


@check("seats_left")
def seats_left(v: View) -> Seen | None:
    """Count Admins and people."""
    people = [row for row in v.rows("members") if row["relation_status"] not in ("REJECTED", "UNBOUND")]
    admins = [row for row in people if row["role"] == "ADMIN"]
    if len(admins) >= MOST_ADMINS:
        return verified("admins_full", "members", admins[-1])
    if len(people) >= NEARLY_FULL:
        return verified("members_full", "members", people[-1])
    # Only the keyword search for one person may have been made; then the list is that person alone.
    if len(people) > 1 and v.whole("members") and not v.q.who:
        return verified("seats_free", "members")

    return None


@check("admin_left")
def admin_left(v: View) -> Seen | None:
    """Say that there is an Admin; whether one can sign in is not known, so it is an inference."""
    admins = [row for row in v.rows("members", role="ADMIN") if row["relation_status"] not in NOT_IN]

    return inferred("admin_there", "members", admins[0]) if admins else None


def adds(v: View) -> bool:
    """
    Tell whether the person in question is the one who adds others, and not the one to be added.

    That is known only if they want to manage people, or if they are the token's own login, a member, and it is about
    adding or inviting. The login that checks for another may be anybody.
    """
    if not v.joined or v.person is None:
        return False
    own = v.read.me["user_id"] if v.read.me else None
    himself = v.q.who == ME or (own is not None and v.person["user_id"] == own)

    return v.action in _MANAGES or (himself and bool(v.problems & _ADDING))


@check("adder_bc_role")
def adder_bc_role(v: View) -> Seen | None:
    """Say the role of the one who adds people, where that is the person in question."""
    value = _ROLES.get(v.person["role"]) if adds(v) and v.person else None

    return verified(value, "members", v.person) if value else None


@check("adder_account_role")
def adder_account_role(v: View) -> Seen | None:
    """Say the role on the ad account of the one who adds people, where that is the person in question."""
    if v.kind("ADVERTISER") is None or not adds(v):
        return None
    rows = v.grants or v.group_roles
    if not rows:
        return verified("not_assigned", "grants") if v.grants_whole() else None
    roles = {role for row in v.grants for role in row["roles"]} | {row["role"] for row in v.group_roles}
    table = "grants" if v.grants else "group_members"

    return verified("admin" if "ADMIN" in roles else "lower", table, rows[0])
