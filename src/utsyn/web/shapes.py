"""What an older Utsyn kept, read in today's shapes: what they have gained since is empty, what they have lost is left out."""

from collections.abc import Mapping
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel


def as_today(shape: Any, kept: Any) -> Any:
    """Return what was kept with every field that the shape has today."""
    if isinstance(shape, type) and issubclass(shape, BaseModel) and isinstance(kept, Mapping):
        fields = {name: info.annotation for name, info in shape.model_fields.items()}
        return {
            name: as_today(kind, kept[name]) if name in kept else empty(kind) for name, kind in fields.items()
        }
    if get_origin(shape) is list and isinstance(kept, list):
        return [as_today(get_args(shape)[0], one) for one in kept]
    return kept


def empty(kind: Any) -> Any:
    """Return what says nothing, in a type."""
    origin = get_origin(kind)
    if origin in (Union, UnionType) or kind is Any:
        return None
    if origin is Literal:
        return get_args(kind)[0]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return as_today(kind, {})
    return [] if origin is list else {} if origin is dict else kind() if kind in (str, int, bool) else None
