"""Several files as one ZIP, piece by piece."""

import io
import zipfile

from kit.archives import zipped

FILES = [("a.txt", b"one"), ("b/ü.bin", bytes(range(256)) * 1000), ("empty", b"")]


def test_the_same_files_give_the_same_bytes_and_come_back_whole():
    data = b"".join(zipped(FILES))

    assert data == b"".join(zipped(FILES))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert [(name, archive.read(name)) for name in archive.namelist()] == FILES
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_one_file_is_asked_for_after_another():
    asked = []

    def files():
        for name, content in FILES:
            asked.append(name)
            yield name, content

    pieces = zipped(files())
    next(pieces)

    assert asked == ["a.txt"]
