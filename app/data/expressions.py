"""Formulas that people type, such as sin(x1) + x2^2 / 4: parsed into an allowed tree, and nothing else is evaluated."""

from __future__ import annotations

import ast
import math
import re
import unicodedata
import warnings
from collections.abc import Callable, Mapping

import numpy as np

from app.data.points import Floats
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError

MAX_LENGTH = 300
MAX_DEPTH = 40

FUNCTIONS: Mapping[str, Callable[..., Floats]] = {
    "sin": np.sin, "cos": np.cos, "tan": np.tan, "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan,
    "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh, "exp": np.exp, "ln": np.log, "log": np.log, "log10": np.log10,
    "sqrt": np.sqrt, "abs": np.abs, "sign": np.sign, "floor": np.floor, "ceil": np.ceil, "round": np.round,
    "min": np.minimum, "max": np.maximum, "hypot": np.hypot, "atan2": np.arctan2,
    "sigmoid": lambda z: 0.5 * (1 + np.tanh(z / 2)), "relu": lambda z: np.maximum(z, 0),
}  # fmt: skip
_TWO_ARGUMENTS = {"min", "max", "hypot", "atan2"}
_CONSTANTS = {"pi": math.pi, "e": math.e}
_BINARY: Mapping[type[ast.operator], Callable[[Floats, Floats], Floats]] = {
    ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: np.divide, ast.Pow: np.power, ast.Mod: np.mod,
}  # fmt: skip
_COMPARE: Mapping[type[ast.cmpop], Callable[[Floats, Floats], Floats]] = {
    ast.Lt: np.less, ast.LtE: np.less_equal, ast.Gt: np.greater, ast.GtE: np.greater_equal,
}  # fmt: skip
_COMPARE_SIGNS: Mapping[type[ast.cmpop], str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_RAISED = re.compile("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_FROM_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_SIGNS = (
    ("&&", "&"), ("&", " and "), ("||", " or "), ("**", "^"), ("·", "*"), ("×", "*"), ("÷", "/"), ("−", "-"), ("π", "pi"),
    ("≤", "<="), ("≥", ">="),
)  # fmt: skip
_LEFT_SIDE = re.compile(r"^(?:y|z|label|class|target|标签|类别|目标|f ?\([a-z0-9, ]*\)) ?=(?!=) ?")
"""What people write before a formula."""
_CALL_WITHOUT_BRACKETS = re.compile(rf"\b({'|'.join(FUNCTIONS)}) ([a-z0-9_.]+(?:\([^()]*\))?)")
_OTHER_NAMES = {
    "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctg": "atan", "arctan2": "atan2", "tg": "tan", "lg": "log10",
    "sgn": "sign", "root": "sqrt", "logistic": "sigmoid",
}  # fmt: skip
"""What functions are called elsewhere."""
_SHOWN_PART = 12


def normal_form(text: str) -> str:
    """Return a formula as typed on an English keyboard, in small letters: “y = 2 × X²” becomes “2 * x^2”."""
    raised = _RAISED.sub(lambda power: f"^{power[0].translate(_FROM_RAISED)}", text)
    plain = unicodedata.normalize("NFKC", raised).lower()
    for sign, ascii_sign in _SIGNS:
        plain = plain.replace(sign, ascii_sign)
    return _LEFT_SIDE.sub("", " ".join(plain.split()))


class Expression:
    """A formula of some variables.

    Parameters
    ----------
    text
        As a person writes it: + - * / ^ or **, parentheses, comparisons, the usual functions, pi and e.
    variables
        The names it may use.

    Raises
    ------
    UserError
        If it is no formula of these variables; the sentence says what is wrong and what is allowed.
    """

    def __init__(self, text: str, variables: tuple[str, ...]) -> None:
        self.text = normal_form(text)
        self._variables = variables
        if len(self.text) > MAX_LENGTH:
            raise UserError(_N("errors", "The formula is too long: at most {most} characters."), most=MAX_LENGTH)
        self._plain = self.text.replace("^", "**")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what Python finds odd is refused below
                self._tree = ast.parse(self._plain, mode="eval").body
        except SyntaxError as error:
            raise self._unreadable(error.offset or 0) from None
        except (ValueError, RecursionError, MemoryError):
            raise self._unreadable(1) from None
        if "#" in self._plain:  # Python would take the rest for a remark
            raise self._unreadable(self._plain.index("#") + 1)
        self._check(self._tree, 0)

    def _unreadable(self, position: int) -> UserError:
        """Return the refusal of a text that cannot be read from a position on, counted from 1; 0 is its end."""
        example = "sin({0}) + 0.5*{0}^2".format(self._variables[0])
        if (call := _CALL_WITHOUT_BRACKETS.search(self._plain)) is not None:
            return self._without_brackets(call[1], call[2])
        if (bracket := _odd_bracket(self._plain)) is not None:
            part = self._shown(self._plain[bracket:])
            if part.startswith("("):
                return UserError(_N("errors", "The bracket of “{part}” is not closed: a ) is missing."), part=part)
            return UserError(_N("errors", "The bracket “{part}” closes nothing: a ( is missing."), part=part)
        if not self._plain:
            return UserError(_N("errors", "The formula is empty. Write it like {example}."), example=example)
        if not position:
            return UserError(_N("errors", "The formula “{text}” stops too early. Write it like {example}."), text=self.text, example=example)  # fmt: skip
        return UserError(
            _N("errors", "The formula “{text}” cannot be read from “{part}” on. Write it like {example}, every product with *."),
            text=self.text, part=self._shown(self._plain[position - 1 :]), example=example,
        )  # fmt: skip

    def _without_brackets(self, name: str, argument: str) -> UserError:
        """Return the refusal of a function whose argument has no brackets."""
        return UserError(
            _N("errors", "“{name}” needs brackets. Write {name}({argument})."),
            name=name, argument=argument or self._variables[0],
        )  # fmt: skip

    def _instead(self, node: ast.expr, parts: list[str], template: str, between: str) -> UserError:
        """Return the refusal of a condition, with what to write instead of it."""
        instead = template.format(between.join(parts)).replace("**", "^")
        return UserError(
            _N("errors", "“{part}” cannot stand in a formula. Write {instead}."),
            part=self._shown(self._source(node)), instead=instead,
        )  # fmt: skip

    def _source(self, node: ast.expr) -> str:
        return ast.get_source_segment(self._plain, node) or self.text

    @staticmethod
    def _shown(part: str) -> str:
        """Return a part of the text for a sentence, as the person wrote it."""
        part = part.replace("**", "^")
        return part if len(part) <= _SHOWN_PART else part[:_SHOWN_PART] + "…"

    def __call__(self, **values: Floats) -> Floats:
        """Return the formula's values for arrays of its variables, element by element."""
        shape = np.broadcast_shapes(*(np.shape(value) for value in values.values()))
        with np.errstate(all="ignore"):
            return np.broadcast_to(np.asarray(self._value(self._tree, values), dtype=np.float64), shape).copy()

    def _check(self, node: ast.expr, depth: int) -> None:
        """Refuse whatever is not on the list."""
        if depth > MAX_DEPTH:
            raise UserError(_N("errors", "The formula is nested too deeply."))
        for child in self._children(node):
            self._check(child, depth + 1)

    def _children(self, node: ast.expr) -> list[ast.expr]:
        """Return the parts of an allowed node."""
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool) and abs(number) < 1e300:
                return []
            case ast.Name(id=name) if name in self._variables or name in _CONSTANTS:
                return []
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
                return [operand]
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _BINARY:
                return [left, right]
            case ast.Compare(left=left, ops=[operator], comparators=[right]) if type(operator) in _COMPARE:
                return [left, right]
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
                wanted = 2 if name in _TWO_ARGUMENTS else 1
                if len(arguments) != wanted:
                    raise UserError(
                        _N("errors", "{name}(…) takes {wanted} numbers, not {given}."),
                        name=name, wanted=wanted, given=len(arguments),
                    )  # fmt: skip
                return arguments
        raise self._refusal(node)

    def _refusal(self, node: ast.expr) -> UserError:
        """Return what to say of a node that is not allowed, and what to write instead where that is known."""
        match node:
            case ast.Name(id=name) if (call := self._as_call(name)) is not None:
                return self._without_brackets(*call)
            case ast.Name(id=name):
                names = ", ".join(self._variables)
                return UserError(
                    _N("errors", "The formula does not know “{name}”. Its variables are: {names}."),
                    name=name,
                    names=names,
                )
            case ast.Call(func=ast.Name(id=name)) if name in _OTHER_NAMES:
                return UserError(_N("errors", "There is no function “{name}”. Write {other}(…)."), name=name, other=_OTHER_NAMES[name])  # fmt: skip
            case ast.Call(func=ast.Name(id=name)):
                known = ", ".join(FUNCTIONS)
                return UserError(
                    _N("errors", "There is no function “{name}”. Known are: {known}."), name=name, known=known
                )
            case ast.BoolOp(op=ast.And(), values=values):
                return self._instead(node, [self._source(value) for value in values], "({})", ")*(")
            case ast.BoolOp(op=ast.Or(), values=[left, right]) | ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return self._instead(node, [self._source(value) for value in (left, right)], "max({})", ", ")
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self._instead(node, [self._source(operand)], "1 - ({})", "")
            case ast.Compare(left=left, ops=operators, comparators=[*_, _] as rights) if (
                len(operators) > 1 and "|" not in self._plain
            ):
                return self._instead(node, self._steps(left, operators, rights), "({})", ")*(")
            case ast.Tuple():
                return UserError(_N("errors", "A comma has no place in “{text}”: write decimals with a point, like 0.5."), text=self.text)  # fmt: skip
        return UserError(
            _N("errors", "“{part}” cannot stand in a formula. Use numbers, variables, + - * / ^, comparisons with < and >, and functions."),
            part=self._shown(self._source(node)),
        )  # fmt: skip

    def _as_call(self, name: str) -> tuple[str, str] | None:
        """Return function and argument of a name like “sinx”, or like “sin” alone."""
        calls = ((each, name.removeprefix(each)) for each in FUNCTIONS if name.startswith(each))
        return next((call for call in calls if call[1] in ("", *self._variables)), None)

    def _steps(self, left: ast.expr, operators: list[ast.cmpop], rights: list[ast.expr]) -> list[str]:
        """Return the comparisons of a chain such as 0 < x < 2 one by one."""
        sides = [self._source(side) for side in (left, *rights)]
        signs = [_COMPARE_SIGNS.get(type(operator), "<") for operator in operators]
        return [f"{a} {sign} {b}" for a, sign, b in zip(sides, signs, sides[1:], strict=False)]

    def _value(self, node: ast.expr, values: Mapping[str, Floats]) -> Floats:
        match node:
            case ast.Constant(value=number):
                return np.float64(number)  # type: ignore[return-value, arg-type]
            case ast.Name(id=name):
                return values[name] if name in values else np.float64(_CONSTANTS[name])  # type: ignore[return-value]
            case ast.UnaryOp(op=operator, operand=operand):
                value = self._value(operand, values)
                return -value if isinstance(operator, ast.USub) else value
            case ast.BinOp(left=left, op=operator, right=right):
                return _BINARY[type(operator)](self._value(left, values), self._value(right, values))
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                is_so = _COMPARE[type(operator)](self._value(left, values), self._value(right, values))
                return np.asarray(is_so, dtype=np.float64)  # numpy does no arithmetic with booleans
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return FUNCTIONS[name](*(self._value(argument, values) for argument in arguments))
        raise AssertionError(node)


def _odd_bracket(text: str) -> int | None:
    """Return where the bracket stands that has no partner, None if all have one."""
    opened: list[int] = []
    for place, character in enumerate(text):
        if character == "(":
            opened.append(place)
        elif character == ")":
            if not opened:
                return place
            opened.pop()
    return opened[0] if opened else None
