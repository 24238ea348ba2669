"""What an empty battery does to a tablet, and what lies on its disk afterwards."""

import os
import signal
from base64 import b64encode
from pathlib import Path
from urllib.parse import quote


def kill(profile: Path) -> int:
    """End the browser of this profile as an empty battery does; return how many processes were ended."""
    killed = 0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={profile}".encode() in command.split(b"\0"):
            os.kill(int(folder.name), signal.SIGKILL)
            killed += 1
    return killed


def on_disk(profile: Path, *words: str) -> list[tuple[str, str]]:
    """Return (word, file) for every word that lies in the profile in clear or in a usual spelling."""
    contents = {path.name: path.read_bytes() for path in profile.rglob("*") if path.is_file()}
    return [
        (word, name)
        for word in words
        for name, content in contents.items()
        if any(shape in content for shape in _shapes(word))
    ]


def _shapes(word: str) -> list[bytes]:
    plain = word.encode()
    # Base64 has three spellings, by where in the text the word begins; without the letters its neighbours share.
    coded = [b64encode(b"\0" * skip + plain)[-(-skip * 4 // 3) : -4] for skip in range(3)]
    return [plain, word.encode("utf-16-le"), plain.hex().encode(), quote(word).encode(), *coded]
