"""make picture: draw docs/picture.png, the README's picture, from the page itself."""

from pathlib import Path

from docs.tools.browser import chromium, served

PICTURE = Path(__file__).parents[1] / "picture.png"


def main() -> None:
    """Take a picture of one step of the course example."""
    with served() as base, chromium() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{base}/?view=vectorized&step=1&cell=Z1.3.2")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURE)
    print(f"Drew {PICTURE.relative_to(PICTURE.parents[1])}.")


if __name__ == "__main__":
    main()
