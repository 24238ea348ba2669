"""What the assets command leaves behind: whole, named in the manifest, and fit to be served for ever."""

import gzip
import hashlib
from pathlib import Path
from typing import Any

import pytest

from safeplan import assets, npm, pictures

ENTRY = 'import { greet } from "./greet.js";\nconsole.log(greet("day"), VAULT_WORKER);\n'
GREET = "export const greet = (word) => `good ${word}`;\n"
WORKER = "self.onmessage = (event) => self.postMessage(event.data);\n"
SERVICE_WORKER = "self.kept = Object.keys(self.SHELL.files);\n"
STYLE = (
    '@font-face { font-family: Andika; src: url("@fontsource/andika/files/andika-latin-400-normal.woff2"); }\n'
    'body { font-family: Andika; background: url("/static/dist/pictures/tick.svg"); }\n'
)
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72"><title>A tick</title><path d="M9 9h9"/></svg>\n'


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A static folder with one source of each sort, below the repository so that packages are found."""
    npm.install()
    sources = {
        "js/app.js": ENTRY,
        "js/greet.js": GREET,
        "js/vault-worker.js": WORKER,
        "js/service-worker.js": SERVICE_WORKER,
        "css/app.css": STYLE,
        "pictures/drawings/tick.svg": DRAWING,
        "pictures/openmoji.txt": "# name code\nworried 1F61F\nteacher 1F469-200D-1F3EB tones\n",
    }
    for name, text in sources.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "node_modules").symlink_to(npm.packages())
    return tmp_path


def _files(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    files: dict[str, dict[str, Any]] = manifest["files"]
    return files


def test_every_file_is_in_the_manifest_with_its_true_size_and_digest(static: Path) -> None:
    files = _files(assets.build(static))
    for about in files.values():
        content = (static / "dist" / about["file"]).read_bytes()
        assert about["size"] == len(content)
        assert about["sha256"] == hashlib.sha256(content).hexdigest()
    on_disk = {p.relative_to(static / "dist").as_posix() for p in (static / "dist").rglob("*") if p.is_file()}
    packed = {f"{about['file']}.gz" for about in files.values() if about["gzip"]}
    assert on_disk == {about["file"] for about in files.values()} | packed | {"manifest.json"}


def test_the_packed_copy_holds_the_same_bytes(static: Path) -> None:
    about = _files(assets.build(static))["pictures/worried.svg"]
    packed = (static / "dist" / f"{about['file']}.gz").read_bytes()
    assert len(packed) == about["gzip"]
    assert gzip.decompress(packed) == (static / "dist" / about["file"]).read_bytes()


def test_a_changed_module_gives_its_bundle_a_new_name_and_leaves_the_others(static: Path) -> None:
    before = _files(assets.build(static))
    (static / "js" / "greet.js").write_text(GREET.replace("good", "kind"))
    after = _files(assets.build(static))
    changed = {name for name in before if before[name]["file"] != after[name]["file"]}
    assert changed == {"app.js"}
    assert not (static / "dist" / before["app.js"]["file"]).exists()


def test_the_same_sources_give_the_same_bytes(static: Path) -> None:
    assert assets.build(static) == assets.build(static)


def test_the_page_knows_its_worker(static: Path) -> None:
    files = _files(assets.build(static))
    page = (static / "dist" / files["app.js"]["file"]).read_text()
    assert f'"{files["vault-worker.js"]["file"]}"' in page


def test_what_two_pages_share_with_their_own_parts_is_in_the_manifest_for_both(static: Path) -> None:
    (static / "js" / "shared.js").write_text("export const said = (word) => console.log(word, performance.now());")
    # Each shares the same source with its own later part, and with the board's a second one.
    for page, more in (("app", ""), ("board", 'import "./greet.js"; ')):
        shared = f'{more}import {{ said }} from "./shared.js"; said("{page}");'
        (static / "js" / f"{page}.js").write_text(f'{shared} import("./{page}_later.js");')
        (static / "js" / f"{page}_later.js").write_text(shared)
    named = {about["file"] for about in _files(assets.build(static)).values()}
    assert {path.name for path in (static / "dist").glob("*.js")} == {file for file in named if file.endswith(".js")}


def test_the_typeface_comes_along_under_a_hashed_name(static: Path) -> None:
    files = _files(assets.build(static))
    font = files["fonts/andika-latin-400-normal.woff2"]
    assert font["hashed"]
    assert f'"./{font["file"]}"' in (static / "dist" / files["app.css"]["file"]).read_text()


def test_what_is_not_written_yet_is_named_and_left_out(static: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (static / "js" / "service-worker.js").unlink()
    files = _files(assets.build(static))
    assert "sw.js" not in files
    assert "board.css" not in files
    said = capsys.readouterr().out
    assert "static/js/service-worker.js" in said
    assert "static/css/board.css" in said


def test_a_broken_source_leaves_the_last_good_build_in_place(static: Path) -> None:
    good = _files(assets.build(static))["app.js"]["file"]
    (static / "js" / "greet.js").write_text("export const = ;")
    with pytest.raises(Exception, match="non-zero exit"):
        assets.build(static)
    assert (static / "dist" / good).exists()
    assert list(static.glob(".dist-*")) == []


def test_faces_lose_the_bright_yellow_and_people_come_in_five_tones(static: Path) -> None:
    assets.build(static)
    folder = static / "dist" / "pictures"
    drawn = {path.stem: path.read_text() for path in folder.glob("*.svg")}
    assert set(drawn) == {"tick", "worried", "teacher", *(f"teacher-{n}" for n in range(1, 6))}
    assert [name for name, text in drawn.items() if "#FCEA2B" in text.upper()] == []
    assert pictures.FACE_COLOUR in drawn["worried"]
    assert len(set(drawn.values())) == len(drawn)


def test_a_drawing_may_not_take_the_name_of_another_picture(static: Path) -> None:
    (static / "pictures" / "drawings" / "worried.svg").write_text(DRAWING)
    with pytest.raises(ValueError, match="worried"):
        assets.build(static)


def test_the_terms_of_every_package_served_are_told(static: Path) -> None:
    assets.build(static)
    told = (static / "dist" / "licences.txt").read_text()
    for package in ("openmoji 17", "@fontsource/andika", "@alpinejs/csp", "@hpke/core"):
        assert f"\n{package}" in f"\n{told}"
    assert "typescript" not in told
