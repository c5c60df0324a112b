"""make sbom: write the software bill of materials of a release, in CycloneDX.

cyclonedx-bom lists the packages of requirements.txt; the files in static/vendor and static/fonts are added.
"""

import hashlib
import json
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
CYCLONEDX = (sys.executable, "-m", "cyclonedx_py", "requirements", "requirements.txt", "--pyproject", "pyproject.toml")
OPTIONS = ("--output-format", "JSON", "--output-reproducible", "--short-PURLs")


class Vendored(NamedTuple):
    """A third-party file below static/, and its npm package."""

    file: str
    package: str
    version: str
    licence: str


VENDORED = (
    Vendored("vendor/htmx.min.js", "htmx.org", "4.0.1", "0BSD"),
    Vendored("vendor/hx-sse.min.js", "htmx.org", "4.0.1", "0BSD"),
    Vendored("vendor/fflate.min.js", "fflate", "0.8.3", "MIT"),
    Vendored("vendor/npyjs.js", "npyjs", "1.2.0", "Apache-2.0"),
    Vendored("fonts/stix-two-math-subset.woff2", "@fontsource/stix-two-math", "5.3.0", "OFL-1.1"),
    Vendored("fonts/roboto-condensed-figures.woff2", "@fontsource/roboto-condensed", "5.3.0", "OFL-1.1"),
)


def sbom() -> dict[str, Any]:
    """The bill of materials as a CycloneDX document."""
    asked = subprocess.run([*CYCLONEDX, *OPTIONS], cwd=ROOT, check=True, capture_output=True, text=True)
    listed: dict[str, Any] = json.loads(asked.stdout)
    listed["components"] = [*map(_package, listed["components"]), *map(_file, VENDORED)]
    files = [each.file for each in VENDORED]
    for entry in listed["dependencies"]:
        if entry["ref"] == listed["metadata"]["component"]["bom-ref"]:
            entry["dependsOn"] = [*entry.get("dependsOn", ()), *files]
    listed["dependencies"] += [{"ref": file} for file in files]
    return listed


def _package(component: dict[str, Any]) -> dict[str, Any]:
    """A package with its licence if it is installed, and without its description, which repeats its pins."""
    without = {key: value for key, value in component.items() if key != "description"}
    licence = _licence(component["name"])
    return without | ({"licenses": [licence]} if licence else {})


def _licence(package: str) -> dict[str, Any]:
    try:
        found = metadata(package)
    except PackageNotFoundError:  # for another Python or another system
        return {}
    if expression := found.get("License-Expression"):
        return {"expression": expression}
    named = [each.rpartition(" :: ")[2] for each in found.get_all("Classifier", []) if each.startswith("License ::")]
    return {"license": {"name": found.get("License") or ", ".join(named)}}


def _file(vendored: Vendored) -> dict[str, Any]:
    """A file, with the hash of what is served."""
    content = (ROOT / "static" / vendored.file).read_bytes()
    return {
        "type": "file",
        "bom-ref": vendored.file,
        "name": vendored.file,
        "version": vendored.version,
        "purl": f"pkg:npm/{vendored.package.replace('@', '%40')}@{vendored.version}",
        "licenses": [{"license": {"id": vendored.licence}}],
        "hashes": [{"alg": "SHA-384", "content": hashlib.sha384(content).hexdigest()}],
    }


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(sbom(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
