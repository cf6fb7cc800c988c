"""Typed formulas against numpy, and what must never be evaluated."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.expressions import FUNCTIONS, Expression
from app.text import UserError

X = np.linspace(-3, 3, 41)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2*x + 1", 2 * X + 1),
        ("x^2 - x", X**2 - X),
        ("-x**3 / 4", -(X**3) / 4),
        ("sin(pi*x) * exp(-x)", np.sin(math.pi * X) * np.exp(-X)),
        ("abs(x) > 1", (np.abs(X) > 1).astype(float)),
        ("max(x, 0) + min(x, 1)", np.maximum(X, 0) + np.minimum(X, 1)),
        ("2 × x − π", 2 * X - math.pi),
        ("-(x > 0) - (x < 1)", -1.0 * (X > 0) - (X < 1)),
        ("sigmoid(x)", 1 / (1 + np.exp(-X))),
        ("7", np.full_like(X, 7)),
        ("x % 2", X % 2),
        ("ｘ ＋ １", X + 1),
        ("x² + 2·x³", X**2 + 2 * X**3),
        ("2¹⁰ − (x + 9)⁻²", 1024 - (X + 9) ** -2.0),
        ("（ｘ）＊３　≤　π", (math.pi >= 3 * X).astype(float)),
        ("y = SIN(X) + 1E1", np.sin(X) + 10),
        ("label = x > 0", (X > 0).astype(float)),
        ("f(x) = 2*x", 2 * X),
    ],
)
def test_formulas_are_what_numpy_says(text: str, expected: np.ndarray) -> None:
    np.testing.assert_allclose(Expression(text, ("x",))(x=X), expected, rtol=1e-14, atol=1e-14)


def test_two_variables() -> None:
    x2 = X[::-1]
    np.testing.assert_array_equal(Expression("x1*x2 > 0", ("x1", "x2"))(x1=X, x2=x2), (X * x2 > 0).astype(float))


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "x +", "2x", "y", "x; x", "x = 1", "import os", "__import__('os').system('true')", "x.__class__",
        "open('marker')", "lambda: x", "[x]", "(x, x)", "{x}", "'a'", "x[0]", "x if x else x", "True", "None", "f(x)",
        "sin(x, x)", "sin()", "min(x)", "sin(x=1)", "x and x", "not x", "x < 1 < 2", "x := 1", "1e999", "sin(" * 50 + "x" + ")" * 50,
        "-" * 200 + "x", "x" * 400, "x // 2", "x @ x", "~x", "x & 1", "await x", "yield x", "f'{x}'", "sin.x(1)", "9" * 310,
        "1j", "\x00", "x\nx", "*x", "sin(*x)", "exec(x)", "𝒙y", "x # 1", "0,5*x", "²", "x = = 1", "1if x",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_a_sentence(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError) as refusal:
        Expression(text, ("x",))
    assert len(str(refusal.value)) > 10
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "part"),
    [("2x", "“2x” on"), ("3 sin(x)", r"“sin\(x\)” on"), ("x = 1", "“= 1” on"), ("x + $", r"“\$” on"), ("(x", r"bracket of “\(x” is not closed"),
     ("x^", "stops too early"), ("", "is empty"), ("0,5*x", "point, like 0.5"), ("1 + x[0]", r"“x\[0\]”"), ("z^2", "know “z”"),
     ("sinus(x)", "function “sinus”.*sin, cos"), ("max(x)", "takes 2 numbers, not 1"), ("x * (1 + 'a')", "“'a'”")],
)  # fmt: skip
def test_a_refusal_says_where(text: str, part: str) -> None:
    with pytest.raises(UserError, match=part):
        Expression(text, ("x",))


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("sin x1", "Write sin(x1)."),
        ("2 * cos 0.5 + x1", "Write cos(0.5)."),
        ("sin cos(x1)", "Write sin(cos(x1))."),
        ("sinx1", "Write sin(x1)."),
        ("sin + x1", "Write sin(x1)."),
        ("sin(x1", "is not closed"),
        ("sin(x1))", "closes nothing"),
        ("arcsin(x1)", "Write asin"),
        ("tg(x1)", "Write tan"),
        ("x1 > 0 and x2 > 0", "Write (x1 > 0)*(x2 > 0)."),
        ("x1 > 0 && x2 > 0 && x1 < 2", "Write (x1 > 0)*(x2 > 0)*(x1 < 2)."),
        ("(x1 > 0) & (x2 > 0)", "Write (x1 > 0)*(x2 > 0)."),
        ("x1 > 0 & x2 > 0", "Write (x1 > 0)*(x2 > 0)."),
        ("(x1 > 0) | (x2 > 0)", "Write max(x1 > 0, x2 > 0)."),
        ("x1 > 0 | x2 > 0", "cannot stand in a formula"),
        ("x1^2 > 1 or x2 > 0", "Write max(x1^2 > 1, x2 > 0)."),
        ("not x1 > 0", "Write 1 - (x1 > 0)."),
        ("0 < x1 < 2", "Write (0 < x1)*(x1 < 2)."),
        ("x1 == 1", "comparisons with < and >"),
    ],
)
def test_a_refusal_says_what_to_write_instead(text: str, advice: str) -> None:
    with pytest.raises(UserError) as refusal:
        Expression(text, ("x1", "x2"))
    assert advice in str(refusal.value)
    assert "every product" not in str(refusal.value)


@pytest.mark.parametrize(
    ("typed", "text"), [("ｘ² ＋　１", "x^2 + 1"), (" x**2×π ", "x^2*pi"), ("x₁ ≥ −1", "x1 >= -1")]
)
def test_the_text_is_kept_as_typed_on_an_english_keyboard(typed: str, text: str) -> None:
    names = ("x1",) if "1" in text and "x1" in text else ("x",)
    assert Expression(typed, names).text == text
    assert Expression(text, names).text == text


formulas = st.recursive(
    st.sampled_from(["x", "0", "1", "2.5", "1e-3", "pi", "e"]),
    lambda inner: st.one_of(
        st.builds("({}{}{})".format, inner, st.sampled_from(["+", "-", "*", "/", "^", "%", "<", "<=", ">", ">="]), inner),
        st.builds("{}({})".format, st.sampled_from(sorted(set(FUNCTIONS) - {"min", "max", "hypot", "atan2"})), inner),
        st.builds("{}({},{})".format, st.sampled_from(["min", "max", "hypot", "atan2"]), inner, inner),
        st.builds("({}{})".format, st.sampled_from("-+"), inner),
    ),
    max_leaves=8,
)  # fmt: skip


@given(formulas)
def test_whatever_is_put_together_has_values(text: str) -> None:
    values = Expression(text, ("x",))(x=X)
    assert values.shape == X.shape
    assert values.dtype == np.float64


@given(st.text(max_size=40))
def test_any_text_is_a_formula_or_refused(text: str) -> None:
    try:
        expression = Expression(text, ("x",))
    except UserError:
        return
    assert expression(x=X).shape == X.shape


def test_infinite_values_are_given_back_without_a_warning() -> None:
    assert np.isinf(Expression("1/x", ("x",))(x=np.array([0.0]))).all()
    assert np.isnan(Expression("ln(x)", ("x",))(x=np.array([-1.0]))).all()
