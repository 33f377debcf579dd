"""Looking things up in a world, and what follows from it: roles by every path, who is Admin, what is reachable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from regrant.sandbox.shapes import (
    AdAccount,
    BusinessCenter,
    Grant,
    Group,
    Held,
    Login,
    Member,
    Pixel,
    Shop,
    TikTokAccount,
    Token,
    World,
)

LADDER = ("ANALYST", "OPERATOR", "ADMIN")
ROLE_FIELDS = {
    "ADVERTISER": "advertiser_role",
    "CATALOG": "catalog_role",
    "TIKTOK_SHOP": "store_role",
    "TT_ACCOUNT": "tt_account_roles",
    "MANAGED_BUSINESS_ACCOUNT": "business_account_roles",
}
"""Which field tells the role on an asset of each type; a pixel and a form library have none."""


def higher(roles: Iterable[str]) -> str | None:
    """Return the highest of some ad account roles; an unknown role counts lowest."""
    ranked = sorted(roles, key=lambda role: LADDER.index(role) if role in LADDER else -1)

    return ranked[-1] if ranked else None


class View:
    """A world with its indexes, built when first asked for. A new world needs a new view."""

    def __init__(self, world: World) -> None:
        """Look at a world."""
        self.world = world

    @cached_property
    def tokens(self) -> dict[str, Token]:
        """Tokens by their text."""
        return {token.token: token for token in self.world.tokens}

    @cached_property
    def logins(self) -> dict[str, Login]:
        """Logins by user id."""
        return {login.user_id: login for login in self.world.logins}

    @cached_property
    def centers(self) -> dict[str, BusinessCenter]:
        """Business Centers by id."""
        return {center.bc_id: center for center in self.world.business_centers}

    @cached_property
    def accounts(self) -> dict[str, AdAccount]:
        """Ad accounts by id."""
        return {account.advertiser_id: account for account in self.world.ad_accounts}

    @cached_property
    def shops(self) -> dict[str, Shop]:
        """Shops by id."""
        return {shop.store_id: shop for shop in self.world.shops}

    @cached_property
    def pixels(self) -> dict[str, Pixel]:
        """Pixels by id."""
        return {pixel.pixel_id: pixel for pixel in self.world.pixels}

    @cached_property
    def tiktoks(self) -> dict[str, TikTokAccount]:
        """TikTok accounts by id."""
        return {account.tt_account_id: account for account in self.world.tiktok_accounts}

    @cached_property
    def _members(self) -> dict[tuple[str, str], Member]:
        return {
            (center.bc_id, member.user_id): member
            for center in self.world.business_centers
            for member in center.members
            if member.user_id
        }

    @cached_property
    def _held(self) -> dict[tuple[str, str, str], Held]:
        return {
            (center.bc_id, held.asset_type, held.asset_id): held
            for center in self.world.business_centers
            for held in center.assets
        }

    @cached_property
    def _grants(self) -> dict[tuple[str, str], list[Grant]]:
        found: dict[tuple[str, str], list[Grant]] = defaultdict(list)
        for center in self.world.business_centers:
            for grant in center.grants:
                found[center.bc_id, grant.user_id or (grant.email or "").lower()].append(grant)

        return found

    @cached_property
    def _groups(self) -> dict[tuple[str, str], list[tuple[Group, str]]]:
        found: dict[tuple[str, str], list[tuple[Group, str]]] = defaultdict(list)
        for center in self.world.business_centers:
            for group in center.groups:
                for person in group.members:
                    found[center.bc_id, person.user_id].append((group, person.role))

        return found

    def member(self, bc_id: str, user_id: str) -> Member | None:
        """Return the member row of a person who has joined, or None."""
        member = self._members.get((bc_id, user_id))

        return member if member and member.relation_status == "BOUND" else None

    def is_admin(self, bc_id: str, user_id: str) -> bool:
        """Say whether the person is a joined Admin of the Business Center."""
        member = self.member(bc_id, user_id)

        return bool(member and member.role == "ADMIN")

    def held(self, bc_id: str, asset_type: str, asset_id: str) -> Held | None:
        """Return the Business Center's row of an asset, or None."""
        return self._held.get((bc_id, asset_type, asset_id))

    def roles(self, bc_id: str, who: str) -> dict[tuple[str, str], tuple[str, ...]]:
        """
        Return what a person may do here, by (asset type, asset id): own grants and asset groups together.

        *who* is a user id, or the e-mail address of an open invitation.
        """
        own: list[Grant] = self._grants.get((bc_id, who), [])
        found: dict[tuple[str, str], tuple[str, ...]] = {(one.asset_type, one.asset_id): one.roles for one in own}
        for group, role in self._groups.get((bc_id, who), []):
            for asset_id in group.asset_ids:
                best = higher((*found.get(("ADVERTISER", asset_id), ()), role))
                found["ADVERTISER", asset_id] = (best,) if best else ()

        return found

    def usable(self, bc_id: str, who: str) -> dict[tuple[str, str], tuple[str, ...]]:
        """Return the roles on assets that the Business Center really holds: approved, and not taken back."""
        return {
            (kind, asset_id): roles
            for (kind, asset_id), roles in self.roles(bc_id, who).items()
            if (held := self.held(bc_id, kind, asset_id)) and held.relation_status == "BOUND"
        }

    def advertiser_role(self, user_id: str, advertiser_id: str) -> str | None:
        """Return the highest role of a person on an ad account by any path, or None."""
        account = self.accounts.get(advertiser_id)
        roles = [account.people[user_id]] if account and user_id in account.people else []
        for center in self.world.business_centers:
            if self.member(center.bc_id, user_id):
                roles += self.usable(center.bc_id, user_id).get(("ADVERTISER", advertiser_id), ())
                if self.world.settings.admin_reaches_all_ad_accounts and self.is_admin(center.bc_id, user_id):
                    held = self.held(center.bc_id, "ADVERTISER", advertiser_id)
                    roles += ["ADMIN"] if held and held.relation_status == "BOUND" else []

        return higher(roles)

    def name_of(self, held: Held) -> str:
        """Return the name of an asset, wherever the world gives it."""
        if held.asset_name:
            return held.asset_name
        if held.asset_id in self.accounts:
            return self.accounts[held.asset_id].name
        if held.asset_id in self.shops:
            return self.shops[held.asset_id].store_name
        if held.asset_id in self.pixels:
            return self.pixels[held.asset_id].pixel_name
        account = self.tiktoks.get(held.asset_id)

        return account.handle if account else ""


def shown_name(person: Member | Login) -> str:
    """Return the name of a person as TikTok shows it: without one, the start of the address."""
    return person.name or person.email.partition("@")[0]


def recorded(world: World, path: str, of: str) -> list[dict[str, Any]]:
    """Return the rows that the world holds for a path and the id it is asked for."""
    return [record.row for record in world.records.get(path, ()) if record.of == of]
