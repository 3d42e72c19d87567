"""What a model says when a value does not fit: in the words that the user will read."""

from pydantic_core import PydanticCustomError


def fault(
    code: str, what: str, expected: str = "", mend: str = "", at: str = ""
) -> PydanticCustomError:
    """An error for a validator to raise; the reader adds file, line and column.

    Args:
        code: Stable short name, such as "number-range".
        what: What was found, with the offending value.
        expected: What would have been right.
        mend: What to do about it.
        at: The key that it is about, where a validator sees a whole mapping.
    """
    words = {"what": what, "expected": expected, "mend": mend, "at": at}
    return PydanticCustomError(code, "{what}", words)
