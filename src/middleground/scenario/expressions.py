"""Conditions and sums that a person writes: `category == widened or captives <= 0.5 * living`.

The text is read with Python's own parser and only a short list of its forms is kept, so nothing in
a scenario file is ever executed. What comes out is a small tree of frozen nodes: evaluated on
arrays here, and walked by solvers.

A bare name is an issue, a fact, a quantity, an event or a constituency; otherwise it is an option
of the issue on the other side of the comparison. Text in quotation marks names an option too. In
sums, yes counts 1 and no counts 0.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST = 2_000
LARGEST_TREE = 500
DEEPEST = 64
# Both sides of a comparison are sums and products of numbers typed with few decimals; what remains
# between equal ones in binary arithmetic is far below this share of them.
GRAIN = 1e-9


class ExpressionFault(Exception):  # noqa: N818  (a fault in a text, not yet an error in a file)
    """What is wrong with an expression, and at which character of it (from 0)."""

    def __init__(self, what: str, offset: int = 0, expected: str = "", mend: str = "") -> None:
        """Keep the parts apart; the reader adds file, line and column."""
        super().__init__(what)
        self.what, self.offset, self.expected, self.mend = what, offset, expected, mend


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: float


@dataclass(frozen=True, slots=True)
class Quantity:
    """The number of a numeric issue's option, or of a fact."""

    name: str


@dataclass(frozen=True, slots=True)
class Yes:
    """Whether an event holds, or a constituency accepts."""

    name: str


@dataclass(frozen=True, slots=True)
class IsOption:
    """Whether the deal settles an issue by one of these options (positions in the issue's list)."""

    issue: str
    options: frozenset[int]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left + right`, `-`, `*` or `/`."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left <= right`; signs are `<`, `<=`, `>`, `>=`, `==`, `!=`."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    item: "Node"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of them: `a and b`."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of them or more: `a or b`."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many of them or more: `at_least(2, a, b, c)`."""

    count: int
    items: tuple["Node", ...]


Node = Number | Quantity | Yes | IsOption | Arithmetic | Comparison | Not | AllOf | AnyOf | AtLeast
_TRUTHS = (Yes, IsOption, Comparison, Not, AllOf, AnyOf, AtLeast)
_SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip


@dataclass(frozen=True)
class Vocabulary:
    """The names that an expression may use.

    Attributes:
        issues: Each issue's options as they are named in the file, in order.
        numeric: Names of the issues whose options are numbers.
        facts: Names of facts.
        quantities: Named expressions over the others, already parsed.
        truths: Events and constituencies, which hold or do not: the name written, and the full
            name that it stands for (`chair` for `union.chair`).
        what: What the names are together, for messages: "issues, facts and events".
    """

    issues: Mapping[str, Sequence[str | float]] = field(default_factory=dict)
    numeric: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    quantities: Mapping[str, Node] = field(default_factory=dict)
    truths: Mapping[str, str] = field(default_factory=dict)
    what: str = "issues, facts, quantities and events"

    def __contains__(self, name: str) -> bool:
        """True where the name means something by itself."""
        return (
            name in self.issues
            or name in self.facts
            or name in self.quantities
            or name in self.truths
        )

    def nearest(self, name: str, options: Sequence[str | float] = ()) -> str:
        """A hint at a known name that resembles this one, or ""."""
        known = [*self.issues, *self.facts, *self.quantities, *self.truths, *map(str, options)]
        near = get_close_matches(name, known, n=1, cutoff=0.6)
        return f"did you mean '{near[0]}'?" if near else ""


def parse_condition(text: str, vocabulary: Vocabulary) -> Node:
    """Read a condition: something that holds or does not.

    Raises:
        ExpressionFault: If the text is no condition over these names.

    Example:
        >>> words = Vocabulary(issues={"night_shift": ["kept", "ended"]})
        >>> parse_condition("night_shift != ended", words)
        Not(item=IsOption(issue='night_shift', options=frozenset({1})))
    """
    node = _Reader(text, vocabulary).read()
    if not isinstance(node, _TRUTHS):
        raise ExpressionFault(
            f"'{text}' is a number, not a condition",
            expected="something that holds or does not, such as 'wage_rise <= 8'",
        )
    return node


def parse_quantity(text: str, vocabulary: Vocabulary) -> Node:
    """Read a sum: something with a number for every deal.

    Raises:
        ExpressionFault: If the text is no sum over these names.
    """
    node = _Reader(text, vocabulary).read()
    if isinstance(node, _TRUTHS):
        raise ExpressionFault(
            f"'{text}' holds or does not; it is not a number",
            expected="a sum such as 'captives * prisoners_per_captive'",
        )
    return node


class _Reader:
    """From Python's syntax tree to ours, refusing whatever is not on the list."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text, self.words, self.size, self.depth = text, vocabulary, 0, 0

    def read(self) -> Node:
        if len(self.text) > LONGEST:
            raise ExpressionFault(
                f"an expression of {len(self.text):,} characters",
                expected=f"{LONGEST:,} characters at most",
                mend="name parts of it under 'quantities', or make several rules",
            )
        lead = len(self.text) - len(self.text.lstrip())
        try:
            tree = ast.parse(self.text.strip().replace("\n", " "), mode="eval")
        except SyntaxError as error:
            mend = "write 'and', 'or', 'not', and '==' for 'is'"
            raise ExpressionFault(
                f"'{self.text}' cannot be read: {error.msg}",
                lead + max((error.offset or 1) - 1, 0),
                "a condition such as 'wage_rise <= 8 or night_shift == kept'",
                mend,
            ) from None
        except (RecursionError, MemoryError, ValueError):
            raise ExpressionFault(
                "an expression nested too deeply, or with characters that no rule uses",
                expected="a flat condition of names, numbers, 'and', 'or' and 'not'",
            ) from None
        self.lead = lead
        return self._node(tree.body)

    def _fault(
        self, at: ast.expr, what: str, expected: str = "", mend: str = ""
    ) -> ExpressionFault:
        # Python counts columns in bytes of UTF-8; people count characters.
        before = self.text[self.lead :].encode()[: at.col_offset].decode("utf-8", "ignore")
        return ExpressionFault(what, self.lead + len(before), expected, mend)

    def _node(self, at: ast.expr) -> Node:
        self.size += 1
        self.depth += 1
        if self.size > LARGEST_TREE or self.depth > DEEPEST:
            raise self._fault(
                at,
                "an expression with too many parts",
                f"{LARGEST_TREE} parts and {DEEPEST} levels at most",
            )
        node = self._part(at)
        self.depth -= 1
        return node

    def _part(self, at: ast.expr) -> Node:
        match at:
            case ast.BoolOp():
                items = tuple(self._truth(item) for item in at.values)
                return AllOf(items) if isinstance(at.op, ast.And) else AnyOf(items)
            case ast.UnaryOp(op=ast.Not()):
                return Not(self._truth(at.operand))
            case ast.UnaryOp(op=ast.USub()):
                operand = self._number(at.operand)
                if isinstance(operand, Number):
                    return Number(-operand.value)
                return Arithmetic("-", Number(0), operand)
            case ast.BinOp() if type(at.op) in _SIGNS:
                left, right = self._number(at.left), self._number(at.right)
                sign = _SIGNS[type(at.op)]
                if sign == "/" and right == Number(0):
                    raise self._fault(at.right, "a ratio that divides by 0", "a divisor above 0")
                return Arithmetic(sign, left, right)
            case ast.Compare():
                return self._comparisons(at)
            case ast.Call():
                return self._at_least(at)
            case ast.Constant() if (
                isinstance(at.value, int | float)
                and at.value is not True
                and (at.value is not False)
            ):
                if not abs(at.value) <= 1e12:
                    raise self._fault(at, "a number that is too large", "1e12 at most")
                return Number(float(at.value))
            case ast.Name():
                return self._name(at)
        raise self._fault(
            at,
            f"'{ast.unparse(at)[:60]}' has no place in a rule",
            "names, numbers, comparisons, + - * /, and, or, not, in [..], at_least(n, ...)",
        )

    def _name(self, at: ast.Name) -> Node:
        name = at.id
        if name in self.words.quantities:
            return self.words.quantities[name]
        if name in self.words.truths:
            return Yes(self.words.truths[name])
        if name in self.words.facts or name in self.words.numeric:
            return Quantity(name)
        if name in self.words.issues:
            raise self._fault(
                at,
                f"issue '{name}' stands alone, and its options are words",
                f"a comparison, such as '{name} == {self.words.issues[name][0]}'",
            )
        raise self._unknown(at, name)

    def _unknown(
        self, at: ast.expr, name: str, options: Sequence[str | float] = ()
    ) -> ExpressionFault:
        expected = f"one of the {self.words.what}"
        if options:
            expected = "one of its options: " + ", ".join(map(str, options[:12]))
        return self._fault(
            at, f"'{name}' is not known here", expected, self.words.nearest(name, options)
        )

    def _truth(self, at: ast.expr) -> Node:
        node = self._node(at)
        if not isinstance(node, _TRUTHS):
            raise self._fault(
                at,
                f"'{ast.unparse(at)[:60]}' is a number where something must hold or not",
                "a comparison, such as 'wage_rise <= 8'",
            )
        return node

    def _number(self, at: ast.expr) -> Node:
        return self._node(at)  # yes and no count 1 and 0

    def _comparisons(self, at: ast.Compare) -> Node:
        sides = [at.left, *at.comparators]
        pairs = [
            self._comparison(left, op, right)
            for left, op, right in zip(sides, at.ops, sides[1:], strict=False)
        ]
        return pairs[0] if len(pairs) == 1 else AllOf(tuple(pairs))

    def _comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Node:
        if isinstance(op, ast.In | ast.NotIn):
            return self._membership(left, op, right)
        if type(op) not in _SIGNS:
            raise self._fault(left, "a comparison that is not known here", "== != < <= > >= in")
        sign = _SIGNS[type(op)]
        for one, other in ((left, right), (right, left)):
            if isinstance(one, ast.Name) and self._has_words(one.id):
                return self._is_option(one, sign, other)
        return Comparison(sign, self._number(left), self._number(right))

    def _has_words(self, name: str) -> bool:
        return name in self.words.issues and name not in self.words.numeric

    def _is_option(self, issue: ast.Name, sign: str, option: ast.expr) -> Node:
        if sign not in ("==", "!="):
            raise self._fault(
                issue,
                f"the options of '{issue.id}' are words, which cannot be compared with '{sign}'",
                "== or !=, or 'in [..]' for several options",
            )
        node = IsOption(issue.id, frozenset({self._option(issue.id, option)}))
        return node if sign == "==" else Not(node)

    def _option(self, issue: str, at: ast.expr) -> int:
        options = self.words.issues[issue]
        match at:
            case ast.Name():
                written: object = at.id
            case ast.Constant():
                written = at.value
            case _:
                written = ast.unparse(at)
        if isinstance(written, bool) or written not in options:
            raise self._unknown(at, str(written), options)
        return list(options).index(written)  # type: ignore[arg-type]

    def _membership(self, issue: ast.expr, op: ast.cmpop, options: ast.expr) -> Node:
        if not isinstance(issue, ast.Name) or issue.id not in self.words.issues:
            raise self._fault(issue, "'in' after something that is no issue", "an issue's name")
        if not isinstance(options, ast.List | ast.Tuple | ast.Set) or not options.elts:
            raise self._fault(options, "'in' without a list of options", f"{issue.id} in [a, b]")
        node = IsOption(issue.id, frozenset(self._option(issue.id, o) for o in options.elts))
        return node if isinstance(op, ast.In) else Not(node)

    def _at_least(self, at: ast.Call) -> Node:
        if not isinstance(at.func, ast.Name) or at.func.id != "at_least" or at.keywords:
            raise self._fault(
                at,
                f"'{ast.unparse(at.func)[:40]}(...)' is not known here",
                "at_least(n, a, b, ...)",
            )
        match at.args:
            case [ast.Constant(value=int(count)), *items] if items and count is not True:
                if not 1 <= count <= len(items):
                    raise self._fault(
                        at, f"at_least {count} of {len(items)}", f"a count from 1 to {len(items)}"
                    )
                return AtLeast(count, tuple(self._truth(item) for item in items))
        raise self._fault(at, "at_least without a count", "at_least(2, a, b, c)")


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, parents first."""
    yield node
    match node:
        case Arithmetic() | Comparison():
            yield from walk(node.left)
            yield from walk(node.right)
        case Not():
            yield from walk(node.item)
        case AllOf() | AnyOf() | AtLeast():
            for item in node.items:
                yield from walk(item)


def names_in(node: Node) -> frozenset[str]:
    """Every issue, fact, event and constituency that the expression depends on."""
    return frozenset(
        n.issue if isinstance(n, IsOption) else n.name
        for n in walk(node)
        if isinstance(n, IsOption | Quantity | Yes)
    )


@dataclass(frozen=True)
class Situation:
    """What an expression is evaluated on: arrays that broadcast against each other.

    Attributes:
        options: For each issue, the position of its option in each deal.
        numbers: For each numeric issue and each fact, its number.
        truths: For each event or constituency, whether it holds.
    """

    options: Mapping[str, NDArray[np.integer]] = field(default_factory=dict)
    numbers: Mapping[str, NDArray[np.float64] | float] = field(default_factory=dict)
    truths: Mapping[str, NDArray[np.bool_] | bool] = field(default_factory=dict)


def holds(node: Node, situation: Situation) -> NDArray[np.bool_]:
    """Where a condition holds, by broadcasting the situation's arrays.

    Sums are compared up to a billionth of themselves (`GRAIN`), so that 0.1 + 0.2 == 0.3 holds. A
    division by zero makes its comparison false, whichever way it is written.
    """
    match node:
        case Yes(name):
            return np.asarray(situation.truths[name], dtype=bool)
        case IsOption(issue, options):
            return np.isin(situation.options[issue], list(options))
        case Not(item):
            return ~holds(item, situation)
        case AllOf(items):
            return _combine(np.logical_and, [holds(item, situation) for item in items])
        case AnyOf(items):
            return _combine(np.logical_or, [holds(item, situation) for item in items])
        case AtLeast(count, items):
            counts = [holds(item, situation).astype(np.int64) for item in items]
            return np.asarray(_combine(np.add, counts) >= count)
        case Comparison(sign, left, right):
            return _compare(sign, number_of(left, situation), number_of(right, situation))
    raise TypeError(f"{node} is a number, not a condition")


def number_of(node: Node, situation: Situation) -> NDArray[np.float64]:
    """The value of a sum, by broadcasting the situation's arrays."""
    match node:
        case Number(value):
            return np.asarray(value, dtype=float)
        case Quantity(name):
            return np.asarray(situation.numbers[name], dtype=float)
        case Arithmetic(sign, left, right):
            a, b = number_of(left, situation), number_of(right, situation)
            with np.errstate(divide="ignore", invalid="ignore"):
                result = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}[sign](
                    a, b
                )
            return np.asarray(np.where(np.isfinite(result), result, np.nan))
    return holds(node, situation).astype(float)


def _combine(ufunc: np.ufunc, arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    result = arrays[0]
    for array in arrays[1:]:
        result = ufunc(result, array)
    return np.asarray(result)


def _compare(sign: str, left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.bool_]:
    equal = np.abs(left - right) <= GRAIN * np.maximum(1, np.maximum(np.abs(left), np.abs(right)))
    known = ~(np.isnan(left) | np.isnan(right))
    match sign:
        case "==":
            return np.asarray(equal & known)
        case "!=":
            return np.asarray(~equal & known)
        case "<":
            return np.asarray((left < right) & ~equal & known)
        case "<=":
            return np.asarray(((left < right) | equal) & known)
        case ">":
            return np.asarray((left > right) & ~equal & known)
    return np.asarray(((left > right) | equal) & known)
