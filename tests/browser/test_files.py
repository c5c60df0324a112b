"""A matrix from a file: the browser writes it into the text field."""

import io
import json
import re
import struct
import zipfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Page, Request, Route, expect

from tests.support.stage import expect_query, matrix

PAGE = "/matrix?matrix=W1"
TYPED = "1 2 3"
FLOATS = ("f2", "f4", "f8")
INTEGERS = tuple(f"{sign}{size}" for sign in "iu" for size in (1, 2, 4, 8))
SHAPES = ((7,), (1,), (1, 5), (5, 1), (32, 32))
TENSORS = {"F16": "f2", "F32": "f4", "F64": "f8"} | {f"{kind[0].upper()}{8 * int(kind[1])}": kind for kind in INTEGERS}
"""Names of types in safetensors, and NumPy's."""
SAID = ".from-file :is(.problem, [role=status])"
UNREADABLE = "is incomplete, or of another format than its name says."


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "", "buffer": content}


def npy(array: Any) -> bytes:
    """What np.save writes; a pickle, if the array holds objects."""
    written = io.BytesIO()
    np.save(written, array, allow_pickle=True)
    return written.getvalue()


def npz(arrays: dict[str, Any], deflate: bool = False) -> bytes:
    """What np.savez or np.savez_compressed writes, with any names."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as entry:  # as NumPy does
                entry.write(npy(array))
    return written.getvalue()


def safetensors(tensors: dict[str, tuple[str, tuple[int, ...], bytes]]) -> bytes:
    """The length of the header in 8 bytes, the header in JSON, the numbers."""
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    data = b""
    for name, (kind, shape, content) in tensors.items():
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def any_bits(kind: str, shape: tuple[int, ...], seed: int = 0) -> Any:
    """An array of random bits: every kind of number, with NaN, infinities and the smallest ones."""
    size = int(np.prod(shape)) * np.dtype(kind).itemsize
    bits = np.random.default_rng(seed).integers(0, 256, size, np.uint8)
    return bits.view(kind).reshape(shape)


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """The page of W[1] with a text in the field. Fails on any exception of a script."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(PAGE)
    field(page).fill(TYPED)
    yield page
    assert errors == []


def field(page: Page) -> Any:
    return page.get_by_label("Paste it here")


def text(page: Page) -> str:
    written: str = field(page).input_value()
    return written


def said(page: Page) -> str:
    """What the page says about the file, as soon as it says something."""
    page.wait_for_function("said => document.querySelector(said + ':not(:empty)')", arg=SAID)
    return " ".join(page.locator(SAID).all_inner_texts()).strip()


def choose(page: Page, chosen: FilePayload) -> str:
    """Choose the file; what the page says then."""
    page.locator(SAID).evaluate_all("all => all.forEach(each => each.replaceChildren())")
    page.get_by_label("Or choose a file").set_input_files(chosen)
    return said(page)


def refusal(page: Page, chosen: FilePayload) -> str:
    """What the page says about a file that it refuses; the field is as it was."""
    before = text(page)
    sentence = choose(page, chosen)
    expect(page.locator(".from-file").get_by_role("alert")).to_have_text(sentence)
    assert text(page) == before
    return sentence


def assert_same(written: str, array: Any) -> None:
    """The text reads back as exactly that array."""
    read = json.loads(written)
    assert np.shape(read) == array.shape
    np.testing.assert_array_equal(np.array(read, dtype=array.dtype.newbyteorder("=")), array)


# Arrays


def test_saved_matrix_is_used_as_pasted(page: Page) -> None:
    W = np.array([[0.1, -2, 3e-5], [4, 5, 6], [7, 8, 9], [10, 11, 12.5]], np.float32)
    assert choose(page, file("W.npy", npy(W))) == "W.npy (4, 3) is in the field now."
    assert text(page) == "[[0.1, -2, 0.00003],\n [4, 5, 6],\n [7, 8, 9],\n [10, 11, 12.5]]"
    page.get_by_role("button", name="Use these numbers").click()
    expect_query(page, "W1=0.1,-2,3e-05;4,5,6;7,8,9;10,11,12.5&done=W1.4x3")
    assert matrix(page, "W1")[:2] == ["0.10", "−2.00"]


def test_npy_is_read_exactly(page: Page) -> None:
    for number, kind in enumerate(f"{order}{each}" for order, each in product("<>", (*FLOATS, *INTEGERS))):
        other = SHAPES[number % len(SHAPES)]
        for shape, order in (((3, 4), "C"), ((3, 4), "F"), (other, "C")):
            array = np.asarray(any_bits(kind, shape, number), order=order)  # type: ignore[call-overload]
            name = f"{kind}-{order}-{len(shape)}.npy"
            axes = ", ".join(map(str, shape)) + "," * (len(shape) == 1)
            assert choose(page, file(name, npy(array))) == f"{name} ({axes}) is in the field now."
            assert_same(text(page), array)


def test_npz_offers_every_array(page: Page) -> None:
    arrays = {f"layer{n}/{kind}": any_bits(kind, (n + 1, 3), n) for n, kind in enumerate((*FLOATS, *INTEGERS))}
    arrays["order"] = np.asfortranarray(any_bits("f4", (4, 5)))
    for deflate in (False, True):
        field(page).fill(TYPED)
        assert choose(page, file("W.npz", npz(arrays, deflate))) == f"W.npz holds {len(arrays)} arrays:"
        assert text(page) == TYPED
        for name, array in arrays.items():
            rows, columns = array.shape
            page.get_by_role("button", name=f"{name} ({rows}, {columns})", exact=True).click()
            assert said(page) == f"{name} ({rows}, {columns}) is in the field now."
            assert_same(text(page), array)


def test_what_numpy_itself_writes_is_read(page: Page) -> None:
    assert choose(page, file("W.NPY", npy(ONES))) == "W.NPY (4, 3) is in the field now."
    for save in (np.savez, np.savez_compressed):
        written = io.BytesIO()
        save(written, kernel=np.arange(12.0).reshape(4, 3))
        assert choose(page, file("W.npz", written.getvalue())) == "kernel (4, 3) is in the field now."
        assert text(page) == "[[0, 1, 2],\n [3, 4, 5],\n [6, 7, 8],\n [9, 10, 11]]"
        field(page).fill(TYPED)


def test_safetensors_are_read_exactly(page: Page) -> None:
    arrays = {kind: any_bits(TENSORS[kind], (3, 5), n) for n, kind in enumerate(TENSORS)}
    content = safetensors({kind: (kind, array.shape, array.tobytes()) for kind, array in arrays.items()})
    assert choose(page, file("model.safetensors", content)) == f"model.safetensors holds {len(arrays)} arrays:"
    for kind, array in arrays.items():
        page.get_by_role("button", name=f"{kind} (3, 5)", exact=True).click()
        assert_same(text(page), array)


def test_bfloat16_is_the_upper_half_of_float32(page: Page) -> None:
    halves = any_bits("u2", (8, 9))
    content = safetensors({"weight": ("BF16", halves.shape, halves.tobytes())})
    assert choose(page, file("model.safetensors", content)) == "weight (8, 9) is in the field now."
    assert_same(text(page), (halves.astype(np.uint32) << 16).view(np.float32))


def test_floats_have_the_fewest_digits_that_read_back(page: Page) -> None:
    choose(page, file("list.npy", npy(np.array([0.1, 1 / 3, 16777216, 1e-45, 3.4028235e38, -0.3], np.float32))))
    assert text(page) == "[0.1, 0.33333334, 16777216, 1e-45, 3.4028235e+38, -0.3]"
    choose(page, file("list.npy", npy(np.array([0.1, 65504], np.float16))))
    assert text(page) == "[0.099975586, 65504]"
    choose(page, file("list.npy", npy(np.array([0.1, 1 / 3, 1e22]))))
    assert text(page) == "[0.1, 0.3333333333333333, 1e+22]"
    array = any_bits("f4", (1024,), 5)
    choose(page, file("list.npy", npy(array)))
    digits = [len(re.sub(r"e.*|\D", "", each).strip("0")) for each in text(page)[1:-1].split(", ")]
    fewest = [len(re.sub(r"e.*|\D", "", np.format_float_scientific(each)).strip("0")) for each in array]
    assert digits == fewest


def test_array_that_cannot_be_used_is_listed_with_the_reason(page: Page) -> None:
    arrays = {
        "kernel": np.ones((4, 3)),
        "embedding": np.ones((64, 32)),
        "mask": np.ones(3, bool),
        "conv": np.ones((2, 2, 2)),
        "step": np.array(3),
        "config": np.array([None, {}], object),
    }
    choose(page, file("W.npz", npz(arrays)))
    assert page.locator(".arrays button").all_inner_texts() == [
        "kernel (4, 3)",
        "embedding (64, 32) is too large. At most 1,024 numbers can be read.",
        "mask holds True and False. Save them as numbers: W.astype(float).",
        "conv (2, 2, 2) has 3 axes. A matrix has two, a list one.",
        "step () has no axes. A matrix has two, a list one.",
        "config holds Python objects, a pickle. Pickles are not opened here.",
    ]
    assert [each.is_disabled() for each in page.locator(".arrays button").all()] == [False, *[True] * 5]


def test_names_of_arrays_are_shown_as_they_are(page: Page) -> None:
    names = ["<img src=x onerror=alert(1)>", "__proto__", "constructor", "Gewichte für W¹", "שלום", "a" * 300, " "]
    array = np.ones((2, 2))
    tensors = {name: ("F64", array.shape, array.tobytes()) for name in names}
    for chosen in (file("W.npz", npz(dict.fromkeys(names, array))), file("W.safetensors", safetensors(tensors))):
        choose(page, chosen)
        shown = page.locator(".arrays button").evaluate_all("all => all.map(each => each.textContent.trimEnd())")
        assert shown == [f"{name} (2, 2)" for name in names]
        page.locator(".arrays button").first.click()
        expect(page.get_by_role("status")).to_have_text(f"{names[0]} (2, 2) is in the field now.")
    assert page.locator(".from-file img").count() == 0
    resized = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    if resized:
        page.set_viewport_size(resized)


def test_other_files_in_an_npz_are_passed_over(page: Page) -> None:
    written = io.BytesIO(npz({"W": ONES}))
    with zipfile.ZipFile(written, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("about.py", "# " * 10_000)
    assert choose(page, file("W.npz", written.getvalue())) == "W (4, 3) is in the field now."


# Text

MATRIX = "1,2,3\n4,5,6\n7,8,9\n10,11,12\n"


TEXTS = [
    ("W.csv", MATRIX.encode()),
    ("W.CSV", MATRIX.encode("utf-8-sig")),
    ("W.tsv", MATRIX.replace(",", "\t").encode()),
    ("le.txt", MATRIX.encode("utf-16")),
    ("be.txt", b"\xfe\xff" + MATRIX.encode("utf-16-be")),
    ("W.json", json.dumps([[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]]).encode()),
    ("W", "gewählt: −1".encode()),
]


def test_text_is_taken_as_it_is(page: Page) -> None:
    for name, content in TEXTS:
        assert choose(page, file(name, content)) == f"{name} is in the field now."
        encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        assert text(page) == content.decode(encoding)


def test_csv_is_used_as_pasted(page: Page) -> None:
    choose(page, file("W.csv", MATRIX.encode("utf-8-sig")))
    page.get_by_role("button", name="Use these numbers").click()
    expect_query(page, "W1=1,2,3;4,5,6;7,8,9;10,11,12&done=W1.4x3")


# Refusals

ONES = np.ones((4, 3))
NEITHER = "is neither text in UTF-8 nor an .npy, .npz or .safetensors file."
LONG = "has more than 30,000 characters. At most 1,024 numbers can be read."
BOOLEANS = "holds True and False. Save them as numbers: W.astype(float)."
COMPLEX = "holds complex numbers. Save their real parts: W.real."
PICKLE = "holds Python objects, a pickle. Pickles are not opened here."
OF_TYPE = "holds values of type {}, which cannot be read here."
TOO_LARGE = "is too large. At most 1,024 numbers can be read."
OTHER_TYPES = {
    "U3": np.array(["one"]),
    "S1": np.array([b"x"]),
    "M8": np.array(["2026-01-01"], "M8[D]"),
    "f16": np.ones(2, np.longdouble),
    "V2": np.zeros(2, "V2"),
    "void": np.zeros(2, [("a", "<f4"), ("b", "<f4")]),
}
REFUSED = [
    ("W.npy", npy(np.ones((2, 3, 4))), "W.npy (2, 3, 4) has 3 axes. A matrix has two, a list one."),
    ("W.npy", npy(np.array(1.5)), "W.npy () has no axes. A matrix has two, a list one."),
    ("W.npy", npy(np.ones((0, 3))), "W.npy (0, 3) holds no numbers."),
    ("W.npy", npy(np.ones(1025, ">f4")), f"W.npy (1025,) {TOO_LARGE}"),
    ("W.npy", npy(np.ones((60, 60), "f2")), f"W.npy (60, 60) {TOO_LARGE}"),
    ("W.npy", npy(np.ones(3, bool)), f"W.npy {BOOLEANS}"),
    ("W.npy", npy(np.ones(3, "c8")), f"W.npy {COMPLEX}"),
    ("W.npy", npy(np.ones(3, ">c16")), f"W.npy {COMPLEX}"),
    ("W.npy", npy(np.array([1, None], object)), f"W.npy {PICKLE}"),
    *[("W.npy", npy(v), f"W.npy {OF_TYPE.format(k)}") for k, v in OTHER_TYPES.items()],
    ("W.npy", b"", f"W.npy {UNREADABLE}"),
    ("W.npy", b"1,2,3\n", f"W.npy {UNREADABLE}"),
    ("W.npy", npz({"W": ONES}), f"W.npy {UNREADABLE}"),
    ("W.npy", ONES.dumps(), f"W.npy {UNREADABLE}"),
    ("W.npy", npy(ONES)[:-1], f"W.npy {UNREADABLE}"),
    ("W.npy", npy(ONES)[:-8], f"W.npy (4, 3) {UNREADABLE}"),
    ("W.npz", b"", "W.npz holds no arrays."),
    ("W.npz", npz({}), "W.npz holds no arrays."),
    ("W.npz", npy(ONES), "W.npz holds no arrays."),
    ("W.npz", npz({"W": ONES})[:200], f"W.npz {UNREADABLE}"),
    ("W.npz", npz({str(n): 1.0 for n in range(101)}), "W.npz holds more than 100 arrays. Save the one matrix alone."),
    ("W.npz", npz({"W": ONES[0] > 0}), f"W {BOOLEANS}"),
    ("m.safetensors", b"", f"m.safetensors {UNREADABLE}"),
    ("m.safetensors", b"\xff" * 40, f"m.safetensors {UNREADABLE}"),
    ("m.safetensors", struct.pack("<Q", 4) + b"null", f"m.safetensors {UNREADABLE}"),
    ("m.safetensors", struct.pack("<Q", 9) + b'{"W":{}} ', f"m.safetensors {UNREADABLE}"),
    ("m.safetensors", safetensors({}), "m.safetensors holds no arrays."),
    ("m.safetensors", safetensors({"W": ("F32", (2, 2), b"x" * 12)}), f"W (2, 2) {UNREADABLE}"),
    ("m.safetensors", safetensors({"W": ("F32", (2, 2), b"x" * 17)}), f"W {UNREADABLE}"),
    ("m.safetensors", safetensors({"W": ("F32", (1025,), b"xxxx" * 1025)}), f"W (1025,) {TOO_LARGE}"),
    ("m.safetensors", safetensors({"W": ("BOOL", (1,), b"1")}), f"W {BOOLEANS}"),
    ("m.safetensors", safetensors({"W": ("F8_E4M3", (1,), b"1")}), f"W {OF_TYPE.format('F8_E4M3')}"),
    ("m.safetensors", safetensors({"W": ("toString", (1,), b"1")}), f"W {OF_TYPE.format('toString')}"),
    ("W.csv", b"", "W.csv is empty."),
    ("W.csv", b"\xef\xbb\xbf \n", "W.csv is empty."),
    ("W.csv", "für;1".encode("cp1252"), f"W.csv {NEITHER}"),
    ("W.txt", "1 2".encode("utf-16-le"), f"W.txt {NEITHER}"),
    ("W.txt", "1 2".encode("utf-16")[:-1], f"W.txt {NEITHER}"),
    ("W.txt", npy(ONES), f"W.txt {NEITHER}"),
    ("W.pkl", ONES.dumps(), f"W.pkl {NEITHER}"),
    ("W.constructor", b"\0", f"W.constructor {NEITHER}"),
    ("W.csv", b"1," * 50_001, f"W.csv {LONG}"),
    ("W.csv", b" " * (4 * 2**20 + 1), "W.csv is larger than 4 MB. Save the one matrix alone."),
]


def test_file_that_cannot_be_used_is_refused_with_the_reason(page: Page) -> None:
    for name, content, sentence in REFUSED:
        assert refusal(page, file(name, content)) == sentence
    assert text(page) == TYPED


def lying(archive: bytes) -> bytes:
    """The archive, with headers that say each file unpacks to 200 bytes."""
    changed = bytearray(archive)
    for mark, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        for found in re.finditer(re.escape(mark), archive):
            changed[found.start() + at : found.start() + at + 4] = struct.pack("<I", 200)
    return bytes(changed)


def test_zip_bomb_is_stopped(page: Page) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("W.npy", npy(ONES)[:128] + bytes(64 * 2**20))
    bomb = written.getvalue()
    assert len(bomb) < 100_000
    for content in (bomb, lying(bomb)):
        assert refusal(page, file("W.npz", content)) == "W.npz unpacks to more than 16 MB. Save the one matrix alone."


def test_damaged_file_never_throws(page: Page) -> None:
    """Cut at any place, or with any byte changed. The fixture fails on an exception of the script."""
    rng = np.random.default_rng(1)
    contents = {
        "W.npy": npy(ONES),
        "W.npz": npz({"W": ONES, "b": ONES[0]}),
        "packed.npz": npz({"W": any_bits("f8", (9, 9)), "b": ONES[0]}, deflate=True),
        "W.safetensors": safetensors({"W": ("F64", (4, 3), ONES.tobytes()), "b": ("F16", (3,), b"123456")}),
    }
    for name, whole in contents.items():
        for length in np.linspace(0, len(whole) - 1, 20, dtype=int):
            assert choose(page, file(name, whole[:length]))
        for at in rng.integers(0, len(whole), 30):
            changed = bytearray(whole)
            changed[at] ^= int(rng.integers(1, 256))
            assert choose(page, file(name, bytes(changed)))


# The field


def test_same_file_can_be_chosen_again(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "W.csv"
    path.write_text(MATRIX)
    for _ in range(2):
        with page.expect_file_chooser() as chooser:
            page.get_by_label("Or choose a file").click()
        assert page.get_by_label("Or choose a file").input_value() == ""  # else the same file is no change
        chooser.value.set_files(path)
        expect(field(page)).to_have_value(MATRIX)
        field(page).fill(TYPED)


def drag(page: Page, target: str, *files: tuple[str, str]) -> bool:
    """Drag the files over the element and drop them; whether the browser was kept from opening them."""
    kept: bool = page.evaluate(
        """([target, files]) => {
            const dataTransfer = new DataTransfer();
            for (const [name, content] of files) dataTransfer.items.add(new File([content], name));
            const sent = (type) => document.querySelector(target).dispatchEvent(
                new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
            const over = sent("dragover");
            const isMarked = document.querySelector("#text[data-dropping]") !== null;
            return !over && !sent("drop") && isMarked && !document.querySelector("[data-dropping]");
        }""",
        [target, files],
    )
    return kept


def test_file_dropped_anywhere_is_read(page: Page) -> None:
    for target in ("#text", "h1", "#file"):
        name = f"{target[1:]}.csv"
        assert drag(page, target, (name, MATRIX))
        expect(page.get_by_role("status")).to_have_text(f"{name} is in the field now.")
        assert text(page) == MATRIX
        assert page.evaluate("document.getElementById('file').files[0].name") == name
        field(page).fill(TYPED)
    assert drag(page, "#text", ("W.csv", "1"), ("b.csv", "2"))
    expect(page.locator(".from-file").get_by_role("alert")).to_have_text("W.csv came with other files. Choose one.")
    assert text(page) == TYPED


def test_dragged_text_is_left_to_the_browser(page: Page) -> None:
    assert page.evaluate(
        """() => {
            const dataTransfer = new DataTransfer();
            dataTransfer.setData("text/plain", "1 2");
            const drop = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
            return document.getElementById("text").dispatchEvent(drop);
        }"""
    )


def test_file_is_not_sent_and_libraries_load_on_demand(fresh_page: Page) -> None:
    fresh_page.goto(PAGE)
    asked: list[Request] = []
    fresh_page.on("request", lambda request: asked.append(request))
    assert choose(fresh_page, file("W.csv", MATRIX.encode())) == "W.csv is in the field now."
    assert asked == []
    choose(fresh_page, file("W.npy", npy(ONES)))
    assert [Path(each.url).name.partition(".")[0] for each in asked] == ["npyjs"]
    choose(fresh_page, file("W.npz", npz({"W": ONES})))
    assert [Path(each.url).name.partition(".")[0] for each in asked] == ["npyjs", "fflate"]
    assert {(each.method, each.post_data) for each in asked} == {("GET", None)}
    fresh_page.get_by_role("button", name="Use these numbers").click()
    expect(fresh_page.locator("#stage")).to_be_visible()
    assert not any("W.np" in each.url or "W.np" in (each.post_data or "") for each in asked)


def test_library_that_does_not_load_is_asked_for_again(fresh_page: Page) -> None:
    fresh_page.goto(PAGE)
    fresh_page.route("**/npyjs.*", lambda route: route.abort())
    sentence = "W.npy was not read, because a part of this page could not be loaded. Try again."
    assert refusal(fresh_page, file("W.npy", npy(ONES))) == sentence
    fresh_page.unroute("**/npyjs.*")
    assert choose(fresh_page, file("W.npy", npy(ONES))) == "W.npy (4, 3) is in the field now."


def test_slow_file_does_not_replace_a_later_one(fresh_page: Page) -> None:
    held: list[Route] = []
    fresh_page.goto(PAGE)
    fresh_page.route("**/npyjs.*", lambda route: held.append(route))
    with fresh_page.expect_request("**/npyjs.*"):
        fresh_page.get_by_label("Or choose a file").set_input_files(file("W.npy", npy(ONES)))
    assert choose(fresh_page, file("W.csv", MATRIX.encode())) == "W.csv is in the field now."
    held[0].continue_()
    fresh_page.evaluate("import(document.querySelector('.from-file').dataset.npyjs).then(() => null)")
    fresh_page.evaluate("new Promise(done => setTimeout(done, 100))")  # by now the first one has been read
    assert text(fresh_page) == MATRIX
    expect(fresh_page.get_by_role("status")).to_have_text("W.csv is in the field now.")


def test_field_hears_of_its_new_text(page: Page) -> None:
    """As when somebody types: the limit of its length is checked then."""
    field(page).evaluate("field => field.addEventListener('input', () => { field.dataset.heard = field.value; })")
    choose(page, file("W.csv", b"1,2"))
    expect(field(page)).to_have_attribute("data-heard", "1,2")


def test_choice_that_is_taken_back_changes_nothing(page: Page) -> None:
    choose(page, file("W.csv", MATRIX.encode()))
    page.get_by_label("Or choose a file").set_input_files([])
    page.get_by_label("Or choose a file").dispatch_event("change")
    assert said(page) == "W.csv is in the field now."
    assert text(page) == MATRIX


def test_refusal_and_list_give_way_to_the_next_file(page: Page) -> None:
    refusal(page, file("W.csv", b""))
    choose(page, file("W.npz", npz({"W": ONES, "b": ONES[0]})))
    expect(page.locator(".from-file .problem")).to_have_text("")
    expect(page.locator(".arrays button")).to_have_count(2)
    choose(page, file("W.npy", npy(ONES)))
    expect(page.locator(".arrays button")).to_have_count(0)


def test_axe_finds_no_violation_in_list_and_refusal(page: Page) -> None:
    choose(page, file("W.npz", npz({"W": ONES, "b": ONES[0], "mask": ONES > 0})))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert not Axe().run(page).violations_count
    choose(page, file("W.csv", b""))
    assert not Axe().run(page).violations_count


def test_computed_matrix_has_no_field_for_a_file(page: Page) -> None:
    page.goto("/matrix?matrix=Z1")
    assert page.locator("input[type=file]").count() == 0
