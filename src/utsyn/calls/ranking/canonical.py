"""The one way an answer is written as JSON, so that the same answer is the same bytes, and its hash."""

import json
from hashlib import sha256

from pydantic import BaseModel


def as_json(value: BaseModel) -> str:
    """Write a frozen value as JSON: names sorted, no spaces, letters as they are."""
    told = value.model_dump(mode="json")
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(value: BaseModel) -> str:
    """Return the hash of the value's one JSON form."""
    return sha256(as_json(value).encode()).hexdigest()
