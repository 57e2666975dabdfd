"""`council help`: a word of the program or of an officer, as one types it."""


def test_a_word_is_said_under_either_name_without_a_store(council, home):
    by_code, by_officer = council("help", "float"), council("help", "days", "in", "hand")
    assert (by_code.code, by_code.out) == (0, by_officer.out)
    assert by_code.out.startswith("days in hand  float  How many days")
    assert not home.exists()


def test_an_unknown_word_is_refused_with_the_nearest(council):
    printed = council("help", "ancor")
    assert (printed.code, printed.out) == (2, "")
    assert printed.err.endswith("the nearest word is 'anchor'; look that up: council help anchor\n")


def test_without_a_word_every_one_is_listed(council):
    assert len(council("help").out.splitlines()) == len(council("help", "--json").facts) > 60
