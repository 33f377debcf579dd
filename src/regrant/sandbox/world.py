"""Loading a world from JSON, with errors that say file, path, what is wrong and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from regrant.sandbox.recorded import RECORDED
from regrant.sandbox.shapes import BusinessCenter, World
from regrant.sandbox.table import endpoints
from regrant.sandbox.view import View

TIME = "%Y-%m-%d %H:%M:%S"
DECODER = msgspec.json.Decoder(World)
"""Made once, when one thread imports it: msgspec must not prepare the same shapes in two threads at a time."""
WHERE = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>.*)`)?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a world: the file, the path inside it (`$.tokens[0].user_id`), what, and how to mend it."""

    file: str
    path: str
    what: str
    mend: str

    def __str__(self) -> str:
        """Say it in two lines."""
        return f"{self.file}: {self.path}: {self.what}\n    Mend: {self.mend}"


class WorldError(Exception):
    """The world cannot be used; `mistakes` lists every reason."""

    def __init__(self, *mistakes: Mistake) -> None:
        """Keep the mistakes."""
        self.mistakes = mistakes
        super().__init__("\n".join(map(str, mistakes)))


def load_world(path: Path | str) -> World:
    """Read a world from a file; raise `WorldError` with every mistake in it."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        mend = f"Give the path of a world, or one of the names that come with it: {', '.join(world_names())}."
        raise WorldError(Mistake(str(path), "$", f"the file cannot be read ({why})", mend)) from None

    return parse_world(content, str(path))


def parse_world(content: bytes | str, file: str = "world") -> World:
    """Read a world from JSON text; *file* is named in errors."""
    try:
        world = DECODER.decode(content)
    except msgspec.ValidationError as error:
        raise WorldError(_said(file, str(error))) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        mend = "Check commas, quotes and brackets near that place."
        raise WorldError(Mistake(file, "$", f"this is not JSON ({error})", mend)) from None
    mistakes = list(_mistakes(world, file))
    if mistakes:
        raise WorldError(*mistakes)

    return world


def world_names() -> list[str]:
    """Return the names of the worlds that come with the sandbox."""
    folder = files("regrant.sandbox").joinpath("worlds")

    return sorted(entry.name.removesuffix(".json") for entry in folder.iterdir() if entry.name.endswith(".json"))


def packaged_world(name: str) -> World:
    """Return a world that comes with the sandbox, such as "healthy"."""
    if name not in world_names():
        near = get_close_matches(name, world_names(), n=1)
        mend = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(world_names())}."
        raise WorldError(Mistake(name, "$", "no such world comes with the sandbox", mend))
    content = files("regrant.sandbox").joinpath(f"worlds/{name}.json").read_bytes()

    return parse_world(content, f"{name}.json")


def world_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a world, for editors."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(World)}
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(schema))

    return plain


def clock(world: World) -> datetime:
    """Return the world's time, in UTC."""
    return datetime.strptime(world.now, TIME).replace(tzinfo=UTC)


def _said(file: str, text: str) -> Mistake:
    match = WHERE.match(text)
    what, path = (match["what"], match["path"]) if match else (text, None)
    mend = "Compare with the schema: python -m regrant.sandbox --schema"
    if "unknown field" in what:
        mend = "Remove the field or correct its spelling; python -m regrant.sandbox --schema lists the fields."
    elif "missing required field" in what:
        mend = "Add the field."

    return Mistake(file, path or "$", what[:1].lower() + what[1:], mend)


def _mistakes(world: World, file: str) -> Iterator[Mistake]:
    view = View(world)
    for path, what, mend in (*_times(world), *_ids(world), *_tokens(view), *_centers(view), *_others(view)):
        yield Mistake(file, path, what, mend)


Found = Iterator[tuple[str, str, str]]


def _times(world: World) -> Found:
    places = [("$.now", world.now)]
    for bc, center in enumerate(world.business_centers):
        places += [(f"$.business_centers[{bc}].log[{at}].time", line.time) for at, line in enumerate(center.log)]
    for at, code in enumerate(world.spark_codes):
        places.append((f"$.spark_codes[{at}].auth_start_time", code.auth_start_time))
        places.append((f"$.spark_codes[{at}].auth_end_time", code.auth_end_time))
    for path, text in places:
        try:
            datetime.strptime(text, TIME).replace(tzinfo=UTC)
        except ValueError:
            yield path, f'"{text}" is not a time', "Write it as 2026-11-20 09:00:00 (UTC)."


def _ids(world: World) -> Found:
    for kind, ids in (
        ("business_centers", [center.bc_id for center in world.business_centers]),
        ("logins", [login.user_id for login in world.logins]),
        ("tokens", [token.token for token in world.tokens]),
        ("ad_accounts", [account.advertiser_id for account in world.ad_accounts]),
        ("shops", [shop.store_id for shop in world.shops]),
        ("pixels", [pixel.pixel_id for pixel in world.pixels]),
        ("tiktok_accounts", [account.tt_account_id for account in world.tiktok_accounts]),
        ("spark_codes", [code.auth_code for code in world.spark_codes]),
    ):
        for at, one in enumerate(ids):
            if one in ids[:at]:
                yield f"$.{kind}[{at}]", f'"{one}" stands there twice', "Remove one of the two, or give it another id."
            if kind not in ("tokens", "spark_codes") and not one.isdigit():
                yield f"$.{kind}[{at}]", f'the id "{one}" is not made of digits', "Ids of TikTok are digits alone."


def _tokens(view: View) -> Found:
    apps = {app.app_id for app in view.world.apps}
    for at, token in enumerate(view.world.tokens):
        if token.user_id not in view.logins:
            yield _stray(f"$.tokens[{at}].user_id", "login", token.user_id, view.logins)
        if token.app_id not in apps:
            yield _stray(f"$.tokens[{at}].app_id", "app", token.app_id, apps)
    for at, fault in enumerate(view.world.faults):
        if "*" not in fault.on and fault.on not in endpoints():
            yield _stray(f"$.faults[{at}].on", "endpoint", fault.on, endpoints())


def _centers(view: View) -> Found:
    for bc, center in enumerate(view.world.business_centers):
        start = f"$.business_centers[{bc}]"
        users = {member.user_id for member in center.members if member.user_id}
        emails = {member.email for member in center.members}
        held = {(one.asset_type, one.asset_id) for one in center.assets}
        ids = {asset_id for _, asset_id in held}
        yield from _rows(view, center, start)
        for at, grant in enumerate(center.grants):
            if (grant.asset_type, grant.asset_id) not in held:
                yield _stray(f"{start}.grants[{at}].asset_id", f"{grant.asset_type} here", grant.asset_id, ids)
            if grant.user_id not in users and grant.email not in emails:
                yield _stray(f"{start}.grants[{at}].user_id", "member", grant.user_id or grant.email or "null", users)
        for at, link in enumerate(center.links):
            if link.asset_id not in ids:
                yield _stray(f"{start}.links[{at}].asset_id", "asset here", link.asset_id, ids)


def _rows(view: View, center: BusinessCenter, start: str) -> Found:
    for at, member in enumerate(center.members):
        if member.relation_status == "BOUND" and member.user_id not in view.logins:
            yield _stray(f"{start}.members[{at}].user_id", "login", member.user_id or "null", view.logins)
    for at, one in enumerate(center.assets):
        if one.asset_type == "ADVERTISER" and one.asset_id not in view.accounts:
            yield _stray(f"{start}.assets[{at}].asset_id", "ad account", one.asset_id, view.accounts)


def _others(view: View) -> Found:
    for at, share in enumerate(view.world.shares):
        if share.from_bc_id not in view.centers and share.to_bc_id not in view.centers:
            yield _stray(f"$.shares[{at}].to_bc_id", "Business Center", share.to_bc_id, view.centers)
    for path in view.world.records:
        if path not in RECORDED:
            yield _stray("$.records", "list that can be recorded under", path, RECORDED)
    for at, code in enumerate(view.world.spark_codes):
        for one in code.applied_to:
            if one not in view.accounts:
                yield _stray(f"$.spark_codes[{at}].applied_to", "ad account", one, view.accounts)


def _stray(path: str, kind: str, wrong: str, known: Any) -> tuple[str, str, str]:
    near = get_close_matches(wrong, list(known), n=1)
    hint = f'Did you mean "{near[0]}"? If not, add it.' if near else "Add it, or correct the id."

    return path, f'there is no {kind} "{wrong}"', hint
