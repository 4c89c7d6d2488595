"""Files are read within limits that a test may tighten."""

from tests.reading.limits import limits as limits
