"""Every way to be wrong: one sentence that names file, entry and remedy, and nothing is stored."""

from pathlib import Path

import pytest

from kernel.runner import do
from loading import yaml_reader
from loading.file_entries import LARGEST
from models.engine import writing
from record.refusals import LoadRefused
from tests.loading.office import NOW, OFFICER, Office
from tests.loading.samples import BASICS, FORUM, HLPF

GOOD = "bodies: [{key: council, name: Council}]\n"


def timeline(deadline: str, **more: str) -> str:
    fields = "".join(f"    {name}: {value}\n" for name, value in more.items())
    return f"timelines:\n  - cycle: forum/2013\n    title: Forum\n{fields}    deadlines:\n      - {{{deadline}}}\n"


def of_2018(anchors: str = "un-deadline: 2018-04-27", more: str = "") -> str:
    return f"timelines: [{{cycle: hlpf-contribution/2018, anchors: {{{anchors}}}{more}}}]"


UNKNOWN_STEP = (
    "deadlines[1] 'coments': hlpf-contribution has no such step; give it a title to add it to this cycle, "
    "or correct it: did you mean 'comments'?"
)
WRONG = [
    # the file
    ("", "it holds nothing to load"),
    ("- a list", "it holds nothing to load"),
    ("meeting: []", "`meeting` is not known here; did you mean 'meetings'?"),
    ("meetings: 3", "`meetings` wants a list"),
    ("meetings: [x]", "meetings[1]: an entry of `meetings` wants a mapping"),
    ("a: [1", "line 2: this is not YAML"),
    ("bodies:\n\t- {key: a, name: A}", "line 2: a tab indents this line; write spaces in its place"),
    ("bodies:\n  \t- {key: a, name: A}", "line 2: a tab indents this line; write spaces in its place"),
    ("bodies: [{key: x, key: y, name: X}]", "line 1: `key` is given twice in one entry; keep one of the two"),
    ("bodies: &all []", "line 1: what begins with & or * is taken for an anchor"),
    ("bodies: [{key: x, name: !!python/name:os.system x}]", "is taken for a tag"),
    ("bodies: []\n---\nbodies: []", "line 2: a second document begins here"),
    ("? [a]\n: b", "a key must be a word"),
    ("bodies: [{key: x, name: {a: b}}]", "bodies[1] 'x': `name` wants one line of text"),
    # a comma that cuts a text, and words without a value
    ("bodies: [{key: x, name: Body, of all things}]", "line 1: `of all things` stands alone inside {…}; a comma"),
    ("bodies: [{name: Body, key, aliases: [y]}]", "line 1: `key` stands alone inside {…}; a comma inside {…} needs"),
    ("bodies: [{key: x, name: Body, as for all: y}]", "set_up_by, source, terms, to; a comma inside {…} needs"),
    ("bodies: [{key: x, name: X, alias: }]", "bodies[1] 'x': `alias` is not known here; did you mean"),
    ("bodies:\n- key: x\n  name: X\n  alias:\n", "bodies[1] 'x': `alias` is not known here; did you mean"),
    ("bodies: [{key: x, name: X, alias: ~}]", "bodies[1] 'x': `alias` is not known here"),
    ("bodies: [{key: x, name: X, alias: []}]", "bodies[1] 'x': `alias` is not known here"),
    ('{"bodies": [{"key": "x", "name": "X", "alias": null}]}', "bodies[1] 'x': `alias` is not known here"),
    ("bodies: []\nmeeting:\n", "`meeting` is not known here; did you mean 'meetings'?"),
    (timeline("step: a, title: Comment, and reply, due: 2013-02-10"), "line 5: `and reply` stands alone inside {…}"),
    (timeline("step: a, title: A, due: 2013-02-10, untill: "), "deadlines[1] 'a': `untill` is not known here"),
    (of_2018("un-deadline: 2018-04-27, 2018-04-28"), "`2018-04-28` stands alone inside {…}"),
    ("contacts: [{name: A, email: a@b.example, deputies: [{email: b@b.example, til: }]}]", "`til` is not known here"),
    # bodies
    ("bodies: [{key: x}]", "bodies[1] 'x': `name` is missing; add it"),
    ("bodies: [{key: x, name: X, alias: y}]", "`alias` is not known here; did you mean 'aliases'? known are"),
    ("bodies: [{key: X Y, name: X}]", "`key` 'X Y' is not a name; write small letters, digits and hyphens"),
    ("bodies: [{key: x, name: Xx, aliases: [wg wsis]}]", "'wg wsis' is already a name of cwg-wsis-sdg"),
    # holidays
    ("holidays: [{calendar: Geneva, year: 2017, days: [2018-01-01]}]", "2018-01-01 is not a day of 2017"),
    ("holidays: [{calendar: G8, year: 2017, days: []}]", "'G8' is not a duty station; write it as in rules"),
    ("holidays: [{calendar: Geneva, year: 17, days: []}]", "'17' is not a year"),
    ("holidays: [{calendar: Geneva, year: 2019, days: 2019-02-30}]", "'Geneva 2019': `days` (1) '2019-02-30'"),
    ("holidays: [{calendar: Geneva, year: 2019, days: [], replaces: no}]", "'no' is neither true nor false"),
    (timeline("step: a, title: A, due: 5 working days in Genva before b", anchors="{b: 2013-02-10}"),
     "'Genva'; did you mean 'Geneva'? if the word is right, load its holiday list first"),
    # meetings
    ("meetings: [{body: WSIS, key: m, title: T, opens: 2017-02-07}]", "meetings[1] 'm': there is no body 'WSIS'"),
    ("meetings: [{body: CWG-WSIS, key: m, title: T, opens: 2017-02-07, closes: 2017-02-06}]", "before it opens"),
    ("meetings: [{body: CWG-WSIS, key: m, title: T, opens: 07/02/2017}]", "`opens` '07/02/2017' is not a date rule"),
    ("meetings: [{body: CWG-WSIS, key: m, title: T, opens: end of May 2017}]", "is not a day; write one such as"),
    ("meetings: [{body: CWG-WSIS, key: m, title: T, opens: 1492-10-12}]", "1492-10-12 lies outside the years 1865 to"),
    ("meetings: [{body: CWG-WSIS, key: m, title: T, opens: 2017-02-07, status: heldd}]", "write planned, confirmed"),
    # contacts
    ("contacts: [{name: A, email: a}]", "contacts[1] 'a': `email` 'a' is no mail address"),
    (f"contacts: [{{name: A, email: {'(' * 200}@b.example}}]", "is no plain mail address; write one such as name@"),
    ("contacts: [{name: A, email: a@b.example, zone: Mars}]", "the time zone 'Mars' is not known; write an"),
    ("contacts: [{name: A, email: a@b.example, language: de}]", "'de' is not an official language but German; write"),
    ("contacts: [{name: A, email: a@b.example, roles: [A B]}]", "'a-b' is neither a role"),
    ("contacts: [{name: A, email: a@b.example, roles: [A.B]}]", "roles[1] 'A.B': `role` 'A.B' is not a name"),
    ("contacts: [{name: A, email: a@b.example, roles: [{role: x, scop: y}]}]", "did you mean 'scope'?"),
    ("contacts: [{name: A, email: a@b.example, roles: [{role: x, scope: y}]}]", "'y' is neither a body, an"),
    ("contacts: [{name: A, email: a@b.example, roles: [{role: x, from: 2018-01-01, to: 2017-01-01}]}]", "it ends on"),
    ("contacts: [{name: A, email: a@b.example, channels: [fax]}]", "channels[1]: this channel cannot be used"),
    ("contacts: [{name: A, email: A@b.example}, {name: B, email: a@B.example}]", "it is given otherwise in"),
    # timelines
    ("timelines: [{cycle: hlpf-contribution}]", "'hlpf-contribution' does not name a cycle; write chain/edition"),
    ("timelines: [{cycle: hlpf-contributon/2018}]", "did you mean 'hlpf-contribution'?"),
    (of_2018("un-deadlin: "), "`un-deadlin` is not known here; did you mean 'un-deadline'?"),
    ("timelines: [{cycle: pp-proposals/2018}]", "it depends on 'pp', which has no date; give one under"),
    (of_2018("un-deadine: 2018-04-27"), "has no reference date 'un-deadine'"),
    (of_2018("un-deadline: 2018-04-27, review: cwg-31"), "there is no meeting 'cwg-31'"),
    (of_2018("un-deadline: 2018-04-27/2018-04-28"), "must be a single day"),
    (of_2018("un-deadline: 2018-04-27/2018-04-20"), "closes before it opens"),
    (of_2018(more=", version: 2"), "declared in version 1"),
    (of_2018(more=", deadlines: [{step: coments, due: 2018-03-01}]"), UNKNOWN_STEP),
    ("timelines: [{cycle: Forum/2013, title: F, deadlines: [{step: a, title: A}]}]", "'Forum' is not a name"),
    ("timelines: [{cycle: forum/2013, title: F}]", "wants `deadlines`; add at least one"),
    (timeline("step: a, due: 2013-01-01"), "deadlines[1] 'a': `title` is missing"),
    (timeline("step: a, title: A, due: 4 wekks before b"), "`due` '4 wekks before b' is not a date rule"),
    (timeline("step: a, title: A, due: 4 weeks before b"), "'a' depends on 'b'; it knows a"),
    (timeline("step: a, title: A, due: 1 week after a"), "its steps wait for one another: a → a"),
    (timeline("step: a, title: A, due: 24 February", cycle2="x"), "`cycle2` is not known here; did you mean 'cycle'?"),
    (timeline("step: a, title: A, due: 24 February").replace("/2013", "/first"), "'24 February' names no year"),
    (timeline("step: a, title: A, due: 2013-02-10, opens: 2013-02-11"), "it does not fit: a would close on 2013-02-10"),
    (timeline("step: a, title: A, due: 2013-02-10, opens: May 2013"), "is not a day to open on"),
    (timeline("step: a, title: A, due: '2013-02-10, rolled back'"), "a stated date is taken as printed"),
    (timeline("step: a, title: A, due: 2013-02-10 25:00"), "hours run from 00:00 to 23:59"),
    (timeline("step: a, title: A, due: 2013-02-10, officer: who@b.example"), "there is no contact 'who@b.example'"),
    (timeline("step: a, title: A}\n      - {step: a, title: B"), "deadlines[2] 'a': this step is given twice"),
    (timeline("step: a, title: A, due: 99999 months after b", anchors="{b: 2013-02-10}"), "leads to no day"),
    (timeline("step: a, title: A, due: 2013-02-10", zone="CEST"), "the time zone 'CEST' is not known"),
    (timeline("step: a, title: A, due: " + "Monday on or before " * 20 + "b"), "a date of more than 200 letters"),
]  # fmt: skip


@pytest.mark.few(27, "another fault of the same files")
@pytest.mark.parametrize(("wrong", "why"), WRONG, ids=range(len(WRONG)))
def test_one_sentence_and_nothing_stored(office: Office, wrong: str, why: str) -> None:
    office.loads(BASICS)
    rows = office.rows()
    with pytest.raises(LoadRefused) as refusal:
        office.loads(office.file(GOOD, "good.yaml"), office.file(FORUM, "forum.yaml"), office.file(wrong, "bad.yaml"))
    sentence = str(refusal.value)
    assert sentence.startswith(str(office.folder / "bad.yaml"))
    assert why in sentence
    assert "\n" not in sentence
    assert office.rows() == rows


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("x.yaml", b"bodies: [{key: x, name: \xe9}]", "this is not text in UTF-8"),
        ("x.yaml", b"PK\x03\x04\x00\x00", "it holds characters that no text has"),
        ("x.yaml", b"# " + b"x" * LARGEST, "it is larger than 5 MB; split it"),
        ("x.yaml", b"bodies: " + b"[" * 50, "it is nested more than 12 deep"),
        ("x.yaml", b"bodies: " + b"[" * 100_000, "exceeded maximum nesting depth"),
        ("x.yaml", b"bodies: " + b"{a: " * 100_000, "it is nested more than 12 deep"),
        ("x.yaml", b"a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]", "is taken for an anchor or alias"),
        ("x.xlsx", b"PK\x03\x04\x00\x00", "this kind of file is not loaded; give .yaml, or .csv for contacts"),
        ("x.csv", b"PK\x03\x04\x00\x00", "this is no text; export the sheet as CSV (UTF-8)"),
        ("x.csv", b"", "row 1: there is no column 'name'"),
        ("x.csv", b"name,emial\nA,a@b.example", "row 1: the column 'emial' is not known; did you mean 'email'?"),
        ("x.csv", b"name,email,name\n", "row 1: the column 'name' stands there twice"),
        ("x.csv", b"name,email\n\nA,a@b.example,extra", "row 3: it has more cells than the first row"),
        ("x.csv", b"name,email\nA,a@b.example\nB,b", "row 3 'b': `email` 'b' is no mail address"),
        ("x.csv", b"name,email\nA,", "row 2: `email` is missing; add it"),
        ("x.csv", b'name,email\n"A,a@b.example', "line 2: this is not CSV: unexpected end of data"),
    ],
)  # fmt: skip
def test_files_that_are_none(office: Office, name: str, content: bytes, why: str) -> None:
    with pytest.raises(LoadRefused) as refusal:
        office.loads(office.file(content, name))
    assert why in str(refusal.value)
    assert office.acts() == []


def test_a_file_that_is_not_there(office: Office) -> None:
    with pytest.raises(LoadRefused, match=r"none\.yaml: there is no such file"):
        office.loads(Path("none.yaml"))


def test_a_file_of_too_many_values(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_reader, "MOST_NODES", 20)
    with pytest.raises(LoadRefused, match="more than 20 values; split it"):
        office.loads(BASICS)


def test_a_secret_is_not_repeated(office: Office) -> None:
    for url in ("json://hooks.example/s3cret", "slack://s3cret", "tgram://s3cret?redirect=yes"):
        with pytest.raises(LoadRefused) as refusal:
            office.loads(f"contacts: [{{name: A, email: a@b.example, channels: ['{url}']}}]")
        assert "s3cret" not in str(refusal.value)


def test_an_ended_cycle_takes_no_more_changes(office: Office) -> None:
    office.loads(BASICS, HLPF)
    with writing(office.engine) as session:
        do(session, "cycle/abandon", cycle="hlpf-contribution/2017", because="done", now=NOW, by=OFFICER)
    assert str(office.loads(HLPF)) == "1 unchanged"
    with pytest.raises(LoadRefused, match="is abandoned and takes no more changes"):
        office.loads(HLPF.replace("2017-03-10", "2017-03-13"))
