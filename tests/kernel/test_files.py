"""Pictures are decoded, shrunk and encoded again; anything else is refused before it costs much."""

import errno
import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from kernel import db, files
from kernel.errors import Invalid, TooLarge
from kernel.features import House
from tests.browsing import Browser
from tests.kernel.conftest import entered
from tests.pictures import png


def bomb(side: int) -> bytes:
    """A PNG of a few bytes that says it is `side` by `side`."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


async def test_a_picture_is_kept_smaller_and_as_webp(home: House) -> None:
    number = await files.keep_picture(png(3000, 1500), owner=None, name="x.png")
    row = await db.row("SELECT * FROM file WHERE id = ?", number)
    assert row is not None
    assert (row["width"], row["height"], row["media_type"]) == (1600, 800, "image/webp")
    assert Image.open(files.path_of(row["digest"])).format == "WEBP"


async def test_the_same_picture_is_kept_once(home: House) -> None:
    assert await files.keep_picture(png(9, 9), owner=1) == await files.keep_picture(png(9, 9), owner=2)
    assert len([p for p in files.folder().rglob("*") if p.is_file()]) == 1


async def test_what_a_camera_wrote_into_the_picture_is_gone(home: House) -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (20, 10)).save(out, "JPEG", exif=exif)
    number = await files.keep_picture(out.getvalue(), owner=None)
    digest = await db.value("SELECT digest FROM file WHERE id = ?", number)
    assert b"taken at home" not in files.path_of(digest).read_bytes()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        png(50, 50)[:60],
        b"GIF89a" + b"\0" * 20,
        bomb(60_000),
    ],
    ids=["empty", "text", "svg", "cut", "broken", "bomb"],
)
async def test_what_is_no_picture_is_refused(home: House, body: bytes) -> None:
    with pytest.raises(Invalid):
        await files.keep_picture(body, owner=None)
    assert await db.value("SELECT count(*) FROM file") == 0


async def test_a_bomb_is_refused(home: House) -> None:
    with pytest.raises(Invalid):
        await files.keep_picture(bomb(7_000), owner=None)


async def test_a_picture_that_weighs_too_much_is_refused(home: House) -> None:
    with pytest.raises(TooLarge):
        await files.keep_picture(b"\0" * (home.settings.upload_limit + 1), owner=None)


def test_a_full_disk_keeps_no_half_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, body: bytes) -> int:
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        files.write(tmp_path / "ab" / "ab12.webp", b"x" * 10)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


async def test_a_picture_is_served_inert(surfer: Browser) -> None:
    await entered(surfer)
    number = await files.keep_picture(png(9, 9), owner=1)
    reply = await surfer.get(files.url(await files.digest_of(number)))
    assert (reply.status_code, reply.headers["content-type"]) == (200, "image/webp")
    assert "sandbox" in reply.headers["content-security-policy"]


async def test_a_picture_that_hangs_nowhere_is_its_senders_alone(surfer: Browser) -> None:
    number = await files.keep_picture(png(9, 9), owner=1)
    path = files.url(await files.digest_of(number))
    assert (await surfer.peek(path)).status_code == 404
    reply = await (await entered(surfer)).get(path)
    assert (reply.status_code, reply.headers["cache-control"]) == (200, "private, no-store")
    assert (await (await entered(surfer.another(), 2)).peek(path)).status_code == 404


@pytest.mark.parametrize("digest", ["0" * 64, "..%2f..%2fsecret", "%2e%2e", "a" * 500, "é"])
async def test_no_other_file_is_served(surfer: Browser, digest: str) -> None:
    assert (await surfer.peek(f"/pictures/{digest}.webp")).status_code == 404


@pytest.mark.parametrize(
    "path", ["css/../../run.py", "..%2frun.py", "%2e%2e/run.py", "css/none.0123.css", "x", "", "a\x00b"]
)
async def test_no_file_outside_of_static_is_served(surfer: Browser, path: str) -> None:
    assert (await surfer.peek(f"/static/{path.replace(chr(0), '%00')}")).status_code == 404


def test_nothing_half_written_takes_the_name_of_a_picture(tmp_path: Path) -> None:
    (tmp_path / "ab").mkdir()
    files.write(tmp_path / "ab" / "x.webp", b"whole")
    files.write(tmp_path / "ab" / "x.webp", b"another")
    assert (tmp_path / "ab" / "x.webp").read_bytes() == b"whole"
    assert list((tmp_path / "ab").iterdir()) == [tmp_path / "ab" / "x.webp"]
