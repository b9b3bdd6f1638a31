#!/usr/bin/env python3
"""The house rules that a compiler cannot check. Prints every breach with its place; exit status 1 if any.

  undeclared includes    a block includes only what its USES names (not what those use in turn), and no private header
  foreign tables         SQL of a module names only tables that carry the module's own name
  migrations             numbered one after the other, none twice
  statements             every db::Statement of a statements.h stands in its list, so that the prepare test sees it
  file length            at most 500 lines of C++, TypeScript or Svelte
  tests that never run   every *_test.cpp lies where a target picks it up; web tests end in .test.ts
  naming                 no block or file is called utils, common or helpers
"""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
src = root / "src"
problems: list[str] = []
LINES_MAX = 500


def complain(path: pathlib.Path, line: int, text: str) -> None:
    problems.append(f"{path.relative_to(root)}:{line}: {text}")


def declared_uses() -> tuple[dict[str, set[str]], dict[str, set[str]], dict[str, set[str]], dict[str, set[str]]]:
    """USES (and LEARNERS) of every platform block, learner and module, read from the build files."""
    def section(arguments: str, word: str) -> set[str]:
        found = re.search(rf"\b{word}\b([^A-Z)]*)", arguments)
        return set(found.group(1).split()) if found else set()

    platform, learners, modules, module_learners = {}, {}, {}, {}
    text = (src / "platform/CMakeLists.txt").read_text()
    for name, arguments in re.findall(r"add_platform\((\w+)([^)]*)\)", text):
        platform[name] = section(arguments, "USES")
    ml = src / "ml/CMakeLists.txt"
    for name, arguments in re.findall(r"add_learner\((\w+)([^)]*)\)", ml.read_text() if ml.exists() else ""):
        learners[name] = section(arguments, "USES")
    for file in sorted((src / "modules").glob("*/CMakeLists.txt")):
        for name, arguments in re.findall(r"add_module\((\w+)([^)]*)\)", file.read_text()):
            modules[name] = section(arguments, "USES")
            module_learners[name] = section(arguments, "LEARNERS")
    return platform, learners, modules, module_learners


def sources(folder: pathlib.Path):
    return sorted(p for p in folder.rglob("*") if p.suffix in {".h", ".cpp"})


def includes(path: pathlib.Path):
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        found = re.match(r'\s*#include\s+"([^"]+)"', line)
        if found:
            yield number, found.group(1)


def check_platform(platform: dict[str, set[str]]) -> None:
    for name, uses in platform.items():
        for path in sources(src / "platform" / name):
            in_test = "tests" in path.relative_to(src / "platform" / name).parts
            for line, target in includes(path):
                parts = target.split("/")
                if parts[0] == "platform" and parts[1] in platform:
                    if parts[1] != name and parts[1] not in uses and not in_test:
                        complain(path, line, f"includes {target}, but {name} does not declare USES {parts[1]}")
                elif (src / "modules" / parts[0]).is_dir() and len(parts) > 1:
                    complain(path, line, f"the platform includes the module header {target}")


def check_learners(learners: dict[str, set[str]]) -> None:
    for name, uses in learners.items():
        for path in sources(src / "ml" / name):
            for line, target in includes(path):
                parts = target.split("/")
                if parts[0] == "platform" and parts[1] != "base":
                    complain(path, line, f"a learner is pure: it may not include {target}")
                if parts[0] == "ml" and parts[1] != name and parts[1] not in uses:
                    complain(path, line, f"includes {target}, but {name} does not declare USES {parts[1]}")


def check_module_includes(modules: dict[str, set[str]], module_learners: dict[str, set[str]]) -> None:
    for name, uses in modules.items():
        folder = src / "modules" / name
        in_tests_allowed = {m for m in modules}
        for path in sources(folder):
            in_test = "tests" in path.relative_to(folder).parts
            for line, target in includes(path):
                if target.startswith("modules/"):
                    complain(path, line, f"reaches into a module's folder: {target}")
                parts = target.split("/")
                if parts[0] == "ml" and parts[1] not in module_learners[name]:
                    complain(path, line, f"includes {target}, but {name} does not declare LEARNERS {parts[1]}")
                if parts[0] not in modules or parts[0] == name or len(parts) < 2:
                    continue
                if in_test and parts[0] in in_tests_allowed:
                    continue
                if parts[0] not in uses:
                    complain(path, line, f"includes {target}, but {name} does not declare USES {parts[0]}")
                elif parts[1] == "module.h":
                    complain(path, line, f"{target} is for the app only")


def check_app_includes(modules: dict[str, set[str]]) -> None:
    for path in sources(src / "app"):
        for line, target in includes(path):
            if target.startswith("modules/"):
                complain(path, line, f"reaches into a module's folder: {target}")


TABLE = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE(?:\s+IF\s+NOT\s+EXISTS)?|ON)\s+([a-z][a-z0-9]*_[a-z0-9_]+)\b")


def check_tables(modules: dict[str, set[str]]) -> None:
    for name in modules:
        folder = src / "modules" / name
        files = list(folder.glob("src/*")) + list(folder.glob("migrations/*.sql"))
        for path in files:
            for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
                if path.suffix not in {".sql", ".h", ".cpp"} or line.lstrip().startswith(("//", "--", "#")):
                    continue
                for table in TABLE.findall(line):
                    owner = next((m for m in modules if table.startswith(m + "_") and m != name), None)
                    if owner:
                        complain(path, number, f"SQL names {table}, a table of {owner}")
        for path in folder.glob("migrations/*.sql"):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                made = re.search(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)", line)
                if made and not made.group(1).startswith(name + "_"):
                    complain(path, number, f"table {made.group(1)} does not carry the module's name")


def check_migrations(modules: dict[str, set[str]]) -> None:
    """Migrations of one module are numbered 0001, 0002, … without gaps or repetitions."""
    for module in modules:
        files = sorted((root / "src/modules" / module / "migrations").glob("*.sql"))
        for number, path in enumerate(files, 1):
            if path.name[:5] != f"{number:04d}_":
                complain(path, 1, f"its number should be {number:04d}")
                break


def check_statements() -> None:
    for path in sorted(src.rglob("*statements*.h")):
        text = path.read_text()
        listed = "".join(re.findall(r"Statement\s*\*\s*(?:const\s+)?\w*statements\w*\[\]\s*=\s*\{(.*?)\}", text, re.S))
        for found in re.finditer(r"constexpr\s+(?:db::)?Statement\s+(\w+)\s*\{", text):
            if not re.search(rf"&\s*{found.group(1)}\b", listed):
                line = text[: found.start()].count("\n") + 1
                complain(path, line, f"statement {found.group(1)} is not listed in statements[]")


def code_files():
    for folder in ("src", "tests", "bench", "fuzz", "web/storefront", "web/studio", "web/shared", "demo/art", "tools"):
        for path in (root / folder).rglob("*"):
            if path.suffix in {".h", ".cpp", ".ts", ".svelte", ".py", ".mjs"} and "node_modules" not in path.parts:
                yield path


def check_files() -> None:
    for path in code_files():
        if path.name in {"api.d.ts"}:  # made from openapi.json
            continue
        count = path.read_text(errors="replace").count("\n")
        if count > LINES_MAX:
            complain(path, count, f"has {count} lines; the limit is {LINES_MAX}")
        for part in path.relative_to(root).parts:
            if re.fullmatch(r"(utils?|common|helpers?)(\.\w+)?", part):
                complain(path, 1, f"nothing is named {part}")


def check_tests(platform: dict[str, set[str]], modules: dict[str, set[str]]) -> None:
    for path in sorted(root.glob("src/**/*_test.cpp")):
        parts = path.relative_to(src).parts
        known = parts[0] == "app" or (parts[0] == "platform" and parts[1] in platform) or \
            (parts[0] == "modules" and parts[1] in modules) or parts[0] == "ml"
        if not known or parts[-2] != "tests":
            complain(path, 1, "no target builds this test")
    for path in sorted((root / "web").glob("**/*test*.ts")):
        if "node_modules" not in path.parts and path.name != "vitest.config.ts" and not path.name.endswith(".test.ts"):
            complain(path, 1, "the web tests do not find this name")


def main() -> int:
    platform, learners, modules, module_learners = declared_uses()
    check_platform(platform)
    check_learners(learners)
    check_module_includes(modules, module_learners)
    check_app_includes(modules)
    check_tables(modules)
    check_migrations(modules)
    check_statements()
    check_files()
    check_tests(platform, modules)
    for problem in problems:
        print(problem)
    print(f"house rules: {len(modules)} modules, {len(platform)} platform blocks, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
