"""make check: run pip-audit on the pinned packages and report what it could not audit.

Exit status 1 if a package has a known vulnerability. If the advisories cannot be reached, as without a network, it
prints so and exits with 0, because the checked change is not the cause.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

PIP_AUDIT = (sys.executable, "-m", "pip_audit", "--requirement", "requirements-dev.txt")
OPTIONS = ("--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off", "--timeout", "5")
TIMEOUT_SECONDS = 300


def report() -> dict[str, Any]:
    """The JSON report of pip-audit. OSError or ValueError, with a reason, if there is none."""
    try:
        asked = subprocess.run([*PIP_AUDIT, *OPTIONS], capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired as slow:
        raise OSError(f"no answer within {TIMEOUT_SECONDS} seconds") from slow
    if not asked.stdout.strip():
        raise OSError((asked.stderr.strip() or f"pip-audit ended with status {asked.returncode}").splitlines()[-1])
    found: dict[str, Any] = json.loads(asked.stdout)
    return found


def verdict(found: Mapping[str, Any]) -> tuple[list[str], bool]:
    """Sentences about a report, and whether a package has a known vulnerability."""
    packages = found["dependencies"]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    faults = [(package, fault) for package in packages for fault in package.get("vulns", ())]
    lines = [f"{package['name']} {package['version']} has a known fault: {_advice(fault)}" for package, fault in faults]
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


def _advice(fault: Mapping[str, Any]) -> str:
    mended = ", ".join(fault["fix_versions"])
    return f"{fault['id']}, mended in {mended}." if mended else f"{fault['id']}, not mended yet."


def main() -> bool:
    """Print the verdict; return whether a package has a known vulnerability."""
    try:
        lines, has_fault = verdict(report())
    except (OSError, ValueError, KeyError) as reason:
        lines, has_fault = [f"Not audited: the advisories are out of reach ({reason})."], False
    print("\n".join(lines))
    return has_fault


if __name__ == "__main__":
    sys.exit(main())
