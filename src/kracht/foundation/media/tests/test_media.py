import io
import os
import random
import time
import zipfile
import zlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin
from pytest_django import Settings

from kracht.foundation.audit import queries as audit
from kracht.foundation.audit.facts import VISITOR, Program
from kracht.foundation.media import operations, queries
from kracht.foundation.media.facts import MOST_BYTES, PictureRefused, PictureView
from kracht.foundation.media.models import Picture
from kracht.foundation.media.uploads import LimitedUploadHandler

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LATER = AT + timedelta(days=3)
JOB = Program("test")
pytestmark = pytest.mark.usefixtures("english", "db")


def image(width: int = 1200, height: int = 800, mode: str = "RGB") -> Image.Image:
    picture = Image.new("RGB", (width, height), "orange")
    ImageDraw.Draw(picture).rectangle((0, 0, width // 2, height // 4), fill="navy")
    return picture.convert(mode)


def packed(picture: Image.Image, kind: str = "JPEG", **more: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def store(data: bytes, name: str = "tuin.jpg", **words: str) -> PictureView:
    return operations.store(file=SimpleUploadedFile(name, data), by=VISITOR, at=AT, **words)


def files(view: PictureView, settings: Settings) -> dict[str, bytes]:
    place = Path(settings.MEDIA_ROOT) / view.token[:2].lower() / view.token
    return {file.name: file.read_bytes() for file in place.iterdir()}


def with_a_place() -> bytes:
    """A photograph as a telephone makes it: lying on its side, with camera, place, thumbnail, comment and XMP."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter to stand upright
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 5.0, 23.0), 3: "E", 4: (5.0, 7.0, 17.0), 29: "2026:11:22"})
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRETXMP</x:xmpmeta>"
    return packed(image(), exif=exif, comment=b"SECRETCOMMENT", xmp=xmp)


def test_what_is_served_carries_no_place_and_stands_upright(settings: Settings) -> None:
    data = with_a_place()
    assert b"SECRET" in data
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)
    view = store(data, alt="Een tuin", credit="Eva")
    kept = files(view, settings)
    assert sorted(kept) == ["480.webp", "800.webp", "share.jpg"]
    for name, content in kept.items():
        assert b"SECRET" not in content, name
        assert b"Exif" not in content, name
        opened = Image.open(io.BytesIO(content))
        assert not opened.getexif(), name
        assert "icc_profile" not in opened.info, name
    widest = Image.open(io.BytesIO(kept["800.webp"]))
    assert widest.size == (800, 1200)
    right, left = widest.getpixel((790, 100)), widest.getpixel((10, 100))
    assert right[2] > 90 > right[0]  # type: ignore[index]  # the blue corner turned to the right
    assert left[0] > 200  # type: ignore[index]
    assert Image.open(io.BytesIO(kept["share.jpg"])).size == (1200, 630)
    assert (view.alt, view.credit, view.width, view.height) == ("Een tuin", "Eva", 800, 1200)
    assert view.srcset.count("w") >= 2


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "P"), ("PNG", "1"), ("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "I;16"),
        ("WEBP", "RGBA"), ("WEBP", "RGB"), ("MPO", "RGB"),
    ],
)  # fmt: skip
def test_every_kind_of_colour_is_drawn(kind: str, mode: str, settings: Settings) -> None:
    picture = (
        image(600, 400).convert("L").convert("I").point(lambda v: v * 256).convert("I;16")
        if mode == "I;16"
        else image(600, 400, mode)
    )
    more = {"save_all": True, "append_images": [image(600, 400)]} if kind == "MPO" else {}
    view = store(packed(picture, kind, **more))
    drawn = Image.open(io.BytesIO(files(view, settings)["600.webp"]))
    assert drawn.mode == "RGB"
    corner, other = drawn.getpixel((10, 10)), drawn.getpixel((590, 390))
    assert sum(corner) < sum(other)  # type: ignore[arg-type]  # navy is darker than orange
    assert sum(other) > 200  # type: ignore[arg-type]


def test_see_through_becomes_white(settings: Settings) -> None:
    view = store(packed(Image.new("RGBA", (300, 300), (0, 0, 0, 0)), "PNG"))
    assert Image.open(io.BytesIO(files(view, settings)["300.webp"])).getpixel((150, 150)) == (255, 255, 255)


def test_a_colour_profile_is_used_and_left_out(settings: Settings) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for icc in (profile, b"broken profile"):
        view = store(packed(image(300, 300), icc_profile=icc))
        assert "icc_profile" not in Image.open(io.BytesIO(files(view, settings)["300.webp"])).info


def bomb() -> bytes:
    """A PNG of 144 megapixels in a few kilobytes: only its header and compressed zeros."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = (12000).to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])
    rows = zlib.compress(bytes((12000 // 8 + 1) * 12000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a" * 1000)
    return out.getvalue()


def text_bomb() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("x", "a" * 80_000_000, zip=True)
    return packed(image(200, 200), "PNG", pnginfo=words)


FRAMES = [image(200, 200), image(200, 200).rotate(90)]
WRONG = {
    "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "cannot be read"),
    "zip": (zipped, "cannot be read"),
    "empty": (lambda: b"", "cannot be read"),
    "text": (lambda: b"\x00" * 1000, "cannot be read"),
    "html in a jpeg": (lambda: b"\xff\xd8\xff<script>alert(1)</script>", "cannot be read"),
    "truncated jpeg": (lambda: packed(image())[:2000], "cannot be read"),
    "truncated png": (lambda: packed(image(), "PNG")[:-40], "cannot be read"),
    "gif": (lambda: packed(image(200, 200), "GIF"), "cannot be read"),
    "tiff": (lambda: packed(image(200, 200), "TIFF"), "cannot be read"),
    "text bomb": (text_bomb, "cannot be read"),
    "bomb": (bomb, "million pixels"),
    "small": (lambda: packed(image(99, 400)), "too small"),
    "moving webp": (lambda: packed(FRAMES[0], "WEBP", save_all=True, append_images=FRAMES[1:]), "moves"),
    "moving png": (lambda: packed(FRAMES[0], "PNG", save_all=True, append_images=FRAMES[1:]), "moves"),
    "large": (lambda: b"\xff\xd8\xff" + bytes(MOST_BYTES), "larger than 15 MB"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_other_files_get_a_sentence_and_leave_nothing(kind: str, settings: Settings) -> None:
    make, sentence = WRONG[kind]
    start = time.process_time()
    with pytest.raises(PictureRefused, match=sentence):
        store(make())
    assert time.process_time() - start < 5
    assert not Picture.objects.exists()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.*"))


def test_damaged_files_never_break_it() -> None:
    chance = random.Random(7)
    whole = {kind: packed(image(300, 200), kind) for kind in ("JPEG", "PNG", "WEBP")}
    for _round in range(60):
        data = bytearray(chance.choice(list(whole.values())))
        for _hit in range(chance.randint(1, 40)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with suppress(PictureRefused):  # anything else fails the test
            store(bytes(data))


@pytest.mark.parametrize(("width", "height"), [(100, 30_000), (30_000, 100), (6000, 6500)])
def test_extreme_shapes_stay_within_bounds(width: int, height: int, settings: Settings) -> None:
    view = store(packed(Image.new("L", (width, height)), "PNG"))
    for content in files(view, settings).values():
        opened = Image.open(io.BytesIO(content))
        assert opened.width <= 1600
        assert opened.height <= 2400


def test_a_full_disk_gets_a_sentence(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PictureRefused, match="Try again"):
        store(packed(image()))
    assert not Picture.objects.exists()
    assert not list(Path(settings.MEDIA_ROOT).glob("new-*"))


def test_words_are_bounded_and_cleaned() -> None:
    assert store(packed(image(200, 200)), alt=" Een\x00 tuin\u202e ").alt == "Een tuin"
    with pytest.raises(PictureRefused, match="300"):
        store(packed(image(200, 200)), alt="x" * 1_000_000)


def served(client: Client, address: str, **headers: str) -> Any:
    return client.get(address, headers=headers)


def test_serving(client: Client) -> None:
    view = store(packed(image()))
    response = served(client, view.src)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Disposition"] == "inline"
    assert Image.open(io.BytesIO(response.content)).width == 960
    again = served(client, view.src, if_none_match=response["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert served(client, view.share)["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    "address",
    [
        "/media/{start}/{token}/original.jpg",
        "/media/{start}/{token}/961.webp",
        "/media/{start}/{token}/..%2f960.webp",
        "/media/{start}/..%2f..%2fetc/960.webp",
        "/media/zz/{token}/960.webp",
        "/media/{start}/{token}/960.webp%00",
        "/media/{start}/{token}/",
        "/media/",
    ],
)
def test_nothing_else_is_served(client: Client, address: str) -> None:
    view = store(packed(image()))
    assert client.get(view.src).status_code == 200
    assert client.get(address.format(start=view.token[:2].lower(), token=view.token)).status_code == 404


def test_a_picture_is_tied_to_one_owner() -> None:
    one, two = store(packed(image(200, 200))), store(packed(image(200, 200)))
    operations.use(ids=[one.number, two.number], owner="initiative:1", by=VISITOR, at=AT)
    operations.use(ids=[two.number, one.number], owner="initiative:1", by=VISITOR, at=AT)
    assert len(audit.history(("media.owner", "initiative:1"))) == 1
    with pytest.raises(ValidationError, match="another"):
        operations.use(ids=[one.number], owner="initiative:2", by=VISITOR, at=AT)
    operations.use(ids=[two.number], owner="initiative:1", by=VISITOR, at=AT)
    assert [view.number for view in queries.of_owner("initiative:1")] == [two.number]
    with pytest.raises(ValidationError, match="gone"):
        operations.use(ids=[999_999], owner="initiative:1", by=VISITOR, at=AT)


def test_by_number_and_by_token() -> None:
    one = store(packed(image(200, 200)))
    assert queries.pictures([one.number, 999_999]) == {one.number: one}
    assert queries.with_tokens([one.token, "x", "\x00", one.token]) == [one]


def test_what_nobody_uses_goes(settings: Settings, django_capture_on_commit_callbacks: Any) -> None:
    used, loose = store(packed(image(200, 200))), store(packed(image(200, 200)))
    operations.use(ids=[used.number], owner="initiative:1", by=VISITOR, at=AT)
    left = Path(settings.MEDIA_ROOT) / "new-left"
    left.mkdir()
    unknown = Path(settings.MEDIA_ROOT) / "ab" / ("ab" * 11)
    unknown.mkdir(parents=True)
    for place in (left, unknown):
        os.utime(place, (AT.timestamp(), AT.timestamp()))
    assert operations.clear_away(by=JOB, at=AT + timedelta(hours=47)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        # the row, and three folders: that of the row too, because its removal waits for the commit of this test
        assert operations.clear_away(by=JOB, at=LATER) == 4
    assert list(queries.pictures([used.number, loose.number])) == [used.number]
    assert [file.parent.name for file in Path(settings.MEDIA_ROOT).rglob("share.jpg")] == [used.token]
    assert not left.exists()
    assert not unknown.exists()


def test_removing_takes_the_files_after_the_commit(settings: Settings, django_capture_on_commit_callbacks: Any) -> None:
    view = store(packed(image(200, 200)))
    operations.use(ids=[view.number], owner="initiative:1", by=VISITOR, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        assert operations.remove(owner="initiative:1", by=JOB, at=AT) == 1
        assert files(view, settings)
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.webp"))


def test_a_huge_upload_does_not_fill_the_disk() -> None:
    handler = LimitedUploadHandler()
    handler.new_file("file", "a.jpg", "image/jpeg", None, None)
    piece, start = bytes(1_000_000), 0
    for _number in range(40):
        handler.receive_data_chunk(piece, start)
        start += len(piece)
    file = handler.file_complete(start)
    assert file is not None
    assert file.size == 40_000_000
    assert Path(file.temporary_file_path()).stat().st_size == MOST_BYTES + 1
    with pytest.raises(PictureRefused, match="larger"):
        operations.store(file=file, by=VISITOR, at=AT)
    file.close()
