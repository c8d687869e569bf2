"""Compile requirements/*.txt anew:  ./run lock [--upgrade].  Needs uv (pip install uv).

What Utsyn itself needs stands in pyproject.toml; requirements/*.in add what running and testing it needs.
The pins carry hashes for every platform and no address, so that any index can serve them.
"""

import shutil
import subprocess
import sys

GROUPS = {  # the oldest Python it must install on, and what it is compiled from
    "runtime": ("3.11", ["runtime"]),
    "dev": ("3.11", ["runtime", "dev"]),  # with the pins of runtime.txt: what is tested is what runs
    "newest": ("3.13", ["newest", "dev"]),
    "spark": ("3.11", ["runtime", "dev", "spark"]),
    "spark-source": ("3.11", ["spark-source"]),
}
HOUSE = ["pyproject.toml", "--extra=web", "--extra=postgres", "--extra=word", "--extra=data"]
OPTIONS = {
    "dev": [*HOUSE, "--constraint=requirements/runtime.txt"],
    # what comes as source alone stands apart: all else is installed from wheels, and first
    "spark": [*HOUSE, "--constraint=requirements/dev.txt", "--no-emit-package=pyspark"],
    "spark-source": ["--no-deps"],
}


def main(options: list[str]) -> None:
    """Compile every group; `options` go to uv."""
    uv = shutil.which("uv") or sys.exit("./run lock needs uv: pip install uv")
    command = [
        uv,
        "pip",
        "compile",
        "--universal",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
        "--quiet",
    ]
    command += options
    for group, (python, sources) in GROUPS.items():
        files = [f"requirements/{source}.in" for source in sources]
        files += OPTIONS.get(group, HOUSE)
        pins = f"requirements/{group}.txt"
        subprocess.run([*command, f"--python-version={python}", *files, "-o", pins], check=True)
        print(f"{pins} compiled")


if __name__ == "__main__":
    main(sys.argv[1:])
