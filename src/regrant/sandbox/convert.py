"""
From the compact form of a world, as scenarios carry it, to the sandbox's own form.

`python -m regrant.sandbox.convert SCENARIOS.jsonl OUTDIR` writes one world for each scenario that has one. Both forms
are described in the README. Keys that are not known are named and passed over, so that a richer form still converts.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click
import msgspec

from regrant.sandbox import compact_things as things
from regrant.sandbox.compact import CompactError, Row, tidy, time_of
from regrant.sandbox.compact_center import KNOWN_KINDS, center, kind_of, logins, with_people
from regrant.sandbox.shapes import World
from regrant.sandbox.world import WorldError, parse_world

TOKEN = "sandbox-token"  # noqa: S105
BC_ID = "7100000000000000001"


def convert_scenario(scenario: Row, causes: dict[str, str] | None = None) -> World:
    """
    Return the world of a scenario (`id`, `opening`, `lang`, `truth`, `world`).

    *causes* maps the scenario's own cause ids to ours; without an entry `expected_cause` stays open. The
    scenario's id of the cause is kept as `reference`.

    Raises:
        CompactError: the compact form cannot be understood.
        WorldError: the world that it makes has mistakes.

    """
    found = (scenario.get("truth") or {}).get("cause")
    more = {
        "name": scenario["id"],
        "about": f"Scenario {scenario['id']} ({scenario.get('problem', 'no problem named')})",
        "reference": found,
        "expected_cause": (causes or {}).get(found or ""),
    }
    words = {"words": scenario.get("opening"), "lang": scenario.get("lang")}

    return convert_world(scenario["world"], more, words)


def convert_world(compact: Row, more: Row, words: Row | None = None) -> World:
    """Return the world of the compact form; *more* gives its name and the like, *words* parts of the question."""
    plain, _ = tidy(compact)
    if not plain.get("now"):
        raise CompactError('now: a time is expected, such as "2026-11-20 09:00:00"')
    known = with_people(plain)
    bc_id, me = known.get("bc", {}).get("id") or BC_ID, known["me"]
    people = logins(known)
    tokens = [{"token": TOKEN, "user_id": me}]
    tokens += [{"token": f"{TOKEN}-{one['user_id']}", "user_id": one["user_id"]} for one in people]
    world: Row = {
        "now": time_of(known["now"]),
        "question": {"who": known.get("subject"), "asset": known.get("target_asset"), **(words or {})},
        "logins": people,
        "tokens": [one for at, one in enumerate(tokens) if not at or one["user_id"] != me],
        "business_centers": [center(known, bc_id)],
        "shares": things.shares(known, bc_id),
        "ad_accounts": things.ad_accounts(known, bc_id),
        "tiktok_accounts": things.tiktok_accounts(known),
        "spark_codes": things.spark_codes(known),
        "shops": things.shops(known, bc_id),
        "pixels": things.pixels(known, bc_id),
        **more,
    }

    return parse_world(json.dumps(world), str(more.get("name", "world")))


def unknown_keys(compact: Row) -> list[str]:
    """Return the keys and kinds of asset of a compact world that mean nothing here, and so are passed over."""
    plain, strange = tidy(compact)
    kinds = {str(one["type"]) for one in plain.get("assets", ())}

    return [*strange, *(f"assets of type {kind}" for kind in sorted(kinds) if kind_of(kind) not in KNOWN_KINDS)]


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("scenarios", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("outdir", type=click.Path(file_okay=False, path_type=Path))
@click.option("--causes", type=click.Path(exists=True, path_type=Path), help="JSON: the scenarios' cause ids to ours.")
def main(scenarios: Path, outdir: Path, causes: Path | None) -> None:
    """Write a world into OUTDIR for each line of SCENARIOS (JSON Lines) that has the key "world"."""
    known = json.loads(causes.read_text(encoding="utf-8")) if causes else {}
    outdir.mkdir(parents=True, exist_ok=True)
    failed = 0
    for number, line in enumerate(scenarios.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            failed += not _one(f"{scenarios}:{number}", line, outdir, lambda row: convert_scenario(row, known))
    if failed:
        raise SystemExit(1)


def _one(place: str, line: str, outdir: Path, convert: Callable[[Row], World]) -> bool:
    try:
        scenario = json.loads(line)
        if not scenario.get("world"):
            return True
        world = convert(scenario)
    except WorldError as error:
        click.echo(f"{place}: the world has mistakes.\n{error}", err=True)
        return False
    except CompactError as error:
        click.echo(f"{place}: {error}. The README describes the compact form.", err=True)
        return False
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        click.echo(f"{place}: this is not a scenario with a compact world ({error!r}); see the README.", err=True)
        return False
    for key in unknown_keys(scenario["world"]):
        click.echo(f'{place}: the key "{key}" is not known and was passed over.', err=True)
    target = outdir / f"{world.name}.json"
    target.write_bytes(msgspec.json.format(msgspec.json.encode(world), indent=2) + b"\n")
    click.echo(str(target))

    return True


if __name__ == "__main__":
    main()
