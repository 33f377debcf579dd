"""The application: routes, limits, and what happens when something goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Request
from litestar.config.compression import CompressionConfig
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.static_files import create_static_files_router

from regrant.web import api, security
from regrant.web.admission import admit
from regrant.web.errors import HANDLERS
from regrant.web.office import Office
from regrant.web.pages import answers, cases, guides, home, results, signin, tiktok
from regrant.web.render import STATIC
from regrant.web.settings import LARGEST_BODY, Settings
from regrant.web.visit import Visit

COMPRESSION = 5
"""Of 9; more takes twice as long for the last hundredth."""


def create_app(settings: Settings | None = None) -> Litestar:
    """Return the ASGI application; the database is opened when it starts."""
    chosen = settings or Settings()

    @asynccontextmanager
    async def opened(app: Litestar) -> AsyncIterator[None]:
        app.state.office = office = Office(chosen)
        office.warm_up()
        try:
            yield
        finally:
            office.close()

    return Litestar(
        route_handlers=[
            *home.HANDLERS,
            *cases.HANDLERS,
            *answers.HANDLERS,
            *results.HANDLERS,
            *tiktok.HANDLERS,
            *guides.HANDLERS,
            *signin.HANDLERS,
            api.router,
            create_static_files_router(
                path="/static", directories=[STATIC], include_in_schema=False, opt={"secret": False}
            ),
        ],
        lifespan=[opened],
        dependencies={"visit": Provide(_visit, sync_to_thread=False)},
        before_request=admit,
        before_send=[security.finish],
        exception_handlers=HANDLERS,
        # Only what is the same for everybody: compressed secrets beside text of others can be guessed by their length.
        opt={"secret": True},
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=COMPRESSION, exclude_opt_key="secret"),
        openapi_config=OpenAPIConfig(
            title="Regrant",
            version="1",
            description="Finds out why access to something in TikTok Business Center broke.",
            path="/api/schema",
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        ),
        request_max_body_size=LARGEST_BODY,
        logging_config=None,  # what libraries log for their developers is nothing for whoever runs this
    )


def _visit(request: Request[Any, Any, Any]) -> Visit:
    return Visit(request, request.app.state.office)
