"""What editors are told is what the shapes say."""

import json

from loading import schema


def test_the_schema_file_is_up_to_date() -> None:
    assert schema.TARGET.read_text(encoding="utf-8") == schema.text(), "run: python -m loading.schema"


def test_the_schema_knows_every_kind_and_refuses_other_words() -> None:
    written = json.loads(schema.text())
    assert list(written["properties"]) == [
        "bodies", "holidays", "meetings", "contacts", "memberships", "chairs", "timelines", "items",
        "resolutions", "outcomes", "documents", "submissions", "circulars", "action_lines", "reporting_windows",
        "expected_documents",
    ]  # fmt: skip
    assert all(shape["additionalProperties"] is False for shape in written["$defs"].values() if "properties" in shape)
