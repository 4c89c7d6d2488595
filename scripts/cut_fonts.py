# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools[woff]==4.68.0"]
# ///
"""Cuts the fonts to the characters and weights that the workspace shows, and writes the style sheet that names them.

For whoever changes the type of the workspace; `static/fonts/README.md` says which packages to unpack into the folder
that is the one argument. A file has a digest of its content in its name, so that browsers may keep it for good.
"""

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).parents[1]
FONTS = ROOT / "static/fonts"
SHEET = ROOT / "static/css/fonts.css"

ASCII = "0020-007E,00A0,00A7,00AB,00B6,00B7,00BB,2010-2015,2018-201D,2026,202F"
# What French and Spanish write beside those; then what other languages of Western Europe do, and signs.
ACCENTS = (
    "00A1,00AA,00B0,00BA,00BF-00C2,00C7-00CB,00CD-00CF,00D1,00D3-00D4,00D9-00DC,"
    "00E0-00E2,00E7-00EB,00ED-00EF,00F1,00F3-00F4,00F9-00FC,0152-0153"
)
FURTHER = (
    "00A3,00A9,00C3-00C6,00CC,00D0,00D2,00D5-00D8,00DD-00DF,00E3-00E6,00EC,00F0,00F2,00F5-00F8,"
    "00FD-00FF,2022,20AC,2116,2190-2193"
)
# Letters of names in all languages that are written in Latin letters, Vietnamese among them.
NAMES = "0100-0130,0132-0151,0154-017F,018F,0192,01A0-01A1,01AF-01B0,0218-021B,0259,1E9E,1EA0-1EF9"
RUSSIAN = "0401,0410-044F,0451"
CYRILLIC = "0301,0400,0402-040F,0450,0452-045F,0490-0491,04B0-04B1"
# The letters and vowel signs of the Arabic language; then its digits, and the letters of others that use its script.
ARABIC = "060C,061B,061F,0621-063A,0641-0652,200C-200E"
FURTHER_ARABIC = (
    "0600-060B,060D-061A,061C-061E,0620,063B-0640,0653-06FF,0750-077F,0870-08FF,FB50-FDFF,FE70-FEFC"
)

# Slanted words are few: one weight between that of the text and that of a citation stands for both.
WEIGHTS = {"normal": (400, 600), "italic": (460, 460)}
FEATURES = ["liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
JOINING = ["rlig", "calt", "init", "medi", "fina", "isol", "curs"]


@dataclass(frozen=True)
class Cut:
    """One file: the characters of one package's file that one page may need without the others."""

    family: str
    package: str
    source: str
    part: str
    characters: str
    weights: tuple[int, int]
    style: str = "normal"
    more: str = ""

    def cut_from(self, packages: Path) -> bytes:
        font = TTFont(packages / self.package / "files" / self.source)
        options = subset.Options()
        # Only in a text, set large, does one see how near two letters stand to each other.
        kerned = self.family != "WG-COP Sans" and self.style == "normal"
        options.layout_features = [*FEATURES, *JOINING, *(["kern"] if kerned else [])]
        options.hinting = False
        options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=list(numbers(self.characters)))
        cutter.subset(font)
        if "fvar" in font:
            first, last = self.weights
            limit = self.weights if first != last else first
            font = instancer.instantiateVariableFont(font, {"wght": limit})
            fix_kerning(font)
        rename(font, self.family)
        font["head"].modified = font["head"].created  # the same input gives the same file
        font.recalcTimestamp = False
        font.flavor = "woff2"
        written = BytesIO()
        font.save(written)
        return written.getvalue()


def cuts() -> Iterator[Cut]:
    serif, sans, naskh = "source-serif-4", "noto-sans", "noto-naskh-arabic"
    for style in ("normal", "italic"):
        for source, part, characters in (
            ("latin", "latin", ASCII),
            ("latin", "further", FURTHER),
            ("latin-ext", "names", NAMES),
            ("cyrillic", "cyrillic", CYRILLIC),
        ):
            file = f"{serif}-{source}-wght-{style}.woff2"
            yield Cut("WG-COP Serif", serif, file, part, characters, WEIGHTS[style], style)
        # A page of the workspace in these languages needs the weight of its headings, and that of a text only around
        # a text in the same language. Browsers look in one family for faces of one weight alone, so this is another.
        for source, part, characters in (
            ("latin", "accents", ACCENTS),
            ("cyrillic", "russian", RUSSIAN),
        ):
            file = f"{serif}-{source}-wght-{style}.woff2"
            for weight in sorted(set(WEIGHTS[style])):
                weights = (weight, weight)
                yield Cut("WG-COP Serif Letters", serif, file, part, characters, weights, style)
    for source, part, characters in (
        ("latin", "latin", ASCII),
        ("latin", "accents", ACCENTS),
        ("latin", "further", FURTHER),
        ("latin-ext", "names", NAMES),
        ("cyrillic", "russian", RUSSIAN),
        ("cyrillic", "cyrillic", CYRILLIC),
    ):
        file = f"{sans}-{source}-wght-normal.woff2"
        yield Cut("WG-COP Sans", sans, file, part, characters, (400, 700))
    for weight in (400, 700):
        for part, characters in (("arabic", ARABIC), ("further-arabic", FURTHER_ARABIC)):
            file = f"{naskh}-arabic-{weight}-normal.woff2"
            # Drawn smaller than the Latin letters that it stands beside.
            size = "size-adjust: 114%;"
            yield Cut("WG-COP Naskh", naskh, file, part, characters, (weight, weight), more=size)


def numbers(ranges: str) -> Iterator[int]:
    for part in ranges.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def ranges(characters: list[int]) -> str:
    """`U+0041-0043, U+0061`"""
    spans: list[list[int]] = []
    for number in characters:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(
        f"U+{first:04X}" if first == last else f"U+{first:04X}-{last:04X}" for first, last in spans
    )


def rename(font: TTFont, family: str) -> None:
    """A font that was changed does not go by a reserved name, as its licence asks."""
    plain = family.replace(" ", "")
    for record in font["name"].names:
        words = {1: family, 16: family, 3: plain, 4: family, 6: plain}.get(record.nameID)
        if words is not None:
            record.string = words


def fix_kerning(font: TTFont) -> None:
    """The same distances at every weight: how they change with it takes a tenth of a file, and nobody sees it."""
    seen: set[int] = set()

    def fix(part: Any) -> None:
        if id(part) in seen:
            return
        seen.add(id(part))
        if isinstance(part, list):
            for one in part:
                fix(one)
        elif hasattr(part, "__dict__"):
            if hasattr(part, "ensureDecompiled"):
                part.ensureDecompiled()
            for name in list(vars(part)):
                if name.endswith(("Device", "DeviceTable")):
                    delattr(part, name)
                elif name.startswith("ValueFormat"):
                    setattr(part, name, getattr(part, name) & 0xF)
            if type(part).__name__ == "Anchor":
                part.Format = 1
            for one in list(vars(part).values()):
                fix(one)

    fix(font["GPOS"].table)
    if "GDEF" in font:
        font["GDEF"].table.VarStore = None


RULE = """@font-face {{
  font-family: "{family}";
  font-style: {style};
  font-weight: {weight};
  font-display: optional;{more}
  src: url("fonts/{name}") format("woff2");
  unicode-range: {range};
}}
"""
HEAD = """/* Made by scripts/cut_fonts.py: which characters come from which file. Addresses are relative to the joined sheet.
   `optional`: a page that was laid out in the reader's own letters is not laid out anew when these arrive late. */

"""


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Usage: cut_fonts.py FOLDER, as static/fonts/README.md says.")
    packages = Path(sys.argv[1])
    for old in FONTS.glob("*.woff2"):
        old.unlink()
    rules = []
    for cut in cuts():
        content = cut.cut_from(packages)
        characters = sorted(TTFont(BytesIO(content)).getBestCmap())
        lightest, heaviest = cut.weights
        weight = f"{lightest} {heaviest}"
        if lightest == heaviest:
            weight = "400 600" if cut.style == "italic" else f"{lightest}"
        kind = cut.family.split()[1].lower()
        slant = "-italic" if cut.style == "italic" else ""
        bold = f"-{weight}" if weight.isdigit() else ""
        digest = hashlib.sha256(content).hexdigest()[:8]
        name = f"{kind}-{cut.part}{bold}{slant}-{digest}.woff2"
        (FONTS / name).write_bytes(content)
        rules.append(
            RULE.format(
                family=cut.family,
                style=cut.style,
                weight=weight,
                more=f"\n  {cut.more}" if cut.more else "",
                name=name,
                range=ranges(characters),
            )
        )
        print(f"{len(content):8,} {name}")
    SHEET.write_text(HEAD + "\n".join(rules))


if __name__ == "__main__":
    main()
