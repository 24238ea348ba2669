"""Builds what the browser gets into static/dist: bundles, typefaces, pictures, and manifest.json.

manifest.json is one JSON object:

    {"build": "16 hex digits, new whenever any file is",
     "files": {LOGICAL NAME: {"file":   path below static/dist,
                              "sha256": 64 hex digits of its bytes,
                              "size":   bytes,
                              "gzip":   bytes of FILE.gz beside it, or null where there is none,
                              "hashed": true where the name changes with the bytes, so a browser
                                        may keep the file for ever,
                              "needs":  paths of the scripts it imports at once, so that a page can ask
                                        for them all together}}}

Logical names: app.js, pages.js, board.js, app.css, board.css, print.css (those whose source exists), rules.js (what
app.js fetches only once it needs it), shared/CHUNK.js (what several of these share),
vault-worker.js, sw.js (fixed name), fonts/NAME.woff2, pictures/CONCEPT.svg (fixed names; a concept
that offers skin tones has CONCEPT-1.svg … CONCEPT-5.svg too), licences.txt (fixed name).

app.js may use one name that is filled in here: VAULT_WORKER, the worker's path below static/dist, or "".
What sw.js keeps for a tablet without signal is told to it by the server (see safeplan/web/offline.py).
"""

import gzip
import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import click

from safeplan import data_root, npm
from safeplan.pictures import copy_pictures

# A page of its own for the child, so that nothing of a plan is on it to find.
PAGE_SCRIPTS = ("app.js", "pages.js", "board.js")
STYLES = ("app.css", "board.css", "print.css")
WORTH_COMPRESSING = {".js", ".css", ".svg", ".json", ".txt"}

_ALWAYS = ("--bundle", "--minify", "--charset=utf8", "--target=es2022,safari16.4", "--log-level=warning")
_FOR_PAGES = ("--format=esm", "--splitting", "--loader:.woff2=file", "--external:/static/*")
# A worker's names must not become those of the page, and it may be started as a plain script.
_FOR_WORKERS = ("--format=iife",)


def build(static: Path) -> dict[str, object]:
    """Build everything into static/dist and return the manifest.

    The new folder takes the old one's place whole, so that nobody is served half of each.
    """
    with tempfile.TemporaryDirectory(dir=static, prefix=".dist-") as made:
        out = Path(made) / "dist"
        out.mkdir()
        names, needs = _bundles(static, out)
        names |= {f"pictures/{name}": f"pictures/{name}" for name in copy_pictures(static, out / "pictures")}
        names |= _licences(out)
        names |= _service_worker(static, out)
        manifest = _manifest(out, names, needs)
        (out / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
        shutil.rmtree(static / "dist", ignore_errors=True)
        out.rename(static / "dist")
    return manifest


def _bundles(static: Path, out: Path) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return {logical name: path below out}, and {path: the paths it imports at once}."""
    worker, needs = _bundle(_present(static, "js", ("vault-worker.js",)), out, _FOR_WORKERS)
    define = f"--define:VAULT_WORKER={json.dumps(worker.get('vault-worker.js', ''))}"
    styles, _ = _bundle(_present(static, "css", STYLES), out, _FOR_PAGES)
    names = worker | styles
    # One at a time: bundled together they would share files, and a page would wait for its script's own imports.
    for script in _present(static, "js", PAGE_SCRIPTS):
        made, imported = _bundle([script], out, (*_FOR_PAGES, define))
        names, needs = names | made, needs | imported
    return names, needs


def _service_worker(static: Path, out: Path) -> dict[str, str]:
    for source in _present(static, "js", ("service-worker.js",)):
        _esbuild(str(source), f"--outfile={out / 'sw.js'}", *_FOR_WORKERS)
        return {"sw.js": "sw.js"}
    return {}


def _present(static: Path, folder: str, names: tuple[str, ...]) -> list[Path]:
    found = []
    for name in names:
        path = static / folder / name
        if path.exists():
            found.append(path)
        else:
            click.echo(f"  left out, not written yet: static/{folder}/{name}")
    return found


def _bundle(sources: list[Path], out: Path, options: tuple[str, ...]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Bundle each source; return {logical name: hashed path below out}, typefaces included, and what each needs."""
    if not sources:
        return {}, {}
    meta = out.parent / "meta.json"
    hashed = ("--entry-names=[name]-[hash]", "--chunk-names=[name]-[hash]", "--asset-names=fonts/[name]-[hash]")
    places = (f"--outdir={out}", *hashed)
    _esbuild(*map(str, sources), *places, f"--metafile={meta}", *options)
    outputs = json.loads(meta.read_text())["outputs"]
    names, needs = {}, {}
    for path, about in outputs.items():
        made = _below(out, path)
        source = Path(about.get("entryPoint") or next(iter(about["inputs"])))
        # What several files of a page share has no name of its own; another page's may begin with the same source.
        shared = made.suffix == ".js" and "entryPoint" not in about
        name = f"shared/{made.name}" if shared else (made.parent / source.name).as_posix()
        if name in names:
            # One of the two would be missing from a tablet without signal.
            raise click.ClickException(f"Two scripts that are fetched apart are both called {name}.")
        names[name] = made.as_posix()
        needs[made.as_posix()] = sorted(_below(out, one).as_posix() for one in _imported(outputs, path))
    return names, needs


def _below(out: Path, path: str) -> Path:
    return (data_root() / path).resolve().relative_to(out.resolve())


def _imported(outputs: dict[str, dict[str, Any]], path: str) -> set[str]:
    """Return what a script imports before it can start, and what that imports in turn."""
    found: set[str] = set()
    ahead = [path]
    while ahead:
        for one in outputs[ahead.pop()]["imports"]:
            if one["kind"] == "import-statement" and one["path"] in outputs and one["path"] not in found:
                found.add(one["path"])
                ahead.append(one["path"])
    return found


def _esbuild(*arguments: str) -> None:
    subprocess.run([str(npm.esbuild()), *arguments, *_ALWAYS], cwd=data_root(), check=True)  # noqa: S603


def _licences(out: Path) -> dict[str, str]:
    """Put the terms of everything that is not ours beside it, as they ask."""
    lock = json.loads((data_root() / "package-lock.json").read_text())
    parts = []
    for place, about in sorted(lock["packages"].items()):
        if not place or about.get("dev"):
            continue
        text = next((f.read_text().strip() for f in sorted((data_root() / place).glob("LICENSE*"))), "")
        name = place.removeprefix("node_modules/")
        parts.append(f"{name} {about['version']}: {about.get('license', 'see below')}\n\n{text}".strip())
    (out / "licences.txt").write_text(f"\n\n{'-' * 72}\n\n".join(parts) + "\n")
    return {"licences.txt": "licences.txt"}


def _build_id(out: Path, names: dict[str, str]) -> str:
    whole = hashlib.sha256()
    for file in sorted(names.values()):
        whole.update(file.encode() + b"\0" + hashlib.sha256((out / file).read_bytes()).digest())
    return whole.hexdigest()[:16]


def _manifest(out: Path, names: dict[str, str], needs: dict[str, list[str]]) -> dict[str, object]:
    files = {name: _describe(out, name, file) | {"needs": needs.get(file, [])} for name, file in names.items()}
    return {"build": _build_id(out, names), "files": files}


def _describe(out: Path, name: str, file: str) -> dict[str, object]:
    content = (out / file).read_bytes()
    packed = None
    if Path(file).suffix in WORTH_COMPRESSING:
        # No time of making inside, so that the same sources give the same bytes.
        small = gzip.compress(content, 9, mtime=0)
        if len(small) < len(content):
            (out / f"{file}.gz").write_bytes(small)
            packed = len(small)
    return {
        "file": file,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "gzip": packed,
        "hashed": name != file,
    }


@click.command("assets")
def assets_command() -> None:
    """Fetch the pinned browser packages and build static/dist."""
    if not (data_root() / "package-lock.json").exists():
        raise click.ClickException("An installed copy carries its browser files; only a checkout builds them.")
    try:
        if npm.install():
            click.echo("Browser packages installed.")
        manifest = build(data_root() / "static")
    except subprocess.CalledProcessError as failed:
        raise click.ClickException("The browser files could not be built; the lines above say why.") from failed
    files = manifest["files"]
    click.echo(f"static/dist is built: {len(files) if isinstance(files, dict) else 0} files.")


@click.command("check-js")
def check_js_command() -> None:
    """Check the types in static/js, and how every script is laid out and how much one function asks of its reader."""
    npm.install()
    checks = ([npm.tsc(), "--project", "tsconfig.json"], [npm.biome(), "ci", "--error-on-warnings", "--colors=off"])
    # Both, so that one run tells the whole story.
    answers = [subprocess.run([str(word) for word in words], cwd=data_root(), check=False) for words in checks]  # noqa: S603
    raise SystemExit(max(abs(answer.returncode) for answer in answers))


commands: list[click.Command] = [assets_command, check_js_command]
