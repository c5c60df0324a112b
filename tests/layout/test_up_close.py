"""Layout of the close-up: one height for all steps of a network, and nothing in it cut off, small or too near."""

from playwright.sync_api import Page

from tests.support.layout import Size, at_sizes

WIDTHS: list[Size] = [(1440, 900), (1280, 720), (390, 844)]
NETWORKS = (
    (
        *("/", "/?step=5", "/?step=5&reading=column", "/?step=5&reading=combination", "/?step=6", "/?step=7"),
        *("/?step=7&reading=column", "/?step=7&reading=combination", "/?step=8", "/?step=5&cell=A2.1.4"),
        *("/?step=5&cell=X.1.1", "/?step=20"),
    ),
    (
        *("/?preset=iris", "/?preset=iris&step=1", "/?preset=iris&step=3&reading=combination"),
        *("/?preset=iris&step=1&reading=column", "/?preset=iris&view=vectorized&step=4"),
    ),
    (
        *("/?preset=digits", "/?preset=digits&step=1", "/?preset=digits&step=1&reading=column"),
        *("/?preset=digits&step=4", "/?preset=digits&step=3&reading=combination"),
    ),
    ("/?preset=house", "/?preset=house&step=1", "/?preset=house&step=2", "/?preset=house&step=4"),
    ("/?layers=6-2&m=2", "/?layers=6-2&m=2&step=1", "/?layers=6-2&m=2&act=leaky_relu&step=2"),
)
"""Close-ups of every kind, by network."""
LOOK = """() => {
    const card = document.querySelector(".closeup"), box = card.getBoundingClientRect();
    const every = [...card.querySelectorAll(":not(.visually-hidden, .visually-hidden *, caption)")];
    const texts = every.filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
    const results = [...card.querySelectorAll(".result")].map(each => each.getBoundingClientRect());
    return [
        Math.round(box.height), card.scrollHeight - card.clientHeight, card.scrollWidth - card.clientWidth,
        texts.filter(each => parseFloat(getComputedStyle(each).fontSize) < 11.95).map(each => each.textContent),
        results.filter(each => each.right > box.right + 1 || each.left < box.left).length,
    ];
}"""
"""Its height, how far it scrolls, its texts below 12 px, and how many results are cut off."""


def test_a_close_up_has_one_height_for_its_network_and_shows_all_of_it(page: Page) -> None:
    for network in NETWORKS:
        heights: dict[str, set[int]] = {}
        for at in at_sizes(page, network, WIDTHS):
            height, down, aside, small, cut = page.evaluate(LOOK)
            assert (down, aside, small, cut) == (0, 0, [], 0), at
            heights.setdefault(at.partition(" at ")[2], set()).add(height)
        assert all(len(each) == 1 for each in heights.values()), (network[0], heights)
