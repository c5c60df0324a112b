"""One matrix in many notations: separators, line ends, wrappers, commas, the smallest and the largest."""

import pytest

from app.state.reading import LARGEST_ENTRY, Rows
from tests.support.pasted import only, rows_of

TWO_BY_TWO = ((1.0, -2.5), (0.0, 300.0))


@pytest.mark.parametrize(
    "text",
    [
        "[[  1.   -2.5]\n [  0.  300. ]]",
        "[[ 1.0e+00 -2.5e+00]\n [-0.0e+00  3.0E+02]]",
        "array([[  1. ,  -2.5],\n       [  0. , 300. ]])",
        "array([[1., -2.5], [0., 300.]],\n      dtype=float32)",
        "W1 = np.array([[1, -2.5], [0, 300]], dtype=np.float64);",
        "parameters['W1'] = numpy.array( ( (1, -2.5), (0, 300) ), dtype='float32', )",
        'W1=np.asarray([[1, -2.5,], [0, 300,],], dtype="float32")',
        "tensor([[  1.0000,  -2.5000],\n        [  0.0000, 300.0000]])",
        "tensor([[1., -2.5],\n        [0., 300.]], dtype=torch.float32, device='cuda:0', grad_fn=<AddmmBackward0>)",
        "Parameter containing:\ntensor([[1., -2.5],\n        [0., 300.]], requires_grad=True)",
        "Array([[1., -2.5], [0., 300.]], dtype=float32)",
        "[[np.float64(1.0), np.float64(-2.5)], [np.int64(0), np.float32(300.0)]]",
        "[[1, -2.5], [0, 300]]",
        "([1, -2.5], [0, 300]),",
        "[['1', '-2.5'], ['0', '300']]",
        "{{1, -2.5}, {0, 300}}",
        "[[1 -2.5]; [0 300]]",
        "[1 -2.5; 0 300]",
        "W = [1, -2.5; 0, 300;];",
        "[1 -2.5;\n 0 300]",
        "W =\n\n    1.0000   -2.5000\n         0  300.0000\n",
        "1,-2.5;0,300",
        "1 -2.5; 0 300;",
        "1 -2.5;\n0 300;\n",
        "1,-2.5\n0,300",
        "1, -2.5,\r\n0, 300,\r\n",
        "\ufeff1;-2.5\r0;300\r",
        "1,0;-2,5\n0,0;300,0\n",
        "1;-2,5\n\n0;300",
        "1\t-2,5\n0\t300",
        "1 \t -2.5\n0\t300\t\n",
        "\t1 -2.5\n\t0 300",
        "1,\t-2.5\n0,\t300",
        '"1","-2,5"\n"0","300"',
        '"1.0","-2.5"\n0,300',
        "+1 \u22122.5\n-0 +3e2",
        "1\u00a0-2.5\n0\u2003\u200b300",
        r"\begin{bmatrix} 1 & -2.5 \\ 0 & 300 \end{bmatrix}",
        "W^{[1]} = \\begin{pmatrix}\n1 & −2.5 \\\\\n0 & 300 \\\\\n\\end{pmatrix}.",
    ],
)
def test_matrix_is_read_from_every_format(text: str) -> None:
    assert (rows_of(text), only(text).flat) == (TWO_BY_TWO, False)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "[1. 2. 3.]",
            "[1, 2, 3]",
            "(1, 2, 3)",
            "array([1., 2., 3.])",
            "tensor([1, 2, 3])",
            "[1,2,\t3,]",
        ),
        *(
            "1 2 3",
            "1,2,3",
            "1\t2\t3\n",
            "b1 = np.array([1, 2, 3])",
            "np.array((1, 2, 3), dtype=int)",
            "['1', '2', '3']",
        ),
    ],
)
def test_list_without_rows_is_flat(text: str) -> None:
    assert (rows_of(text), only(text).flat) == (((1.0, 2.0, 3.0),), True)


@pytest.mark.parametrize(
    "text",
    [
        "[[1], [2]]",
        "[1\n 2]",
        "[[1]\n [2]]",
        "[1; 2]",
        "1;2",
        "1\n2",
        "1;\n2;",
        r"\begin{matrix}1\\2\end{matrix}",
        '"1"\n"2"',
    ],
)
def test_column_is_not_flat(text: str) -> None:
    assert (rows_of(text), only(text).flat) == (((1.0,), (2.0,)), False)


@pytest.mark.parametrize("text", ["[[1 2]]", "[[1, 2]]", "[1, 2;]", "1,2;", r"\begin{bmatrix} 1 & 2 \end{bmatrix}"])
def test_marked_single_row_is_not_flat(text: str) -> None:
    assert (rows_of(text), only(text).flat) == (((1.0, 2.0),), False)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1,5", ((1, 5),)),
        ("1,5\n2,5", ((1, 5), (2, 5))),
        ("1,5;2,5", ((1, 5), (2, 5))),
        ("1,5;2,5;", ((1, 5), (2, 5))),
        ("1,5;2,5\n3,5;4,5", ((1.5, 2.5), (3.5, 4.5))),
        ("1;2\n3;4", ((1, 2), (3, 4))),
        ("1,5;2,5\n3,5", ((1, 5), (2, 5), (3, 5))),
        ("1,5\t2,5", ((1.5, 2.5),)),
        ('"1,5"', ((1.5,),)),
        ('"1,5","2,5"', ((1.5, 2.5),)),
        ("[1,5]", ((1, 5),)),
        ("[1,5;2,5\n3,5;4,5]", ((1, 5), (2, 5), (3, 5), (4, 5))),
        ("[1 -2]", ((1, -2),)),
    ],
)
def test_ambiguous_commas_and_semicolons_are_resolved_as_documented(text: str, rows: Rows) -> None:
    assert rows_of(text) == rows


@pytest.mark.parametrize("text", ["-0", "-0.0", "\u22120", "-1e-999", "[[-0.]]"])
def test_negative_zero_is_read_as_zero(text: str) -> None:
    assert str(rows_of(text)) == "((0.0,),)"


@pytest.mark.parametrize("text", ["1000000", "-1e6", "+1.e+06", "1" + "0" * 6 + "." + "0" * 6000])
def test_largest_allowed_number_is_read(text: str) -> None:
    assert abs(rows_of(text)[0][0]) == LARGEST_ENTRY
