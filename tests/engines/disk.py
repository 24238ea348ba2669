"""What lies on the disk in a profile: also what Firefox keeps of its open pages, which it packs."""

from pathlib import Path

from tests.browser.steps.disk import on_disk

MOZILLA = b"mozLz40\0"


def words_in(profile: Path, *words: str) -> list[tuple[str, str]]:
    """Return (word, file) for every word that lies in the profile, packed or not."""
    for path in [one for one in profile.rglob("*") if one.is_file() and not one.is_symlink()]:
        content = path.read_bytes()
        if content.startswith(MOZILLA):
            # After the mark, four bytes say how long it was.
            path.with_name(f"{path.name}.unpacked").write_bytes(unpacked(content[len(MOZILLA) + 4 :]))
    return on_disk(profile, *words)


def unpacked(block: bytes) -> bytes:
    """Unpack one block of LZ4: runs of new bytes, each followed by a piece of what was there before."""
    out = bytearray()
    at = 0

    def length(short: int) -> int:
        nonlocal at
        total, more = short, 255 if short == 15 else 0
        while more == 255:
            more = block[at]
            total, at = total + more, at + 1
        return total

    while at < len(block):
        token = block[at]
        at += 1
        fresh = length(token >> 4)
        out += block[at : at + fresh]
        at += fresh
        if at < len(block):
            back = int.from_bytes(block[at : at + 2], "little")
            at += 2
            for _ in range(length(token & 15) + 4):
                out.append(out[-back])
    return bytes(out)
