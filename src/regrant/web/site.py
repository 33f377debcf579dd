"""The guides as static pages, to be hosted anywhere: no scripts, no outside requests, every link relative."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from regrant.cases import Desk
from regrant.web.models.guide import guide_page, guides_page
from regrant.web.render import STATIC, render

FILES = ("style.css", "icon.svg")
HUB, SITEMAP = "index.html", "sitemap.xml"
MARK = '<meta name="generator" content="regrant site">'
"""Stands in every page written here, so that a later run knows its own pages from those of others."""


class ForeignFilesError(ValueError):
    """The folder holds what this did not write; the message names it."""


def write(folder: Path, address: str | None = None) -> int:
    """
    Write hub and guides into a folder, which is made if need be, and return how many pages there are.

    *address* is where the folder will be reached; a sitemap must name full addresses, so there is none without it.

    Raises:
        ForeignFilesError: the folder holds files of somebody else; nothing was written.

    """
    knowledge = Desk().knowledge
    pages = {HUB: ("guides.html", guides_page(knowledge))} | {
        f"{problem}.html": ("guide.html", guide_page(knowledge, problem)) for problem in knowledge.problems
    }
    earlier = _earlier(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for file in earlier:
        file.unlink()
    for name, (template, page) in pages.items():
        text = render(template, link=_relative, page=page, csrf="", twin=None)
        (folder / name).write_text(text.replace("<title>", f"{MARK}\n<title>", 1), encoding="utf-8")
    for name in FILES:
        shutil.copyfile(STATIC / name, folder / name)
    if address:
        (folder / SITEMAP).write_text("\n".join(_sitemap(address, tuple(pages))), encoding="utf-8")

    return len(pages)


def _earlier(folder: Path) -> list[Path]:
    """Return what an earlier run wrote; hidden files, such as those of a repository, are let be."""
    here = [] if not folder.exists() else [file for file in folder.iterdir() if not file.name.startswith(".")]
    pages = [file for file in here if file.suffix == ".html" and file.is_file() and MARK in _text(file)]
    known = [file for file in here if pages and file.name in (*FILES, SITEMAP)]
    foreign = sorted(file.name for file in here if file not in pages and file not in known)
    if foreign:
        more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
        raise ForeignFilesError(
            f"{folder} holds files that Regrant did not write ({foreign[0]}{more}). Name an empty or a new folder."
        )

    return pages + known


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def _sitemap(address: str, names: tuple[str, ...]) -> Iterator[str]:
    root = address.rstrip("/")
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    for name in names:
        yield f"<url><loc>{escape(f'{root}/' if name == HUB else f'{root}/{name}')}</loc></url>"
    yield "</urlset>\n"


def _relative(address: str) -> str:
    """Return where in the folder a page or a file of the app stands."""
    path = address.partition("?")[0]
    if path in ("/", "/guides"):
        return HUB

    return f"{path.removeprefix('/guides/')}.html" if path.startswith("/guides/") else path.removeprefix("/static/")
