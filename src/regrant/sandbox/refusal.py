"""
The refusals of TikTok's API: a code and a message, in the words that were seen in the wild.

The messages come from section 2.1 of the API contract; those marked "assumed" were never seen.
"""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818
    """An answer that is no success: `code` and `message` of the envelope, HTTP status 200."""

    def __init__(self, code: int, message: str) -> None:
        """Keep code and message."""
        self.code = code
        self.message = message
        super().__init__(f"{code}: {message}")


def token_missing() -> Refusal:
    """Say that no token came in the header."""
    return Refusal(40104, "Access token is null, you should set it in http header with key Access-Token.")


def token_wrong() -> Refusal:
    """Say that the token is unknown or was revoked."""
    return Refusal(40105, "Access token is incorrect or has been revoked.")


def token_expired() -> Refusal:
    """Say that the token is past its time (assumed message)."""
    return Refusal(40102, "Access token is expired.")


def scope_missing(path: str, method: str) -> Refusal:
    """Say that the token lacks the permission of this endpoint; the path ends in ":METHOD"."""
    return Refusal(40001, f"advertiser does not grant you {path}:{method} permission")


def field_missing(*names: str) -> Refusal:
    """Say that required parameters did not come."""
    return Refusal(40002, f"Missing required field(s): {', '.join(names)}.")


def field_wrong(name: str, why: str) -> Refusal:
    """Say that a parameter has a value that is not accepted."""
    return Refusal(40002, f"Invalid value of '{name}': {why}")


def not_your_advertiser(advertiser_id: str) -> Refusal:
    """Say that the login has no role on the ad account."""
    return Refusal(40001, f"No permission to operate advertiser {advertiser_id}")


def advertiser_gone(advertiser_id: str) -> Refusal:
    """Say that the ad account does not exist."""
    return Refusal(40001, f"The advertiser {advertiser_id} doesn't exist or has been deleted.")


def not_your_bc(bc_id: str) -> Refusal:
    """Say that the login is not in the Business Center, or there is none: the answer is the same (assumed message)."""
    return Refusal(40001, f"No permission to operate business center {bc_id}")


def admins_only(bc_id: str, code: int = 40001) -> Refusal:
    """Say that the operation is for Admins and the login is a Standard member (assumed message)."""
    return Refusal(code, f"You don't have permission to perform this operation in business center {bc_id}.")


def finance_only(bc_id: str) -> Refusal:
    """Say that money pages need a finance role, which an Admin may lack (assumed message)."""
    return Refusal(40001, f"You don't have the finance permission of business center {bc_id}.")


def not_your_asset(asset_id: str) -> Refusal:
    """Say that the asset is not in the Business Center, or is closed to the login."""
    return Refusal(40002, f"You don't have permission to the asset({asset_id})")


def not_your_catalog(catalog_id: str) -> Refusal:
    """Say that the login has no role on the catalog."""
    return Refusal(40001, f"You don't have permission to operate this catalog:{catalog_id}.")


def no_such_member(user_id: str) -> Refusal:
    """Say that the person has not joined the Business Center (assumed message)."""
    return Refusal(40002, f"The user {user_id} is not a member of the business center.")


def punished(what: str) -> Refusal:
    """Say that the Business Center or ad account is disabled by TikTok (only the word "punish" was seen)."""
    return Refusal(40001, f"Operation failed because the {what} has been punished.")


def not_implemented(path: str) -> Refusal:
    """Say that the endpoint exists at TikTok and is refused here."""
    return Refusal(40008, f"The endpoint {path} is not implemented.")
