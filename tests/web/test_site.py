"""`regrant site`: the guides as static pages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from regrant.cli.web import site
from regrant.knowledge import load
from regrant.web.site import ForeignFilesError, write

ADDRESS = "https://help.example/tiktok/"


def _content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    """A second run into the same folder leaves byte for byte what the first one wrote."""
    write(tmp_path, ADDRESS)
    first = _content(tmp_path)
    write(tmp_path, ADDRESS)

    assert _content(tmp_path) == first


def test_pages_that_are_no_more_go(tmp_path: Path) -> None:
    """A page of an earlier run that no problem stands for, and a sitemap without an address, are taken away."""
    write(tmp_path, ADDRESS)
    shutil.copyfile(tmp_path / "index.html", tmp_path / "of_old.html")
    write(tmp_path)

    assert not (tmp_path / "of_old.html").exists()
    assert not (tmp_path / "sitemap.xml").exists()


@pytest.mark.parametrize("name", ["thesis.txt", "index.html", "style.css"])
def test_foreign_files_are_left_alone(tmp_path: Path, name: str) -> None:
    """A folder that holds a file of somebody else is refused by name, and nothing in it changes."""
    (tmp_path / name).write_text("mine", encoding="utf-8")

    with pytest.raises(ForeignFilesError, match=name):
        write(tmp_path)
    assert _content(tmp_path) == {name: b"mine"}


def test_a_repository_may_hold_the_site(tmp_path: Path) -> None:
    """Hidden files are let be, so that the folder may be under version control."""
    (tmp_path / ".git").mkdir()
    write(tmp_path)

    assert (tmp_path / ".git").is_dir()


def test_the_sitemap_names_every_page(tmp_path: Path) -> None:
    """With an address there is a sitemap with the full address of every page, the hub as the folder itself."""
    write(tmp_path, ADDRESS)
    texts = ((element.text or "").strip() for element in ET.parse(tmp_path / "sitemap.xml").iter())
    named = [text for text in texts if text]

    assert sorted(named) == sorted([ADDRESS, *(f"{ADDRESS}{problem}.html" for problem in load().problems)])


def test_nothing_is_fetched_from_outside(tmp_path: Path) -> None:
    """No page loads a script, a style, an image or a font from another place; only sources are linked to."""
    write(tmp_path)
    for page in tmp_path.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r'<(?:link|img|script|iframe)\b[^>]*(?:href|src)="(?:https?:)?//', text), page.name
    assert not re.search(r"@import|url\(", (tmp_path / "style.css").read_text(encoding="utf-8"))


def test_every_page_says_how_to_diagnose(tmp_path: Path) -> None:
    """Where no case can be opened, "Diagnose mine" leads to the commands that do it."""
    write(tmp_path)
    for problem in load().problems:
        text = (tmp_path / f"{problem}.html").read_text(encoding="utf-8")
        assert 'href="#diagnose"' in text
        assert 'id="diagnose"' in text
        assert f"regrant diagnose --problem {problem}" in text


def test_the_command_refuses_clearly(tmp_path: Path) -> None:
    """The command says which file is in the way and what to do, and wants a full address."""
    (tmp_path / "thesis.txt").touch()
    refused = CliRunner().invoke(site, [str(tmp_path)])
    short = CliRunner().invoke(site, [str(tmp_path / "new"), "--url", "help.example"])

    assert refused.exit_code == short.exit_code == 2
    assert "thesis.txt" in refused.output
    assert "new folder" in refused.output
    assert "https://" in short.output
