"""Pictures are made anew: what comes out is a picture and nothing else, and hostile ones are refused with a sentence."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageFile

from wgcop.reading import Unreadable
from wgcop.reading.pictures import LARGEST, LONGEST_SIDE, read_picture


def made(
    form: str, size: tuple[int, int] = (30, 20), mode: str = "RGB", **options: object
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 128 if mode != "RGBA" else (9, 9, 9, 90)).save(out, form, **options)
    return out.getvalue()


@pytest.mark.parametrize("form", ["PNG", "GIF", "BMP", "TIFF", "WEBP"])
def test_every_kind_becomes_one_that_browsers_show(form: str) -> None:
    picture = read_picture(made(form))
    assert (picture.media_type, picture.width, picture.height) == ("image/png", 30, 20)
    assert picture.data.startswith(b"\x89PNG")


def test_a_photograph_stays_one_and_loses_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Where it was taken"
    data = made("JPEG", exif=exif)
    assert b"Where it was taken" in data
    picture = read_picture(data)
    assert picture.media_type == "image/jpeg"
    assert b"Where it was taken" not in picture.data


def test_a_photograph_that_comes_back_is_the_same_file() -> None:
    once = read_picture(made("JPEG", exif=Image.Exif())).data
    assert read_picture(once).data == once
    hidden = once + b"<script>alert(1)</script>"
    assert b"<script>" not in read_picture(hidden).data
    assert Image.open(io.BytesIO(once)).size == (30, 20)


def test_what_is_seen_through_stays_so() -> None:
    data = read_picture(made("PNG", mode="RGBA")).data
    assert Image.open(io.BytesIO(data)).mode == "RGBA"


def test_a_script_hidden_behind_a_picture_is_gone() -> None:
    data = made("PNG") + b"<script>alert(1)</script>"
    assert b"<script>" not in read_picture(data).data


def test_a_large_picture_is_made_smaller() -> None:
    picture = read_picture(made("PNG", (3000, 100)))
    assert (picture.width, picture.height) == (LONGEST_SIDE, 80)


def bomb(width: int, height: int) -> bytes:
    """Says that it is huge, and is small."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data, why",
    [
        (bomb(60_000, 60_000), "60000 × 60000 pixels"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not a picture"),
        (b"GIF89a", "not a picture"),
        (made("PNG")[:60], "not a picture"),
        (b"%PDF-1.7", "not a picture"),
        (b"\x89PNG" + b"\0" * LARGEST, "larger than 10 MB"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_picture(data)


def test_what_else_was_imported_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package that prints tells the library to read what is cut; another could tell it how large is too large."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1_000)
    for form in ("PNG", "JPEG", "BMP"):
        whole = made(form, (600, 400))
        assert read_picture(whole).width == 600
        with pytest.raises(Unreadable, match="not a picture"):
            read_picture(whole[:-40])
    with pytest.raises(Unreadable, match="60000 × 60000 pixels"):
        read_picture(bomb(60_000, 60_000))
    assert (ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS) == (True, 1_000)
