"""Who and what is meant, and what is said when nobody can be meant."""

from __future__ import annotations

import pytest

from regrant.access import ActionError, AmbiguousNameError, Resolver, TableError, UnknownNameError, build
from tests.access.snapshots import ADS, ANN, BC, CATALOG, OTHER_ADS, asset, member, people, tables, why


def test_address_in_any_case() -> None:
    """Upper and lower case of an address do not matter."""
    assert why("see", BC, "Ann@ACME.example").verdict == "can"


def test_neither_id_nor_address() -> None:
    """A name that nobody has is an error with the nearest people."""
    with pytest.raises(UnknownNameError, match=r"Did you mean boss@acme\.example") as caught:
        why("see", BC, "Bo Bos")
    assert caught.value.near == ("boss@acme.example",)


def test_stranger_is_no_member() -> None:
    """A well-formed address that nobody has is answered, with the nearest in the notes."""
    found = why("see", BC, "anna@acme.example")

    assert found.verdict == "cannot"
    assert "ann@acme.example" in found.notes[0]


def test_address_of_two_people() -> None:
    """An address of two user ids asks for the id."""
    rows = people(member(), member("72009", email="ann@acme.example"))

    with pytest.raises(AmbiguousNameError, match="72009") as caught:
        why("see", BC, "ann@acme.example", members=rows)
    assert set(caught.value.choices) == {ANN, "72009"}


def test_asset_by_name() -> None:
    """An asset may be called by its name."""
    assert why("see", "advertiser 7301", assets=[asset()]).asset.id == ADS


def test_ambiguous_asset_lists_all() -> None:
    """A name of several assets lists them as TYPE:id, which is understood in turn."""
    both = [asset(asset_name="Main"), asset(asset_id=OTHER_ADS, asset_name="Main")]

    with pytest.raises(AmbiguousNameError) as caught:
        why("see", "Main", assets=both)
    assert caught.value.choices == (f"ADVERTISER:{ADS}", f"ADVERTISER:{OTHER_ADS}")
    assert why("see", caught.value.choices[1], assets=both).asset.id == OTHER_ADS


def test_action_tells_kinds_apart() -> None:
    """Two kinds of one name are told apart by an action that only one of them has."""
    both = [asset(asset_name="Main"), asset("CATALOG", CATALOG, asset_name="Main")]

    assert why("edit catalog", "Main", assets=both).asset.type == "CATALOG"


def test_unknown_asset_names_the_nearest() -> None:
    """An asset that is nowhere is an error with the nearest names."""
    with pytest.raises(UnknownNameError, match="Northpier House"):
        why("see", "Northpier Hose", assets=[asset(asset_name="Northpier House")])


@pytest.mark.parametrize(("action", "hint"), [("sea", '"see"'), ("xyzzy", "Use one of"), ("go_live", "ad account")])
def test_impossible_action(action: str, hint: str) -> None:
    """An action that does not exist, or not for this kind of asset, is an error that says which do."""
    with pytest.raises(ActionError, match=hint):
        why(action, ADS, assets=[asset()])


def test_unknown_table() -> None:
    """A table that no snapshot has is an error with the nearest name."""
    with pytest.raises(TableError, match='"members"'):
        build({"member": []})


def test_person_method() -> None:
    """The resolver says who is meant without answering anything."""
    assert Resolver(tables()).person("ann@acme.example").id == ANN
