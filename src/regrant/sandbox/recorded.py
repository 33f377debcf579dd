"""Reads whose rows the world holds as they are (`records`): money, papers, sources, the ad account's own log."""

from __future__ import annotations

import csv
import io
from functools import partial
from typing import Any

import msgspec
from msgspec.structs import replace

from regrant.sandbox import refusal
from regrant.sandbox.ask import READINGS, Answer, Ask, Rows, reads, writes
from regrant.sandbox.shapes import Task, World
from regrant.sandbox.view import recorded

LISTS = {
    "/bc/transaction/get/": ("bc_id", "list"),
    "/bc/account/transaction/get/": ("bc_id", "list"),
    "/bc/account/cost/get/": ("bc_id", "list"),
    "/bc/billing_group/get/": ("bc_id", "list"),
    "/bc/invoice/unpaid/get/": ("bc_id", "list"),
    "/payment_portfolio/get/": ("bc_id", "list"),
    "/subscription/get/": ("app_id", "subscriptions"),
}
"""The list's path: the parameter that says whose it is, and the key of the rows."""
FIRST_TASK = 7_900_000_000_000_000_001


def kept(path: str, ask: Ask) -> Answer:
    """Answer a list of `LISTS` from the records."""
    name, key = LISTS[path]
    rows = recorded(ask.world, path, ask.args[name])

    return Rows(rows, key) if "page" in ask.args else {key: rows}


READINGS.update({path: partial(kept, path) for path in LISTS})


@reads("/bc/account/budget/changelog/get/")
def budgets(ask: Ask) -> Answer:
    """List the changes of an ad account's budget, for an ad account of this Business Center."""
    advertiser_id = ask.args["advertiser_id"]
    if ask.view.held(ask.args["bc_id"], "ADVERTISER", advertiser_id) is None:
        raise refusal.not_your_advertiser(advertiser_id)

    return Rows(recorded(ask.world, "/bc/account/budget/changelog/get/", advertiser_id), "changelog_list")


@reads("/bc/advertiser/qualification/get/")
def qualifications(ask: Ask) -> Answer:
    """List the company papers stored for ad accounts."""
    verified = ask.filtering.get("verified")
    rows = recorded(ask.world, "/bc/advertiser/qualification/get/", ask.args["bc_id"])
    fit = [row for row in rows if verified is None or (row.get("status") == "VERIFIED") is verified]

    return Rows(fit, "qualifications")


@reads("/asset/bind/quota/")
def quota(ask: Ask) -> Answer:
    """Tell how many ads an asset may carry; 1,000 with none used where the world does not say."""
    asset_id = ask.args["asset_id"]
    if not any(ask.view.held(bc_id, ask.args["asset_type"], asset_id) for bc_id in ask.view.centers):
        raise refusal.not_your_asset(asset_id)
    found = recorded(ask.world, "/asset/bind/quota/", asset_id)
    row = found[0] if found else {"total_quota": 1000, "used_quota": 0}

    return {**row, "available_quota": row["total_quota"] - row["used_quota"]}


@writes("/changelog/task/create/")
def export(ask: Ask) -> tuple[World, dict[str, Any]]:
    """Ask for an export of the ad account's own log; nothing of it shows in the log of a Business Center."""
    task = Task(task_id=str(FIRST_TASK + len(ask.world.tasks)), advertiser_id=ask.args["advertiser_id"])

    return replace(ask.world, tasks=(*ask.world.tasks, task)), {"task_id": task.task_id}


@reads("/changelog/task/check/")
def export_state(ask: Ask) -> Answer:
    """Tell how an export stands: done at once; a fault that replaces `status` keeps it waiting."""
    _task(ask)
    return {"status": "SUCCESS"}


@reads("/changelog/task/download/")
def exported(ask: Ask) -> Answer:
    """Give an export: JSON text in which the file stands as the text of Python bytes."""
    task = _task(ask)
    rows = recorded(ask.world, "/changelog/task/download/", task.advertiser_id)
    file = io.StringIO()
    writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    found = {"file_name": f"changelog_{task.task_id}.csv", "file_data": repr(file.getvalue().encode())}

    return {"status": "SUCCESS", "changelog": msgspec.json.encode(found).decode()}


def _task(ask: Ask) -> Task:
    for task in ask.world.tasks:
        if (task.task_id, task.advertiser_id) == (ask.args["task_id"], ask.args["advertiser_id"]):
            return task

    raise refusal.Refusal(40007, f"The task {ask.args['task_id']} does not exist.")


RECORDED = (
    *LISTS,
    "/bc/account/budget/changelog/get/",
    "/bc/advertiser/qualification/get/",
    "/asset/bind/quota/",
    "/changelog/task/download/",
    "/catalog/overview/",
    "/catalog/eventsource_bind/get/",
    "/identity/live/get/",
)
"""Every path whose rows the world may hold."""
