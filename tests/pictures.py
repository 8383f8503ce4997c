"""Pictures made on the spot."""

import io

from PIL import Image


def png(width: int, height: int, colour: str = "teal", kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind)
    return out.getvalue()
