"""make check: ask pip-audit whether a pinned package has a known fault, and do not take silence for a pass.

Ends with status 1 if one has. Where the advisories cannot be reached, as without a network, nothing was audited: it
says so and ends with status 0, because that is no fault of the change that is checked.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

PINS = "requirements-dev.txt"
"""All that is pinned: what Columnwise needs is in it too."""
PIP_AUDIT = (sys.executable, "-m", "pip_audit", "--requirement", PINS, "--require-hashes", "--disable-pip")
OPTIONS = ("--format", "json", "--progress-spinner", "off", "--timeout", "5")
LONGEST = 300
"""Seconds after which an index that answers slowly counts as out of reach."""


def report() -> dict[str, Any]:
    """What pip-audit found. OSError or ValueError, with a reason, if it found nothing out."""
    try:
        asked = subprocess.run([*PIP_AUDIT, *OPTIONS], capture_output=True, text=True, timeout=LONGEST)
    except subprocess.TimeoutExpired as slow:
        raise OSError(f"no answer within {LONGEST} seconds") from slow
    if not asked.stdout.strip():
        raise OSError((asked.stderr.strip() or f"pip-audit ended with status {asked.returncode}").splitlines()[-1])
    found: dict[str, Any] = json.loads(asked.stdout)
    return found


def verdict(found: Mapping[str, Any]) -> tuple[list[str], bool]:
    """Sentences about a report, and whether a package has a known fault."""
    packages = found["dependencies"]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    faults = [(package, fault) for package in packages for fault in package.get("vulns", ())]
    lines = [f"{package['name']} {package['version']} has a known fault: {_told(fault)}" for package, fault in faults]
    if skipped:
        names = ", ".join(skipped[:5]) + (", …" if len(skipped) > 5 else "")
        lines.append(
            f"Not audited: {len(skipped)} of {len(packages)} packages, of which no advisories are known here: {names}"
        )
    if len(skipped) < len(packages) and not faults:
        lines.append(
            f"Audited: {len(packages) - len(skipped)} of {len(packages)} packages; none of them has a known fault."
        )
    return lines, bool(faults)


def _told(fault: Mapping[str, Any]) -> str:
    mended = ", ".join(fault["fix_versions"])
    return f"{fault['id']}, mended in {mended}." if mended else f"{fault['id']}, not mended yet."


def main() -> bool:
    """Print the verdict; whether there is a fault."""
    try:
        lines, has_fault = verdict(report())
    except (OSError, ValueError, KeyError) as reason:
        lines, has_fault = [f"Not audited: the advisories are out of reach ({reason})."], False
    print("\n".join(lines))
    return has_fault


if __name__ == "__main__":
    sys.exit(main())
