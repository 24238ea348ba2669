"""Gathers the pictures of the children's boards: our own drawings and the OpenMoji ones we use."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from safeplan import npm

# Bright yellow reads as a cartoon, and as white, to many children; brown-cream does not.
OPENMOJI_YELLOW = re.compile("#FCEA2B", re.IGNORECASE)
FACE_COLOUR = "#EBCB98"
TONES = ("1F3FB", "1F3FC", "1F3FD", "1F3FE", "1F3FF")


class Picture(NamedTuple):
    """One line of openmoji.txt: our name, OpenMoji's code point, and whether skin tones are offered."""

    concept: str
    code: str
    tones: bool


def copy_pictures(static: Path, into: Path) -> list[str]:
    """Copy every picture into a folder and return the file names.

    Raises ValueError where a name is used twice: one picture would silently take the other's place.
    """
    into.mkdir(parents=True)
    names = list(_drawings(static / "pictures" / "drawings", into))
    listed = read_list(static / "pictures" / "openmoji.txt")
    for picture in listed:
        names += _openmoji(picture, into)
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"pictures with the same name: {', '.join(sorted(twice))}")
    return names


def read_list(path: Path) -> list[Picture]:
    """Read openmoji.txt: `concept code [tones]` a line, `#` starts a comment."""
    lines = (line.split("#")[0].split() for line in path.read_text().splitlines())
    return [Picture(words[0], words[1], "tones" in words[2:]) for words in lines if words]


def _drawings(folder: Path, into: Path) -> Iterator[str]:
    for drawing in sorted(folder.glob("*.svg")):
        shutil.copyfile(drawing, into / drawing.name)
        yield drawing.name


def _openmoji(picture: Picture, into: Path) -> Iterator[str]:
    wanted = {picture.concept: picture.code}
    if picture.tones:
        wanted |= {f"{picture.concept}-{n}": _toned(picture.code, tone) for n, tone in enumerate(TONES, 1)}
    for name, code in wanted.items():
        drawn = (npm.packages() / "openmoji" / "color" / "svg" / f"{code}.svg").read_text()
        (into / f"{name}.svg").write_text(OPENMOJI_YELLOW.sub(FACE_COLOUR, drawn))
        yield f"{name}.svg"


def _toned(code: str, tone: str) -> str:
    """Put a skin tone after the person, which comes first in a joined code point."""
    person, joint, rest = code.partition("-")
    return f"{person}-{tone}{joint}{rest}"
