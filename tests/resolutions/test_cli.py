import pytest

from wgcop.errors import Invalid
from wgcop.resolutions import cli


def test_what_is_larger_than_any_resolution_is_not_read(tmp_path):
    file = tmp_path / "huge.txt"
    file.write_bytes(b"word " * cli.LARGEST)
    with pytest.raises(Invalid, match="larger than 4 MB"):
        cli.read(file)
