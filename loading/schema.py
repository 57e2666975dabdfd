"""The JSON Schema of a loaded file, for editors: `python -m loading.schema` writes docs/load.schema.json."""

import json
from pathlib import Path

from loading.shapes import FileShape

TARGET = Path(__file__).resolve().parents[1] / "docs" / "load.schema.json"


def text() -> str:
    """Return the schema as it stands in the file."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **FileShape.model_json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
