"""The page at `/`: an overview of the district and queries to try. It asks this host only, and only /graphql."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

FOLDER = Path(__file__).parent / "pages"


async def index(_: Request) -> Response:
    return FileResponse(FOLDER / "index.html", headers={"Cache-Control": "no-cache"})
