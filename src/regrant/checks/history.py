"""What the log tells of a loss: who ended what, and what it was before."""

from __future__ import annotations

from regrant.checks import log
from regrant.checks.model import Seen, check, inferred, verified
from regrant.checks.people import person_in_list
from regrant.checks.view import Row, View

_DONE_BY = {"partner_ended": "owner_ended"}
_CHANGED_BY = {
    "partner_ended": "owner_changed",
    "owner_ended": "owner_changed",
    "moved_away": "owner_changed",
    "removed_here": "people_changed",
}


@check("removal_sign")
def removal_sign(v: View) -> Seen | None:
    """Say that the person was not removed, or left; what an Admin meant who removed them no log tells."""
    if v.q.who is None:
        return None
    if v.person is not None and v.person["relation_status"] != "UNBOUND":
        return verified("not_removed", "members", v.person)
    line = log.end_of_member(v)
    if line is None or (v.person is None and not v.absent):
        return None

    # Whether the Admin who did it wanted that, or meant one account only, is not in the log.
    return inferred("left_self", "log", line) if log.by_themselves(v, line) else None


@check("loss_kind")
def loss_kind(v: View) -> Seen | None:
    """Tell what was lost: the Business Center, assets, a level, or what a partner shared."""
    stands = person_in_list(v)
    if stands is not None and not v.joined:
        line = log.end_of_member(v)
        if line is not None:
            return None if log.others_put_out(v, line) else inferred("gone_for_one", "log", line)
        return inferred("never_there", "members", stands.row) if stands.value in ("pending", "declined") else None
    line = _lost_share(v)
    if line is not None:
        return inferred("shared_gone", "log", line)
    line = _taken(v)
    if line is not None:
        return inferred("emptied", "log", line)
    line = log.lower_role(v) if v.joined else None

    return inferred("may_do_less", "log", line) if line is not None else None


@check("had_it_before")
def had_it_before(v: View) -> Seen | None:
    """Say whether it ever worked, where a list or the log shows it."""
    stands = person_in_list(v)
    if stands is not None and not v.joined:
        line = log.end_of_member(v)
        if line is not None:
            return inferred("worked_before", "log", line)
        return inferred("never_worked", "members", stands.row) if stands.value in ("pending", "declined") else None
    if v.asset is not None and v.asset["relation_status"] in ("PENDING", "REJECTED"):
        return inferred("never_worked", "assets", v.asset)
    if v.asset is not None and v.asset["relation_status"] == "UNBOUND":
        return inferred("worked_before", "assets", v.asset)
    line = (log.end_of_asset(v) if v.missing else None) or _taken(v) or (log.lower_role(v) if v.joined else None)

    return inferred("worked_before", "log", line) if line is not None else None


@check("what_changed")
def what_changed(v: View) -> Seen | None:
    """Say what the log shows just before."""
    stands = person_in_list(v)
    line = log.end_of_member(v) if stands is not None and not v.joined else None
    line = line or _taken(v) or (log.lower_role(v) if v.joined else None)
    if line is not None:
        return None if log.by_themselves(v, line) else inferred("people_changed", "log", line)
    line = log.end_of_asset(v) if _is_gone(v) else None
    value = _CHANGED_BY.get(log.how_ended(line)) if line is not None else None

    return inferred(value, "log", line) if value else None


@check("what_happened_to_it")
def what_happened_to_it(v: View) -> Seen | None:
    """Say who took the asset away, if the log does."""
    if not _is_gone(v):
        return None
    line = log.end_of_asset(v)
    if line is None:
        return inferred("nothing_done", "log") if v.whole("log") else None
    value = log.how_ended(line)

    return inferred(_DONE_BY.get(value, value), "log", line)


def _is_gone(v: View) -> bool:
    return v.missing or (v.asset is not None and v.asset["relation_status"] == "UNBOUND")


def _lost_share(v: View) -> Row | None:
    """Return the line that says that a partner ended sharing what is not here any more."""
    line = log.end_of_asset(v) if v.missing else None

    return line if line is not None and log.how_ended(line) == "partner_ended" else None


def _taken(v: View) -> Row | None:
    """Return the line that says that the asset was taken from the person, who surely lacks it now."""
    lacks = v.joined and not v.missing and (v.asset is None or not (v.grants or v.group_roles))
    line = log.end_of_grant(v) if lacks else None

    return line if line is not None else None
