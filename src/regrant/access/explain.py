"""From marked paths to an explanation: the chain in words, near misses, the least repair and who can do it."""

from __future__ import annotations

from collections import defaultdict

from regrant.access.chain import DEPENDS, NO, UNREADABLE, YES, links, mark_column
from regrant.access.facts import Facts, removed_in_log
from regrant.access.gaps import Gaps
from regrant.access.names import near_people
from regrant.access.paths import VERDICTS
from regrant.access.permissions import Cell, link_words, matrix
from regrant.access.repair import Case, Repairer
from regrant.access.result import Asset, LinkState, Mark, Path, Person, Repair, Why
from regrant.access.tables import NOT_READ, Row, Tables

MARKS: dict[int, Mark] = {YES: "yes", NO: "no", UNREADABLE: "unreadable", DEPENDS: "depends"}
SHOWN_GAPS = 8
SHOWN_SCOPES = 3
_GROUPS = frozenset({"groups", "group_members", "group_assets"})
_TELLING = ("bc_healthy", "ad_account_healthy")
"""Links whose uncertain status still names a cause (in review, say)."""


class Explainer:
    """Explains the paths of one question."""

    def __init__(self, tables: Tables, facts: Facts, gaps: Gaps) -> None:
        """Keep what the explanations need of one snapshot."""
        self._tables, self._facts, self._gaps = tables, facts, gaps
        self._repairer = Repairer(tables, facts)

    def why(self, person: Person, action: str, asset: Asset, rows: list[Row]) -> Why:
        """Return the explanation; *rows* are the marked paths of the question, at least one."""
        cell = matrix().cell(asset.type, action)
        rows = sorted(rows, key=lambda row: (-row["rank"], row["route"] != "own", row["bc_id"], row["group_id"] or ""))
        paths = [self._path(Case(self._told(row, person, cell), person, asset, cell)) for row in rows]
        best = paths[0]
        misses = [path for path in paths if len(path.failing) == 1] if best.verdict != "can" else []

        return Why(
            verdict=best.verdict,
            who=person,
            action=action,
            asset=asset,
            sentence=_sentence(best, person, action, asset),
            chain=best.chain,
            path=best,
            paths=len(paths),
            near_misses=tuple(sorted(misses, key=lambda path: path.cost)),
            repair=_least(paths) if best.verdict == "cannot" else (),
            cause=_cause(best),
            partner=self._repairer.partner_name(rows[0]) if Case(rows[0], person, asset, cell).from_partner else None,
            notes=self._notes(person, asset, cell, paths),
            sources=cell.sources,
            read_at=self._tables.read_at,
        )

    def gaps_in_words(
        self, tables: frozenset[str] | None = None, *, needed: frozenset[str] | None = None
    ) -> tuple[str, ...]:
        """
        Return one sentence per thing that could not be read, of some tables or of all.

        A table left out on purpose is named only if it is *needed*, as something hangs on it.
        """
        reasons: dict[tuple[str, str], list[str]] = defaultdict(list)
        for table, rows in self._gaps.rows.items():
            for row in rows if tables is None or table in tables else ():
                if row["reason"] == NOT_READ and needed is not None and table not in needed:
                    continue
                reasons[table, _reason(row)].append(row["scope"] or "")
        found = [_gap(table, reason, scopes) for (table, reason), scopes in reasons.items()]
        more = len(found) - SHOWN_GAPS

        return tuple(found) if more <= 0 else (*found[:SHOWN_GAPS], f"and {more} more reads failed")

    def _told(self, row: Row, person: Person, cell: Cell) -> Row:
        """Return a path with what only the explanation needs."""
        roles = ", ".join(role for role in row["role_text"].split("|") if role)
        mark = person.email or person.id
        removed = row["removed"] or (not person.known and removed_in_log(self._tables, mark, row["bc_id"]))

        return {"usable_ads": (), **row, "never": cell.never, "role": roles, "removed": removed, "user_id": person.id}

    def _path(self, case: Case) -> Path:
        row = case.row
        states, repairs = [], []
        for link in links():
            if link.id not in case.cell.links or (link.id == "ceiling" and not case.from_partner):
                continue
            mark = row[mark_column(link.id)]
            faults = link_words()[link.id].faults if mark in (NO, DEPENDS) else ()
            fault = next((fault for fault in faults if fault.fits(row)), None)
            text, cause = self._text(link.id, mark, case), fault.cause if fault else None
            states.append(LinkState(id=link.id, mark=MARKS[mark], text=text, cause=cause))
            if fault and mark == NO:
                repairs.append(self._repairer.repair(link.id, fault, case))

        return Path(
            route=row["route"],
            bc_id=row["bc_id"],
            bc_name=self._repairer.bcs.get(row["bc_id"]),
            group=self._repairer.groups.get(row["group_id"], row["group_id"]),
            partner=self._repairer.partner(row) if row["route"] == "share" else None,
            verdict=VERDICTS[row["code"]],
            chain=tuple(states),
            repairs=tuple(repairs),
        )

    def _text(self, link: str, mark: int, case: Case) -> str:
        words, values = link_words()[link], self._repairer.values(link, case)
        if mark == YES:
            return words.holds.format(**values)
        if mark == NO:
            return words.fails.format(**values)
        if mark == UNREADABLE:
            return f"not known whether {_open(words.holds, link, case).format(**values)} ({self._unread(link, case)})"
        if link == "role_enough" and not case.row["granted"]:
            return "the role matters only once it is assigned"
        if link == "joined" and case.row["member_status"] is None:
            return "nobody can join before being invited"
        text = (words.depends or words.fails).format(**values)

        return f"{text}: {case.cell.because}" if link == "role_enough" and case.cell.because else text

    def _unread(self, link: str, case: Case) -> str:
        place = {key: case.row[key] for key in ("bc_id", "asset_type", "asset_id", "user_id")}
        touching = [row for table in link_words()[link].reads for row in self._gaps.touching(table, place)]
        reasons = dict.fromkeys(_plainly(row) for row in touching)

        return "; ".join(reasons) or "something it rests on"

    def _notes(self, person: Person, asset: Asset, cell: Cell, paths: list[Path]) -> tuple[str, ...]:
        reads = frozenset(table for link in cell.links for table in link_words()[link].reads)
        unsure = [link.id for path in paths for link in path.chain if link.mark == "unreadable"]
        needed = frozenset(table for link in unsure for table in link_words()[link].reads)
        notes = list(self.gaps_in_words(reads, needed=needed))
        if not person.known:
            mark = person.email or person.id
            near = ", ".join(near_people(self._facts, mark))
            hint = f" The nearest known: {near}." if near else ""
            notes.insert(0, f"The snapshot knows nobody with the id or address {mark}.{hint}")
        if "role_enough" in cell.links and asset.type == "ADVERTISER":
            notes += self.gaps_in_words(_GROUPS)[:1]

        return tuple(notes)


def _sentence(best: Path, person: Person, action: str, asset: Asset) -> str:
    about = f"{matrix().actions[action]} the {matrix().assets[asset.type].words} {asset.shown}"
    unsure = [link.text for link in best.chain if link.mark in ("unreadable", "depends")]
    if best.verdict == "can":
        return f"Yes, {person.shown} can {about}."
    if best.verdict == "cannot":
        return f"No, {person.shown} cannot {about}: {best.failing[0].text}."
    if best.verdict == "unknown_unreadable":
        return f"Could not tell whether {person.shown} can {about}: {unsure[0]}."

    return f"It depends whether {person.shown} can {about}: {unsure[0]}."


def _open(holds: str, link: str, case: Case) -> str:
    """Return what would hold, without the role if that is not known either."""
    if case.row["granted"]:
        return holds
    if link == "role_enough":
        return "the role is enough to {action} this {kind}"

    return holds.removesuffix(" ({role})") if link == "assigned" else holds


def _least(paths: list[Path]) -> tuple[Repair, ...]:
    """Return the steps of the cheapest path, of those whose every failing link has a repair."""
    mendable = [path for path in paths if path.repairs and len(path.repairs) == len(path.failing)]
    least = min(mendable, key=lambda path: (path.cost, len(path.repairs)), default=None)

    return least.repairs if least else ()


def _cause(best: Path) -> str | None:
    """Return the cause of the first failing link, or, if all hangs on one uncertain status, what that means."""
    if best.failing:
        return best.failing[0].cause
    unsure = [link for link in best.chain if link.mark == "depends"]
    if best.verdict == "unknown_depends" and len(unsure) == 1 and unsure[0].id in _TELLING:
        return unsure[0].cause

    return None


def _reason(row: Row) -> str:
    quoted = f'"{row["message"]}"' if row["message"] else None
    parts = [part for part in (_plainly(row), quoted, row["code"] and f"code {row['code']}") if part]

    return ", ".join(parts) or NOT_READ


def _plainly(row: Row) -> str:
    return str(row["reason"] or "").removeprefix("not read: ")


def _gap(table: str, reason: str, scopes: list[str]) -> str:
    shown = [scope for scope in dict.fromkeys(scopes) if scope.strip("*")]
    more = ", ..." if len(shown) > SHOWN_SCOPES else ""
    about = f" ({'; '.join(shown[:SHOWN_SCOPES])}{more})" if shown else ""

    return f"Not read: {table}{about}: {reason}"
