"""Document symbols: every attested form is one symbol, what comes out goes in again, and nonsense gets a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.errors import CouncilError
from planning.symbols import LETTERS, LONGEST, SERIES, BadSymbol, Symbol, is_address, parse, written

ATTESTED = {
    "C17/47-E": "C17/47-E",
    "C17/47E": "C17/47-E",
    " c17/47-e ": "C17/47-E",
    "C18/INF/4-E": "C18/INF/4-E",
    "C26/ADM/2": "C26/ADM/2",
    "C26/DT/1": "C26/DT/1",
    "C17/DL/3": "C17/DL/3",
    "C17/55(Rev.2)": "C17/55(Rev.2)",
    "C17/55R2": "C17/55(Rev.2)",
    "C16/1(Rev.1)": "C16/1(Rev.1)",
    "C17/47 Corr.1-F": "C17/47(Corr.1)-F",
    "C17/47(Rev.)": "C17/47(Rev.1)",
    "WG-WSIS-32/19-E Rev. 1": "WG-WSIS-32/19(Rev.1)-E",
    "PP-14/20(Add.1)-E": "PP-14/20(Add.1)-E",
    "WG-WSIS-30/13": "WG-WSIS-30/13",
    "CWG-FHR-8/14": "CWG-FHR-8/14",
    "CWG-FHR 6/5": "CWG-FHR-6/5",
    "CWG-FHR 8/1 (Rev. 1)": "CWG-FHR-8/1(Rev.1)",
    "CWG-WSIS&SDG-41/3": "CWG-WSIS&SDG-41/3",
    "CL-15/46": "CL-15/46",
    "DM-20/1021": "DM-20/1021",
    "S20-CL-C-0013": "C20/13",
    "S23-SG-CIR-0023": "CL-23/23",
    "A/70/1": "A/70/1",
    "E/RES/2016/22": "E/RES/2016/22",
    "E/HLPF/2022/4": "E/HLPF/2022/4",
}
MALFORMED = {
    "": "write one such as C17/47-E",
    "hello": "write one such as C17/47-E",
    "C17": "write one such as C17/47-E",
    "C17/0": "documents are numbered from 1",
    "DT/2(Rev.12)": "it does not say of which session; write C17/DT/2",
    "C2017/47": "a session is named by two digits; write C17/47",
    "C17/XX/4": "there is no series XX; the series are INF, ADM, DT, DL",
    "C17/47-E-F": "it names two languages",
    "C17/47-X": "write one such as C17/47-E",
    "C17/47(Rev.0)": "counted from 1",
    "C17/4٧": "write one such as C17/47-E",
    "C17/47\n; DROP": "write one such as C17/47-E",
    "x" * 100: "longer than 80",
}


@pytest.mark.parametrize("words", ATTESTED)
def test_every_attested_form_is_read_and_written_one_way(words: str) -> None:
    assert str(parse(words)) == ATTESTED[words]


@pytest.mark.parametrize("words", MALFORMED)
def test_what_is_malformed_is_refused_with_a_sentence(words: str) -> None:
    with pytest.raises(BadSymbol, match="is not a document symbol") as refusal:
        parse(words)
    assert MALFORMED[words] in str(refusal.value)


def test_issue_and_language_are_not_the_document() -> None:
    symbol = parse("WG-WSIS-32/19-E Rev. 1")
    assert (symbol.base, symbol.issue, symbol.language) == ("WG-WSIS-32/19", "Rev.1", "en")
    assert parse("C17/47-F").base == parse("C17/47").base


OF = st.sampled_from(["C17", "C26", "PP-14", "WG-WSIS-30", "CWG-WSIS&SDG-41", "EG-ITR-3"])
SYMBOLS = st.builds(
    Symbol,
    of=OF,
    number=st.integers(1, 9999).map(str),
    series=st.none() | st.sampled_from(SERIES),
    changes=st.lists(st.tuples(st.sampled_from(["Rev", "Add", "Corr"]), st.integers(1, 99)), max_size=2).map(tuple),
    language=st.none() | st.sampled_from(sorted(LETTERS.values())),
)


@given(SYMBOLS)
def test_what_is_written_is_read_again(symbol: Symbol) -> None:
    assert parse(str(symbol)) == symbol


@given(st.text(max_size=40) | st.from_regex(r"[A-Z]{1,4}[0-9-]{0,4}/[A-Z0-9/().-]{0,20}"))
def test_anything_is_a_symbol_or_a_refusal(words: str) -> None:
    try:
        symbol = parse(words)
    except CouncilError:
        return
    assert parse(str(symbol)) == symbol


def test_a_document_is_written_by_its_symbol_or_by_its_address():
    assert written(" c17/47e ") == "C17/47-E"
    assert written(" HTTPS://www.itu.int/a ") == "HTTPS://www.itu.int/a"
    assert [is_address(words) for words in ("https://a", "http://a", "ftp://a", "C17/47")] == [True, True, False, False]


def test_a_symbol_is_eighty_characters_long_at_most():
    longest = "A/" + "/".join(["A" * 39, "B" * 36]) + "/1"
    assert len(longest) == LONGEST
    assert str(parse(longest)) == longest
    with pytest.raises(BadSymbol) as refusal:
        parse(f"{longest}2")
    assert str(refusal.value) == f"{longest!r} is not a document symbol: it is longer than 80 characters"
    assert refusal.value.text == f"{longest}2"


def test_several_changes_of_one_document_are_all_kept():
    symbol = parse("C17/47(Rev.2)(Add.1)-F")
    assert (symbol.changes, symbol.issue, symbol.base) == ((("Rev", 2), ("Add", 1)), "Rev.2 Add.1", "C17/47")
    assert (parse("C17/INF/4").base, parse("C17/47").issue, parse("C17/47").language) == ("C17/INF/4", "", None)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("hello", "write one such as C17/47-E, C18/INF/4, WG-WSIS-30/13, CL-15/46, DM-20/1021 or A/70/1"),
        ("C17/47(Rev.0)", "revisions, addenda and corrigenda are counted from 1"),
        ("C17/47-E-F", "it names two languages; each language version has a symbol of its own"),
        ("C17/0", "documents are numbered from 1"),
    ],
)
def test_a_refused_symbol_is_named_with_what_is_wrong(words, why):
    with pytest.raises(BadSymbol) as refusal:
        parse(words)
    assert str(refusal.value) == f"{words!r} is not a document symbol: {why}"


def test_the_last_number_of_a_symbol_of_the_united_nations_is_its_own():
    symbol = parse("A/RES/70/1")
    assert (symbol.of, symbol.number, symbol.base) == ("A/RES/70", "1", "A/RES/70/1")
