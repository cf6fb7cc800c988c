"""Numbers, switches and texts from outside: read exactly or refused, never something else."""

from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.components.choice import Choice, Param, read_number, read_switch
from app.text import UserError

READ = {
    "0.01": 0.01,
    "0,01": 0.01,
    ",5": 0.5,
    ".5": 0.5,
    "5.": 5.0,
    "1e-3": 0.001,
    "1E-3": 0.001,
    "1e3": 1000.0,
    "1,5e3": 1500.0,
    "1.5e+3": 1500.0,
    "+5": 5.0,
    "-5": -5.0,
    "−3": -3.0,
    "－3": -3.0,
    "－１，５": -1.5,
    "１２": 12.0,
    "１．５": 1.5,
    "1ｅ－3": 0.001,
    "0，01": 0.01,
    "0,123": 0.123,
    "0,1234": 0.1234,
    "1,23": 1.23,
    "1,2345": 1.2345,
    " 7 ": 7.0,
    "\t7\n": 7.0,
    "\u00a07": 7.0,
    "\u30007": 7.0,
    "0": 0.0,
    "-0": 0.0,
    "007": 7.0,
    "1e30": 1e30,
    "1.7976931348623157e308": 1.7976931348623157e308,
    "0.1000000000000000055511151231257827": 0.1,
}

REFUSED = [
    "", " ", "nan", "NaN", "-nan", "inf", "-inf", "Infinity", "1e999", "-1e999",
    "1,234", "12,345", "1,234,567", "1,234.5", "1.234,5", "1,234e3", "1 000", "1\u00a0000", "1'000", "1_000", "1__0", "_1",
    "0x10", "0b11", "0o7", "1e", "e5", "1e-", "1e1.5", "1e1_0", "--5", "+-5", "5-", "1/2", "½", "1½", "10%", "10^3", "10**3",
    "10³", "1²", "₁", "1e⁻³", "x", "1x", "true", "True", "None", "１２３元", "一", "1.2.3", "1,2,3", "5,", ",", ".", "-", "1;5",
    "0。01", "1、5", "3+4j", "1\u200b5", "$5", "1d5", "1f",
]  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_numbers_are_read_exactly(text: str) -> None:
    assert read_number(text, "x") == READ[text]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(UserError) as refusal:
        read_number(text, "rate")
    assert text in str(refusal.value)
    assert "rate" in str(refusal.value)


@pytest.mark.parametrize("text", ["1e400", "-1e999", "１e400", "9" * 400])
@pytest.mark.parametrize("is_whole", [False, True])
def test_a_number_beyond_all_that_can_be_stored_is_too_large(text: str, is_whole: bool) -> None:
    with pytest.raises(UserError, match=r"rate: .* is too large"):
        read_number(text, "rate", is_whole)


@pytest.mark.parametrize("text", ["inf", "-Infinity", "nan"])
def test_a_word_is_no_number(text: str) -> None:
    with pytest.raises(UserError, match="is not a number"):
        read_number(text, "rate")


@pytest.mark.parametrize("value", [True, False, None, [], {}, (1,), [1], b"1", math.nan, math.inf, -math.inf, object()])
def test_other_types_are_refused(value: object) -> None:
    with pytest.raises(UserError):
        read_number(value, "x")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_double_survives_being_written(number: float) -> None:
    assert read_number(number, "x") == number
    assert read_number(repr(number), "x") == number
    assert read_number(f"{number:.17g}", "x") == number


@given(st.text(max_size=12))
def test_any_text_is_a_finite_number_or_refused(text: str) -> None:
    with contextlib.suppress(UserError):
        assert math.isfinite(read_number(text, "x"))


def test_bounds_belong_to_the_range() -> None:
    param = Param("rate", "", 0.5, 0.1, 1)
    assert (param.read("0.1"), param.read("1"), param.read(0.3)) == (0.1, 1.0, 0.3)
    for outside in ("0.0999999", "1.0000001", "-1", "1e30"):
        with pytest.raises(UserError, match=r"rate.*0\.1 … 1"):
            param.read(outside)


@pytest.mark.parametrize("value", [3, "3", "3.0", "３", 3.0, "0.3e1"])
def test_whole_numbers(value: object) -> None:
    read = Param("count", "", 1, 1, 10).read(value)
    assert read == 3
    assert type(read) is int


@pytest.mark.parametrize("value", ["3.5", "3,5", 3.0000001, "0", "11", "x", True, None])
def test_what_is_not_whole_is_refused(value: object) -> None:
    with pytest.raises(UserError, match="count"):
        Param("count", "", 1, 1, 10).read(value)


def test_a_number_setting_gives_a_float() -> None:
    assert type(Param("rate", "", 0.5).read(2)) is float


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, True), ("true", True), ("YES", True), (" on ", True), ("1", True), (1, True),
     (False, False), ("False", False), ("no", False), ("off", False), ("0", False), (0, False)],
)  # fmt: skip
def test_switches(value: object, expected: bool) -> None:
    assert read_switch(value, "shuffle") is expected
    assert Param("shuffle", "", True).read(value) is expected


@pytest.mark.parametrize("value", ["", "2", 2, 1.0, "maybe", None, "tru", [], "１"])
def test_what_is_no_switch_is_refused(value: object) -> None:
    with pytest.raises(UserError, match="shuffle"):
        read_switch(value, "shuffle")


def test_texts_must_be_offered() -> None:
    param = Param("loss", "", "mse", options=("mse", "mae"))
    assert param.read("mae") == "mae"
    for other in ("MAE", "mae ", "", "huber", None, 1, [], ["mae"]):
        with pytest.raises(UserError, match="mse, mae"):
            param.read(other)


def test_arguments_take_defaults_and_gather_tuples() -> None:
    choice = Choice(
        key="k", label="K", help="H.", source="math:hypot",
        params=(Param("beta1", "", 0.9, argument="betas"), Param("beta2", "", 0.99, argument="betas"), Param("eps", "", 1e-8)),
    )  # fmt: skip
    assert choice.arguments({}) == {"betas": (0.9, 0.99), "eps": 1e-8}
    assert choice.arguments({"beta2": 0.5, "eps": 1.0, "other": 3}) == {"betas": (0.9, 0.5), "eps": 1.0}
    assert choice.factory() is math.hypot


@pytest.mark.parametrize(
    ("default", "value", "told"),
    [
        (4, "abc", "it: “abc” is not a whole number. Write one such as 4."),
        (4, "1.5", "it: “1.5” is not a whole number. Write one such as 4."),
        (4, "-1.5", "it: “-1.5” is not a whole number. Write one such as 4."),
        (4, " ", "it: it is empty. Write a whole number such as 4."),
        (0.1, "", "it: it is empty. Write a number such as 0.01."),
        (0.1, "abc", "it: “abc” is not a number. Write it like 0.01 or 1e-3."),
        (4, "11", "it: 11 is outside 0 … 10."),
    ],
)
def test_a_refusal_says_which_numbers_are_wanted(default: float, value: str, told: str) -> None:
    with pytest.raises(UserError) as caught:
        Param("it", "", default, 0, 10).read(value)
    assert str(caught.value) == told
