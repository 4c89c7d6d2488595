"""The diagnoses that checks make: how bad it is, what is wrong, and what to do."""

import enum
from dataclasses import dataclass


class Severity(enum.StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True)
class Diagnosis:
    """One line of the report. `advice` says what to do or, if `mended` is set, what was done."""

    check: str
    severity: Severity
    says: str
    advice: str = ""
    mended: bool = False

    def __str__(self) -> str:
        word = "mended" if self.mended else self.severity
        return f"{word:<8} {self.check:<11} {self.says}" + (
            f" {self.advice}" if self.advice else ""
        )


def ok(check: str, says: str) -> Diagnosis:
    return Diagnosis(check, Severity.OK, says)


def warning(check: str, says: str, advice: str) -> Diagnosis:
    return Diagnosis(check, Severity.WARNING, says, advice)


def fault(check: str, says: str, advice: str) -> Diagnosis:
    return Diagnosis(check, Severity.FAULT, says, advice)


def mended(check: str, says: str, done: str) -> Diagnosis:
    return Diagnosis(check, Severity.OK, says, done, mended=True)
