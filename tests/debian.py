"""What the tests may ask of the machine: Debian packages, where they run as root and nobody said no."""

import os
import shutil
import subprocess


def install(*packages: str) -> bool:
    """Install Debian packages, waiting for another apt to finish; say whether they stand now."""
    if os.geteuid() != 0 or not shutil.which("apt-get") or os.environ.get("UTSYN_NO_APT"):
        return False
    print(f"Installing {', '.join(packages)} for the tests", flush=True)
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        asked = subprocess.run([*apt, *command], env=environment, capture_output=True, text=True, check=False)
    if asked.returncode:
        print(asked.stderr, flush=True)
    return asked.returncode == 0


def required(what: str) -> bool:
    """Is `what` (browser, postgresql) something that must not be skipped, as UTSYN_REQUIRE says?"""
    return what in os.environ.get("UTSYN_REQUIRE", "").split(",")
