"""Prints the meta model of the Language Server Protocol as JSON, in the format of the specification's metaModel.json.

That file itself is in no package registry. Microsoft's lsprotocol, which is generated from it, is: its classes are turned
back into what they were made from. What they no longer know is left out: documentation, inheritance, and which text is a URI,
for which the properties' names stand. Usage: PYTHONPATH=lsprotocol:attrs python3 metamodel.py
"""

import collections.abc
import enum
import json
import typing

import attrs
from lsprotocol import types

# May be absent and may be null; of others, lsprotocol knows one of both.
NULLABLE = {("SignatureHelp", "active_parameter"), ("SignatureInformation", "active_parameter")}
URIS = {"uri", "targetUri", "oldUri", "newUri", "baseUri"}
BASES = {str: "string", int: "integer", bool: "boolean", float: "decimal", type(None): "null"}


def base(name):
    return {"kind": "base", "name": name}


def reference(name):
    return {"kind": "reference", "name": name}


def union(items):
    """The type that is one of several; nothing twice, a text of any value beside an enumeration only in that."""
    names = {item["name"] for item in items if item["kind"] == "reference"}
    custom = names & CUSTOM
    covered = [base("string"), base("integer")] if custom else []
    unique = [item for at, item in enumerate(items) if item not in items[:at] + covered]
    return unique[0] if len(unique) == 1 else {"kind": "or", "items": unique}


def meta(kind):
    """A type in the words of the meta model."""
    if kind is typing.Any or kind is object:
        return reference("LSPAny")
    if kind in BASES:
        return base(BASES[kind])
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Union:
        return union([meta(argument) for argument in arguments])
    if origin is collections.abc.Sequence:
        return {"kind": "array", "element": meta(arguments[0])}
    if origin is collections.abc.Mapping:
        return {"kind": "map", "key": base("string"), "value": meta(arguments[1])}
    if origin is tuple:
        return {"kind": "tuple", "items": [meta(argument) for argument in arguments]}
    if origin is typing.Literal:
        return union([{"kind": "stringLiteral", "value": value} for value in arguments])
    return reference(kind.__name__)


def custom_enumerations():
    """The enumerations beside which any other value is allowed: those in a union with their values' own type."""
    found = set()

    def look(kind):
        arguments = typing.get_args(kind)
        enumerations = [one for one in arguments if isinstance(one, type) and issubclass(one, enum.Enum)]
        found.update(one.__name__ for one in enumerations if one.__mro__[1] in arguments)
        for argument in arguments:
            look(argument)

    for structure in structures():
        for field in attrs.fields(structure):
            look(field.type)
    return found


def structures():
    messages = {part for entry in types.METHOD_TO_TYPES.values() for part in entry[:2]}
    for one in types.ALL_TYPES_MAP.values():
        if isinstance(one, type) and attrs.has(one) and one not in messages:
            yield attrs.resolve_types(one)


def camel(name):
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(word.title() for word in rest)


def property_of(structure, field):
    name, kind = camel(field.name), meta(field.type)
    literals = getattr(field.validator, "options", None)
    nullable = (structure.__name__, field.name) in NULLABLE
    required = field.default is attrs.NOTHING or (types.is_special_property(structure, field.name) and not nullable)
    if literals:
        kind = union([{"kind": "stringLiteral", "value": value} for value in literals])
    elif "uinteger" in repr(field.validator) and kind == base("integer"):
        kind = base("uinteger")
    elif name in URIS and kind == base("string"):
        kind = base("DocumentUri")
    elif not required and not nullable and kind["kind"] == "or":
        kind = union([item for item in kind["items"] if item != base("null")])
    return {"name": name, "type": kind} if required else {"name": name, "type": kind, "optional": True}


def message(method, entry):
    request, response, parameters, options = entry
    told = {"method": method, "messageDirection": types.message_direction(method)}
    if parameters is not None:
        told["params"] = meta(parameters)
    if options is not None:
        told["registrationOptions"] = meta(options)
    if response is not None:
        fields = {field.name: field for field in attrs.fields(attrs.resolve_types(response))}
        told["result"] = meta(fields["result"].type)
    return told


CUSTOM = set()
CUSTOM = custom_enumerations()
messages = [(message(method, entry), entry[1]) for method, entry in sorted(types.METHOD_TO_TYPES.items())]
print(
    json.dumps(
        {
            "metaData": {"version": types.__lsp_version__},
            "requests": [told for told, response in messages if response is not None],
            "notifications": [told for told, response in messages if response is None],
            "structures": [
                {"name": one.__name__, "properties": [property_of(one, field) for field in attrs.fields(one)]}
                for one in structures()
            ],
            "enumerations": [
                {
                    "name": one.__name__,
                    "type": base("integer" if issubclass(one, int) else "string"),
                    "values": [{"name": value.name, "value": value.value} for value in one],
                    **({"supportsCustomValues": True} if one.__name__ in CUSTOM else {}),
                }
                for one in types.ALL_TYPES_MAP.values()
                if isinstance(one, type) and issubclass(one, enum.Enum)
            ],
            "typeAliases": [{"name": "LSPAny", "type": base("any")}],
        },
        indent=1,
    )
)
