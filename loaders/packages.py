"""The zip package that a workbook is: what can be refused by its directory alone, and its parts unpacked with their bytes counted."""

import io
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator

from loaders import refusals

MOST_PARTS = 2_000
MOST_UNPACKED = 256 * 2**20
"""Bytes of a workbook once unpacked."""
MOST_RATIO = 200
"""How much a large part may shrink by packing; sheets of spreadsheets shrink to a tenth or a fiftieth."""
_LARGE = 10 * 2**20
_CHUNK = 2**16
_END = b"PK\x05\x06"
_ENCRYPTED = 0x1
_OTHER_KINDS = {"content.xml": ".ods", "xl/workbook.bin": ".xlsb", "word/document.xml": ".docx", "ppt/presentation.xml": ".pptx"}


class Package:
    """A workbook whose directory has been looked at. Everything that it raises is a BadFile."""

    def __init__(self, file: str, content: bytes) -> None:
        self.file = file
        self._unpacked = 0
        if _count(content) > MOST_PARTS:
            raise refusals.damaged(file)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
            raise refusals.damaged(file) from error
        self._check_names()
        self._check_sizes()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._zip.namelist())

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part, piece by piece; one that is longer, or other, than the directory says is refused."""
        try:
            with self._zip.open(name) as part:
                while chunk := part.read(_CHUNK):
                    self._unpacked += len(chunk)
                    if self._unpacked > MOST_UNPACKED:
                        raise refusals.inflated(self.file, MOST_UNPACKED)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError) as error:
            raise refusals.damaged(self.file) from error

    def _check_names(self) -> None:
        names = [name.lower() for name in self.names]
        twice = next((name for name, times in Counter(names).items() if times > 1), None)
        outside = next((name for name in self.names if _leaves(name)), None)
        if twice or outside:
            raise refusals.forged(self.file, outside or twice or "")
        if "xl/workbook.xml" not in names:
            kind = next((_OTHER_KINDS[name] for name in names if name in _OTHER_KINDS), "zip")
            raise refusals.other_kind(self.file, kind)
        if any(name.endswith("vbaproject.bin") for name in names):
            raise refusals.macros(self.file)

    def _check_sizes(self) -> None:
        parts = self._zip.infolist()
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise refusals.password(self.file)
        if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
            raise refusals.damaged(self.file)
        shrunk = any(part.file_size > max(_LARGE, MOST_RATIO * part.compress_size) for part in parts)
        if shrunk or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise refusals.inflated(self.file, MOST_UNPACKED)


def _count(content: bytes) -> int:
    """How many parts the end of a package declares; 65,535 also stands for more."""
    end = content.rfind(_END, -(2**16) - 22)
    return int(struct.unpack_from("<H", content, end + 10)[0]) if 0 <= end <= len(content) - 22 else 0


def _leaves(name: str) -> bool:
    """Would a part, unpacked by its name, land outside of the package?"""
    return name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/")
