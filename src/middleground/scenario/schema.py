"""A JSON Schema of the scenario file for editors: the forms that a person may write.

It says what the reader takes for each key, short forms included, and leaves to the reader what a
schema cannot say: names that lead somewhere, rules that can be read, bounds of numbers.
"""

import re
from inspect import cleandoc
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from middleground.scenario.grounds import RESERVED, Quotation, as_list
from middleground.scenario.issues import Issue, Option
from middleground.scenario.model import LATER, SECTIONS, Named, Quantity, Rule, Scenario
from middleground.scenario.ranges import Range
from middleground.scenario.shapes import GATHERING, alternatives

_ID = r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)?$"
_ATTRIBUTE = re.compile(r"^    (\w+): (.*(?:\n        .*)*)", re.MULTILINE)
_NUMBER: dict[str, Any] = {"type": "number"}
_PAIR = {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}
_OPTION_LIST = {"type": "array", "items": {"type": ["string", "number"]}, "minItems": 1}


def scenario_schema() -> dict[str, Any]:
    """The schema of the scenario file, in JSON Schema 2020-12."""
    definitions: dict[str, Any] = {}
    root = _model(Scenario, definitions)
    for section in SECTIONS:
        root["properties"][section] = _section(root["properties"][section])
    for section in LATER:
        root["properties"][section] = {"description": "For analyses of later versions."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario of middleground",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def descriptions(model: type[BaseModel]) -> dict[str, str]:
    """What each field of a model means, from its docstring and those of its bases.

    Example:
        >>> descriptions(Quotation)["report"]
        'Id of the report.'
    """
    found: dict[str, str] = {}
    for kind in reversed(model.__mro__):
        if isinstance(kind, type) and issubclass(kind, BaseModel) and kind is not BaseModel:
            attributes = (kind.__doc__ or "").partition("Attributes:")[2]
            for name, words in _ATTRIBUTE.findall(
                "    " + cleandoc(attributes).replace("\n", "\n    ")
            ):
                found[name] = " ".join(words.split())
    return found


def meaning(model: type[BaseModel]) -> str:
    """What an element is: the beginning of its model's docstring."""
    return " ".join((model.__doc__ or "").partition("Attributes:")[0].split())


def _model(model: type[BaseModel], definitions: dict[str, Any]) -> dict[str, Any]:
    words = descriptions(model)
    properties: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        properties[name] = _field(field, definitions)
        if name in words:
            properties[name] = {"description": words[name], **properties[name]}
    required = [name for name, field in model.model_fields.items() if field.is_required()]
    schema: dict[str, Any] = {
        "description": meaning(model), "type": "object", "properties": properties,
        "additionalProperties": False,
    }  # fmt: skip
    if model in GATHERING:
        properties.pop("issues")
        schema["additionalProperties"] = _of(GATHERING[model][1], definitions)
        required = [name for name in required if name != "issues"]
    if required:
        schema["required"] = required
    return schema


def _field(field: FieldInfo, definitions: dict[str, Any]) -> dict[str, Any]:
    schema = _of(field.annotation, definitions)
    takes_one = any(
        isinstance(item, BeforeValidator) and item.func is as_list for item in field.metadata
    )
    if takes_one or _is_evidence(field.annotation):
        items = [arm.get("items", {}) for arm in schema.get("anyOf", [schema])]
        schema = {"anyOf": [*(i for i in items if i), *schema.get("anyOf", [schema])]}
    if field.default is None and not field.is_required():
        schema = {"anyOf": [*schema.get("anyOf", [schema]), {"type": "null"}]}
    return schema


def _is_evidence(annotation: Any) -> bool:
    return any(
        get_origin(arm) is tuple and Quotation in alternatives(get_args(arm)[0])
        for arm in alternatives(annotation)
    )


def _of(annotation: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    arms = alternatives(annotation)
    if len(arms) > 1:
        return {"anyOf": [_of(arm, definitions) for arm in arms]}
    arm = arms[0]
    origin = get_origin(arm)
    if arm is Any:
        return {}
    if origin is Literal:
        return {"enum": list(get_args(arm))}
    if origin is tuple:
        return {"type": "array", "items": _of(get_args(arm)[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _of(get_args(arm)[1], definitions)}
    if isinstance(arm, type) and issubclass(arm, BaseModel):
        return _reference(arm, definitions)
    return {"type": {str: "string", bool: "boolean", int: "number", float: "number"}[arm]}


def _reference(model: type[BaseModel], definitions: dict[str, Any]) -> dict[str, Any]:
    name = model.__name__
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = _with_short_forms(model, _model(model, definitions), definitions)
    return {"$ref": f"#/$defs/{name}"}


def _with_short_forms(
    model: type[BaseModel], schema: dict[str, Any], definitions: dict[str, Any]
) -> dict[str, Any]:
    properties = schema["properties"]
    if model is Range:
        properties["value"] = _NUMBER
        del schema["required"]
        properties["shape"] = {"enum": ["uniform", "pert", "triangular"]}
        return {"description": schema["description"], "anyOf": [_NUMBER, _PAIR, schema]}
    if model is Issue:
        options = {"type": "object", "minProperties": 1,
                   "additionalProperties": _reference(Option, definitions)}  # fmt: skip
        properties["options"] = {
            "description": properties["options"]["description"],
            "anyOf": [_OPTION_LIST, options],
        }
        properties["range"] = {
            "description": "[first, last, step] in place of options",
            "type": "array", "items": _NUMBER, "minItems": 3, "maxItems": 3,
        }  # fmt: skip
        del schema["required"]
        schema["oneOf"] = [{"required": ["options"]}, {"required": ["range"]}]
        return schema
    if model is Option:
        return {"anyOf": [{"type": ["string", "null"]}, schema]}
    if model in (Quantity, Rule):
        return {"anyOf": [{"type": "string"}, schema]}
    if issubclass(model, Named):
        return {"anyOf": [{"type": "null"}, schema]}
    return schema


def _section(schema: dict[str, Any]) -> dict[str, Any]:
    """A section: elements by id, with grounds of its own beside them; it may be empty."""
    grounds = {name: {"$ref": f"#/properties/{name}"} for name in sorted(RESERVED)}
    return {
        **schema,
        "type": ["object", "null"],
        "properties": grounds,
        "propertyNames": {"pattern": _ID},
    }
