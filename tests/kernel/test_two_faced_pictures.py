"""A picture that is something else too: what is kept and served is the picture alone, drawn anew, and lets nothing run."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from kernel import db, files
from kernel.errors import Invalid
from kernel.features import House
from tests.browsing import Browser
from tests.kernel.conftest import entered
from tests.pictures import png

SCRIPT = b"<script>alert(document.domain)</script>"
PLACE = b"14 quai de la Tournette"


def picture(kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (24, 16), "teal").save(out, kind, **how)
    return out.getvalue()


def gif_that_is_a_script() -> bytes:
    """`GIF89a/*` ... `*/=1;alert(...)`: the width and height open a comment, what follows the end closes it."""
    body = bytearray(picture("GIF"))
    body[6:8] = b"/*"  # a canvas of 10799 points across, of which one corner is drawn
    return bytes(body) + b"*/=1;" + SCRIPT


def zip_behind_a_png() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.html", SCRIPT)
    return png(24, 16) + packed.getvalue()


def png_with_words() -> bytes:
    told = PngInfo()
    told.add_text("Comment", SCRIPT.decode())
    told.add_itxt("XML:com.adobe.xmp", SCRIPT.decode(), zip=False)
    return picture("PNG", pnginfo=told)


def jpeg_that_says_where() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    where = exif.get_ifd(0x8825)
    where |= {1: "N", 2: (45.0, 53.0, 57.0), 3: "E", 4: (6.0, 7.0, 33.0), 0x1B: PLACE}
    return picture("JPEG", exif=exif, comment=SCRIPT, icc_profile=SCRIPT * 9)


def webp_with_a_chunk_more() -> bytes:
    extra = b"EVIL" + struct.pack("<I", len(SCRIPT)) + SCRIPT + b"\0" * (len(SCRIPT) % 2)
    body = picture("WEBP") + extra
    return body[:4] + struct.pack("<I", len(body) - 8) + body[8:]


TWO_FACED = {
    "a GIF that is a script": gif_that_is_a_script,
    "a page behind a PNG": lambda: png(24, 16) + b"<!doctype html>" + SCRIPT,
    "an archive behind a PNG": zip_behind_a_png,
    "words inside a PNG": png_with_words,
    "a JPEG with a comment and a place": jpeg_that_says_where,
    "a page behind a JPEG": lambda: picture("JPEG") + SCRIPT,
    "a WebP with a chunk more": webp_with_a_chunk_more,
}


@pytest.mark.parametrize("name", TWO_FACED)
async def test_of_a_picture_with_two_faces_the_picture_alone_is_served(surfer: Browser, name: str) -> None:
    body = TWO_FACED[name]()
    assert SCRIPT in body or zipfile.is_zipfile(io.BytesIO(body))
    await entered(surfer)
    number = await files.keep_picture(body, owner=1, name="picture.html")
    reply = await surfer.get(files.url(await files.digest_of(number)))
    assert (reply.status_code, reply.headers["content-type"]) == (200, "image/webp")
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in reply.headers["content-security-policy"]
    served = reply.content
    for hidden in (b"script", b"alert", b"EVIL", PLACE, b"Exif", b"EXIF", b"ICCP", b"XMP ", b"PK\x03\x04"):
        assert hidden not in served
    assert not zipfile.is_zipfile(io.BytesIO(served))
    assert struct.unpack("<I", served[4:8])[0] + 8 == len(served)
    shown = Image.open(io.BytesIO(served))
    assert (shown.format, dict(shown.getexif())) == ("WEBP", {})


def bomb_of_frames() -> bytes:
    """An animation of which each frame is as large as may be: the first alone is looked at."""
    return picture("GIF", save_all=True, append_images=[Image.new("RGB", (24, 16), (n, 0, 0)) for n in range(200)])


async def test_of_an_animation_one_frame_is_kept(home: House) -> None:
    number = await files.keep_picture(bomb_of_frames(), owner=1)
    kept = Image.open(files.path_of(await files.digest_of(number)))
    assert getattr(kept, "n_frames", 1) == 1


def words_that_unfold() -> bytes:
    """A PNG of some kilobytes with a compressed remark of sixty megabytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    remark = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 60_000_000, 9))
    return png(24, 16)[:33] + remark + png(24, 16)[33:]


@pytest.mark.parametrize(
    "body",
    [
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        SCRIPT + png(24, 16),
        b"\x89PNG\r\n\x1a\n" + SCRIPT,
        b"GIF89a/*" + SCRIPT + b"*/",
        words_that_unfold(),
        b"%PDF-1.7\n" + SCRIPT,
        b"8BPS" + b"\0" * 100,
    ],
    ids=["a drawing", "a page before", "a head alone", "a script that says GIF", "words that unfold", "PDF", "PSD"],
)
async def test_what_only_says_that_it_is_a_picture_is_refused(home: House, body: bytes) -> None:
    with pytest.raises(Invalid):
        await files.keep_picture(body, owner=1, name="picture.png")
    assert await db.value("SELECT count(*) FROM file") == 0
    assert [path for path in files.folder().rglob("*") if path.is_file()] == []
