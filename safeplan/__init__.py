"""SafePlan: safety plans for children, and where the files that belong to the code are found."""

from pathlib import Path

# Between releases it ends in .dev0: what is newer than the last one need not be opened for ever yet.
__version__ = "0.2.0.dev0"


def data_root() -> Path:
    """Return the folder holding static/, templates/ and migrations/: inside a wheel, or the checkout."""
    here = Path(__file__).resolve().parent
    packed = here / "_data"
    return packed if packed.is_dir() else here.parent
