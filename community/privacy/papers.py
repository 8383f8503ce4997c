"""How the pages of a file of one's own data look: the site's tokens and base, its typeface, and the brand's colour."""

from __future__ import annotations

import zipfile

from kernel.assets import FOLDER

SHEETS = ("css/parts/10-tokens.css", "css/parts/20-base.css", "takeaway/pages.css")
FACE = "font/familjen-grotesk-latin-wght-normal.woff2"
ADDRESS = "asset:"
"""Before the name of a file of ours in a stylesheet; in the file it lies where it is named."""


def put_into(archive: zipfile.ZipFile, *, brand: str) -> None:
    """The stylesheet and the typeface, beside the first page."""
    said = "\n".join((FOLDER / name).read_text("utf-8") for name in SHEETS)
    archive.writestr("style.css", said.replace(ADDRESS, "") + brand)
    archive.write(FOLDER / FACE, FACE, zipfile.ZIP_STORED)
