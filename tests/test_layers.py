"""The house keeps its order: who imports whom, what the door shows, what ships, what the README names."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("tools", "agent", "tasks", "sandbox")
MAY_IMPORT = {
    "tools": {"tools"},
    "sandbox": {"sandbox", "tools"},
    "agent": {"agent", "tools"},
    "tasks": set(LAYERS),
}
ONLY_WHEN_USED = {"mss", "openai", "playwright", "pyautogui", "pyperclip", "torch", "transformers", "Xlib"}
NEEDS_TORCH = {f"handeye.tasks.bench.detector.{name}" for name in ("net", "train", "close_net", "close_train")}
"""Only those who train the detector run these; nothing else imports them."""
DOOR = [
    "Action",
    "AsyncScreen",
    "Box",
    "Browser",
    "Computer",
    "Desktop",
    "Effect",
    "Frame",
    "HandeyeError",
    "Hint",
    "JobResult",
    "NotDone",
    "Painted",
    "Point",
    "Screen",
    "Size",
    "Target",
    "Unsure",
    "Verdict",
    "bind",
    "fill_job",
    "opened",
    "parse_action",
    "settle",
]


def sources() -> list[Path]:
    return [path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py"))]


def package_of(folder: Path) -> str:
    """The import name of a folder of ours; tasks/door is `handeye` itself."""
    parts = folder.relative_to(ROOT).parts
    return "handeye" if parts == ("tasks", "door") else ".".join(("handeye", *parts))


def module_of(path: Path) -> str:
    package = package_of(path.parent)
    return package if path.stem == "__init__" else f"{package}.{path.stem}"


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every name a file imports in full, and whether that happens when the file itself is imported."""
    tree = ast.parse(path.read_text())
    later = set[ast.AST]()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or _for_types_only(node):
            later.update(ast.walk(node))
    for node in ast.walk(tree):
        for name in _names(node, package_of(path.parent)):
            yield name, node not in later


def _for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _names(node: ast.AST, package: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
        module = ".".join([*above, *filter(None, [node.module])])
        # `from .. import tools` names a module only together with what it imports.
        return [f"{module}.{alias.name}" for alias in node.names]
    return []


def run_python(code: str, cwd: Path, **more: str) -> str:
    """What a fresh interpreter prints that has no display and next to no environment."""
    env = {"PATH": os.defpath, **more}
    done = subprocess.run([sys.executable, "-c", code], cwd=cwd, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_what_lies_below_it(layer: str) -> None:
    for path in (ROOT / layer).rglob("*.py"):
        for name, _ in imports(path):
            parts = name.split(".")
            if parts[0] == "handeye":
                assert layer == "tasks" or (len(parts) > 1 and parts[1] in MAY_IMPORT[layer]), f"{path} imports {name}"
            assert parts[0] not in LAYERS, f"{path} imports {name}: our folders are called handeye.{parts[0]}"


def test_the_rule_catches_what_it_forbids(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text("from ..tasks import cli\nimport handeye.agent.graph\ndef f():\n    from ...sandbox.none import g\n")
    tree = ast.parse(path.read_text())
    found = [name for node in ast.walk(tree) for name in _names(node, "handeye.tools.browser")]
    assert found == ["handeye.tools.tasks.cli", "handeye.agent.graph", "handeye.sandbox.none.g"]


def test_modules_import_one_another_in_one_direction() -> None:
    modules = {module_of(path): path for path in sources()}
    uses = {
        module: {
            known
            for name, at_once in imports(path)
            if at_once
            for known in (name, name.rpartition(".")[0])
            if known in modules and known != module
        }
        for module, path in modules.items()
    }
    ready: set[str] = set()
    while rising := {module for module in uses.keys() - ready if uses[module] <= ready}:
        ready |= rising
    assert not uses.keys() - ready, f"these import each other in a circle, or what does: {sorted(uses.keys() - ready)}"


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    for path in sources():
        if module_of(path) in NEEDS_TORCH:
            continue
        assert not {part for name, _ in imports(path) for part in (name, name.rpartition(".")[0])} & NEEDS_TORCH, (
            f"{path.relative_to(ROOT)} would need torch"
        )
        heavy = {name.split(".")[0] for name, at_once in imports(path) if at_once} & ONLY_WHEN_USED
        assert not heavy, f"{path.relative_to(ROOT)} imports {heavy} when it is itself imported"


def test_importing_everything_touches_nothing(tmp_path: Path) -> None:
    modules = [module_of(path) for path in sources() if path.stem != "__main__" and module_of(path) not in NEEDS_TORCH]
    code = f"""
import importlib, json, os, sys
touched = []
def callers():
    frame = sys._getframe(2)
    while frame:
        yield frame.f_code.co_filename
        frame = frame.f_back
def watch(event, args):
    if event.startswith(("socket.", "subprocess.", "os.posix_spawn", "os.fork", "os.exec", "os.system")):
        # urllib3, which LangGraph brings, tries a port of its own on ::1 to know whether there is IPv6; nothing is sent.
        asks_for_ipv6 = any(name.endswith("urllib3/util/connection.py") for name in callers())
        if not asks_for_ipv6:
            touched.append(event)
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wxa+"):
        touched.append(f"open {{args[0]}}")
sys.dont_write_bytecode = True
sys.addaudithook(watch)
before = dict(os.environ)
import cv2  # its first import points LD_LIBRARY_PATH at its own folder
os.environ.pop("LD_LIBRARY_PATH", None)
for module in {modules!r}:
    importlib.import_module(module)
assert dict(os.environ) == before, "the environment was changed"
print(json.dumps([touched, sorted({{name.split(".")[0] for name in sys.modules}})]))
"""
    touched, loaded = json.loads(run_python(code, tmp_path))
    assert touched == []
    assert not set(loaded) & ONLY_WHEN_USED


def test_the_door_shows_exactly_these_names(tmp_path: Path) -> None:
    code = """
import json, sys, handeye
light = sorted({"numpy", "cv2", "PIL", "pydantic"} & set(sys.modules))
print(json.dumps([sorted(handeye.__all__), sorted(dir(handeye)), light, handeye.__version__]))
"""
    shown, listed, loaded, version = json.loads(run_python(code, tmp_path))
    assert shown == DOOR
    assert listed == sorted([*DOOR, "__version__"])
    assert loaded == [], "`import handeye` alone loads nothing heavy"
    assert version == project()["project"]["version"]


def test_each_name_at_the_door_is_there(tmp_path: Path) -> None:
    code = f"import handeye\nfor name in {DOOR!r}: assert getattr(handeye, name) is not None"
    run_python(code, tmp_path)


def test_a_name_that_is_not_there_is_an_attribute_error(tmp_path: Path) -> None:
    code = "import handeye\ntry: handeye.Screenn\nexcept AttributeError as error: print(error)"
    assert "Screenn" in run_python(code, tmp_path)


@pytest.mark.parametrize("package", ["tools", "agent", "tasks", "sandbox"])
@pytest.mark.parametrize("regular", [True, False], ids=["with __init__", "without __init__"])
def test_a_users_own_folder_of_the_same_name_is_no_trouble(tmp_path: Path, package: str, regular: bool) -> None:
    mine = tmp_path / package
    mine.mkdir()
    (mine / "helper.py").write_text("WHOSE = 'mine'\n")
    if regular:
        (mine / "__init__.py").write_text("")
    code = f"""
import handeye, handeye.tasks.cli
from {package}.helper import WHOSE
print(WHOSE, handeye.Point(1, 2).x, handeye.Frame.__module__)
"""
    assert run_python(code, tmp_path).split() == ["mine", "1", "handeye.tools.frame"]


def project() -> dict[str, dict[str, str]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def packages_on_disk() -> set[str]:
    return {package_of(path.parent) for path in sources() if path.stem == "__init__"}


def test_every_package_ships() -> None:
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    assert set(setuptools["packages"]) == packages_on_disk()
    assert all(package_of(path.parent) in packages_on_disk() for path in sources()), "a folder of modules lacks its __init__.py"


def test_every_data_file_ships() -> None:
    globs: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    for layer in LAYERS:
        for path in (ROOT / layer).rglob("*"):
            if path.is_dir() or path.suffix in (".py", ".pyc"):
                continue
            home = next(folder for folder in path.parents if (folder / "__init__.py").exists())
            name = path.relative_to(home).as_posix()
            wanted = [*globs.get("*", []), *globs.get(package_of(home), [])]
            assert any(fnmatch(name, glob) for glob in wanted), f"{path.relative_to(ROOT)} is in no wheel; see package-data"


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_is_typed_for_its_users(layer: str) -> None:
    assert (ROOT / layer / "py.typed").exists()


def tree_in_readme() -> str:
    """The code block of the README that has a line per file."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    trees = [block for block in blocks if all(f"{layer}/" in block for layer in LAYERS)]
    assert len(trees) == 1, "the README has one code block with a line for every file"
    return trees[0]


def test_the_readme_names_every_file() -> None:
    tree = tree_in_readme()
    for path in sources():
        if path.stem != "__init__":
            assert re.search(rf"(?<![\w-]){re.escape(path.name)}(?!\w)", tree), (
                f"{path.relative_to(ROOT)} has no line in the README's tree"
            )


def test_what_the_readme_names_is_there() -> None:
    there = {path.name for path in ROOT.iterdir()}
    there |= {path.name for layer in (*LAYERS, "tests") for path in (ROOT / layer).rglob("*")}
    for word in re.findall(r"[\w./-]+\.(?:py|md|html|toml|txt|sh)\b", tree_in_readme()):
        assert Path(word).name in there, f"the README's tree names {word}, which is not there"
