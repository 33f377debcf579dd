"""What the log tells. Its lines have no documented form, so all that rests on their words is an inference."""

from __future__ import annotations

from regrant.checks.model import Seen, check, inferred, verified
from regrant.checks.people import person_in_list
from regrant.checks.view import Row, View

_ENDED = ("remov", "revok", "unlink", "delet", "cancel", "disconnect", "unbound", "withdr")


def ended(row: Row) -> bool:
    """Tell whether a line speaks of an end."""
    return any(word in row["text"].casefold() for word in _ENDED)


def end_of_member(v: View) -> Row | None:
    """Return the newest line that says that the person was removed."""
    email = v.person["user_email"] if v.person else None
    user = v.person["user_id"] if v.person else None
    lines = [row for row in v.log_of(v.q.who, email, user) if row["activity_type"] in ("USER", "BUSINESS", None)]

    return next((row for row in lines if ended(row)), None)


def end_of_asset(v: View) -> Row | None:
    """Return the newest line that says that the asset was taken away from the Business Center, not from a person."""
    names = (v.asset["asset_id"], v.asset["asset_name"]) if v.asset else (v.q.asset,)
    lines = [row for row in v.log_of(*names) if row["activity_type"] in ("ACCOUNT", "ASSET", None)]

    return next((row for row in lines if ended(row) and "@" not in row["text"]), None)


@check("removal_sign")
def removal_sign(v: View) -> Seen | None:
    """Say who removed the person, or that nobody did."""
    if v.q.who is None:
        return None
    if v.person is not None and v.person["relation_status"] != "UNBOUND":
        return verified("not_removed", "members", v.person)
    line = end_of_member(v)
    if line is None or (v.person is None and not v.whole("members")):
        return None
    himself = v.person is not None and line["operator_id"] == v.person["user_id"]

    return inferred("left_self" if himself else "admin_chose", "log", line)


@check("loss_kind")
def loss_kind(v: View) -> Seen | None:
    """Tell one person's loss from never having joined."""
    stands = person_in_list(v)
    if stands is None or v.joined:
        return None
    if stands.value in ("pending", "declined") and end_of_member(v) is None:
        return inferred("never_there", "members", stands.row)
    line = end_of_member(v)

    return inferred("gone_for_one", "log", line) if line is not None else None


@check("had_it_before")
def had_it_before(v: View) -> Seen | None:
    """Say whether it ever worked, where a list or the log shows it."""
    stands = person_in_list(v)
    if stands is not None and not v.joined:
        line = end_of_member(v)
        if line is not None:
            return inferred("worked_before", "log", line)
        return inferred("never_worked", "members", stands.row) if stands.value in ("pending", "declined") else None
    if v.asset is not None and v.asset["relation_status"] in ("PENDING", "REJECTED"):
        return inferred("never_worked", "assets", v.asset)
    if v.asset is not None and v.asset["relation_status"] == "UNBOUND":
        return inferred("worked_before", "assets", v.asset)
    line = end_of_asset(v) if v.missing else None

    return inferred("worked_before", "log", line) if line is not None else None


@check("what_changed")
def what_changed(v: View) -> Seen | None:
    """Say what the log shows just before."""
    stands = person_in_list(v)
    line = end_of_member(v) if stands is not None and not v.joined else None
    if line is not None:
        return inferred("people_changed", "log", line)
    gone = v.missing or (v.asset is not None and v.asset["relation_status"] == "UNBOUND")
    line = end_of_asset(v) if gone else None
    if line is not None and "owner" in line["text"].casefold():
        return inferred("owner_changed", "log", line)

    return None


@check("what_happened_to_it")
def what_happened_to_it(v: View) -> Seen | None:
    """Say who took the asset away, if the log does."""
    gone = v.missing or (v.asset is not None and v.asset["relation_status"] == "UNBOUND")
    line = end_of_asset(v) if gone else None
    if line is None:
        return inferred("nothing_done", "log") if gone and v.whole("log") else None

    return inferred("owner_ended" if "owner" in line["text"].casefold() else "removed_here", "log", line)
