"""Reads about ad accounts, verification and money (contract section 9)."""

from __future__ import annotations

from typing import Any

from regrant.sandbox.ask import Answer, Ask, Rows, matches, reads
from regrant.sandbox.gate import check_admin, check_advertiser, check_member
from regrant.sandbox.reads_assets import SHOWN_STATUS
from regrant.sandbox.refusal import field_wrong
from regrant.sandbox.shapes import AdAccount, Verification


@reads("/advertiser/info/")
def advertiser_info(ask: Ask) -> Answer:
    """Give details of ad accounts; one that the caller does not reach fails the whole batch."""
    wanted = ask.args["advertiser_ids"]
    for advertiser_id in wanted:
        check_advertiser(ask, advertiser_id)
    fields = ask.args.get("fields")
    rows = [_account(ask, ask.view.accounts[one]) for one in wanted]
    if fields and "company_name_editable" in fields:
        rows = [{"advertiser_id": row["advertiser_id"], "company_name_editable": True} for row in rows]
    elif fields:
        rows = [{key: row[key] for key in row if key in (*fields, "advertiser_id")} for row in rows]

    return {"list": rows}


def _account(ask: Ask, account: AdAccount) -> dict[str, Any]:
    row = {
        "advertiser_id": account.advertiser_id,
        "name": account.name,
        "status": account.status,
        "role": account.role,
        "rejection_reason": account.rejection_reason or "",
        "company": account.company,
        "country": account.country,
        "currency": account.currency,
        "timezone": account.timezone,
        "display_timezone": account.timezone,
        "language": "en",
        "industry": "290105",
        "address": None,
        "description": "",
        "advertiser_account_type": account.advertiser_account_type,
        "balance": account.balance,
        "create_time": account.create_time,
        "license_no": "",
        "license_url": None,
        "contacter": "",
        "email": "a***@example",
        "cellphone_number": "",
        "telephone_number": "",
    }
    if _owner_shown(ask, account):
        row["owner_bc_id"] = account.owner_bc_id

    return row


def _owner_shown(ask: Ask, account: AdAccount) -> bool:
    """Only an Admin of the owning Business Center with a role obtained there is told the owner."""
    owner = account.owner_bc_id
    if not owner or not ask.view.is_admin(owner, ask.user_id):
        return False

    return ("ADVERTISER", account.advertiser_id) in ask.view.usable(owner, ask.user_id)


@reads("/account/verification/status/")
def verification(ask: Ask) -> Answer:
    """Tell how the business papers stand, of a Business Center or an ad account."""
    bc_id, advertiser_id = ask.args.get("bc_id"), ask.args.get("advertiser_id")
    if (bc_id is None) == (advertiser_id is None):
        raise field_wrong("bc_id", "one of bc_id and advertiser_id should come, and only one")
    if bc_id:
        check_member(ask, bc_id)
        if ask.settings.verification_admin_only:
            check_admin(ask, bc_id)
        return _papers(ask.view.centers[bc_id].verification)
    check_advertiser(ask, str(advertiser_id))

    return _papers(ask.view.accounts[str(advertiser_id)].verification or Verification())


def _papers(papers: Verification) -> dict[str, Any]:
    failed = papers.verification_status == "FAILED"

    return {
        "verification_status": papers.verification_status,
        "rejection_reason": papers.rejection_reason if failed else None,
        "qualification_id": papers.qualification_id,
        "audit_time": papers.audit_time,
    }


@reads("/account/verification/filetype/")
def accepted_papers(ask: Ask) -> Answer:
    """List the papers that a country accepts; this server knows two for every country."""
    business = ask.args["business_type"] == "BUSINESS"
    names = ("Business license", "Certificate of incorporation") if business else ("ID card", "Passport")
    rows = [{"file_type_name": name, "file_type_code": str(code)} for code, name in enumerate(names, 1)]

    return {"file_types": rows}


@reads("/bc/advertiser/attribute/")
def attributes(ask: Ask) -> Answer:
    """Tell which currencies and countries new ad accounts may have: those that occur in this world."""
    accounts = ask.world.ad_accounts
    currencies = {ask.center.currency, *(account.currency for account in accounts)}
    regions = {ask.center.registered_area, *(account.country for account in accounts)}

    return {"currencies": sorted(currencies), "region_codes": sorted(regions)}


@reads("/bc/balance/get/")
def balance(ask: Ask) -> Answer:
    """Tell the money of the Business Center."""
    return {
        "bc_id": ask.center.bc_id,
        "currency": ask.center.currency,
        "account_balance": ask.center.balance,
        "valid_account_balance": ask.center.balance,
    }


@reads("/advertiser/balance/get/")
def balances(ask: Ask) -> Answer:
    """Tell the money of the ad accounts of the Business Center."""
    rows = []
    for held in ask.center.assets:
        account = ask.view.accounts.get(held.asset_id)
        if held.asset_type != "ADVERTISER" or account is None or held.relation_status != "BOUND":
            continue
        if matches(ask.filtering.get("keyword"), account.name, account.advertiser_id):
            rows.append(
                {
                    "advertiser_id": account.advertiser_id,
                    "advertiser_name": account.name,
                    "advertiser_status": SHOWN_STATUS.get(account.status, "SHOW_ACCOUNT_STATUS_NOT_APPROVED"),
                    "currency": account.currency,
                    "account_balance": account.balance,
                    "valid_account_balance": account.balance,
                    "balance_reminder": False,
                    "budget_mode": "UNLIMITED",
                }
            )

    return Rows(rows, "advertiser_account_list")
