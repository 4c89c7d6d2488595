import re

from tests.architecture.reading import name, project_files, report

# Written in pieces, so that this file does not find itself.
HOSTS = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "npmjs." + "org",
    "deb." + "debian",
]
PLACES = ["/" + "work/", "/" + "root/", r"(?<!\w)/home/" + r"\w"]
FORBIDDEN = re.compile("|".join([*map(re.escape, HOSTS), *PLACES]))
BINARY = {".woff2", ".png", ".jpg", ".webp", ".ico", ".docx", ".pdf", ".gz"}


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine():
    report(
        "Files name packages, not where they are fetched; and paths relative to the project.",
        [
            f"{name(file)}:{number} {match[0]}"
            for file in project_files()
            if file.suffix not in BINARY
            for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1)
            if (match := FORBIDDEN.search(line))
        ],
    )
