"""Opening and loading at the terminal: seen first, thing by thing; and the name of a chain as people say it."""

from tests import EXAMPLES

ON = ("--as-of", "2017-01-05")
FILES = [str(EXAMPLES / "2017" / name) for name in ("1-bodies.yaml", "2-contacts.csv", "3-annual-report.yaml")]


def test_a_load_is_seen_thing_by_thing_before_anything_is_stored(council, store):
    seen = council("load", *FILES, "--preview", *ON).out.splitlines()
    assert seen[0].endswith("1 timeline added")
    assert any(line.split() == ["added", "contact", "delegate@state-a.example", "membership"] for line in seen)
    assert any(line.split()[:3] == ["added", "timeline", "annual-report/2016"] for line in seen)
    assert any(line.startswith("2017-01-31 Tue  to-cwg") for line in seen)  # of the cycle that it would open
    assert "nothing was changed" in seen[-1]
    assert council("status").out.startswith("no cycle is open")
    printed = council("load", *FILES, "--seen", seen[-1].split()[-1], "--as-of", "2017-01-05 12:05")
    assert (printed.code, printed.out.splitlines()[0]) == (0, seen[0])
    facts = council("load", *FILES, "--preview", "--json", *ON).facts
    assert (facts["difference"], facts["deadlines"], facts["outcome"]) == ([], [], "loaded")


def test_a_chain_is_named_as_people_name_it_where_they_see_the_answer(council, store):
    assert council("open", "wtisd 2018", "--preview", *ON).out.startswith("wtisd/2018 is open with 2 deadlines\n")
    assert "there is no procedure 'wsis'" in council("open", "wsis/2018", "--json", *ON).err  # exactly, for a machine
    assert "'wsis' may be wsis-forum, wsis-prizes" in council("open", "wsis/2018", *ON).err


def test_an_anchor_that_is_no_meeting_may_be_given_its_dates(council, store):
    refused = council("open", "hlpf-contribution/2018", "--anchor", "review=cwg-31", *ON)
    ways = "give days as 2017-04-28 or 2017-05-15/2017-05-25, or load the meeting first"
    assert refused.err == f"'cwg-31' is neither a day nor a meeting that is known; {ways}\n"


def test_a_load_is_tried_and_all_that_is_wrong_of_it_is_listed(council, store, tmp_path):
    sheet, more = tmp_path / "people.csv", tmp_path / "more.yaml"
    sheet.write_text(
        "name,email,roles,language,note\nA,a@b.example,membership,,x\nB,b,membership,,\nC,c@b.example,memberhip,\n"
    )
    more.write_text("contacts:\n- {name: Delegate A, email: delegate@state-a.example, language: es}\n- {name: D}\n")
    council("load", *FILES, *ON)
    tried = council("load", str(sheet), str(more), "--dry-run", *ON)
    lines = tried.out.splitlines()
    assert lines[:2] == [
        "nothing would be stored yet: 3 refused; the rest: 1 contact added; 1 contact changed",
        f"{sheet}: the column 'note' was left out",
    ]
    assert [line.split()[0] for line in lines[2:7]] == ["refused"] * 3 + ["added", "changed"]
    assert "row 3 'b'" in lines[2]
    assert "contacts[2]" in lines[3]
    assert "the nearest word is 'membership'" in lines[4]
    assert (tried.code, tried.err) == (
        2, "3 entries are refused, so that nothing would be stored; mend them, then load the files\n",
    )  # fmt: skip
    assert "--seen" not in tried.out
    assert "a@b.example" not in council("people", "list").out
    assert council("load", str(sheet), str(more), *ON).err.startswith(f"{sheet}, row 3 'b'")


def test_a_load_that_is_refused_in_one_place_is_refused_in_that_sentence(council, store, tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("meetings: [{body: nobody, key: m, title: M, opens: 2017-02-07}]")
    council("load", *FILES, *ON)
    tried = council("load", str(wrong), "--dry-run", *ON)
    assert tried.code == 2
    assert tried.err.startswith(f"{wrong}, line 1, meetings[1] 'm': there is no body 'nobody'")
    assert council("load", str(wrong), *ON).err == tried.err


def test_what_does_not_fit_the_record_is_listed_up_to_a_bound(council, store, tmp_path):
    sheet = tmp_path / "people.csv"
    for number, said in ((25, "nothing would be stored yet: 25 refused"), (26, "")):
        people = "".join(f"A,a{n}@b.example,memberhip\n" for n in range(number))
        sheet.write_text(f"name,email,roles\n{people}")
        tried = council("load", str(sheet), "--dry-run", *ON)
        assert tried.code == 2
        assert tried.out.partition("\n")[0] == said


def test_a_day_before_the_record_begins_says_so_at_every_reading(council, store):
    council("load", *FILES, *ON)
    for words in (("obligations", "--year", "2017"), ("items",), ("status",), ("meeting", "list")):
        said = council(*words, "--as-of", "2017-01-04")
        assert said.out == "nothing was on record on 2017-01-04: the record begins on 2017-01-05\n"
        assert "nothing was on record" not in council(*words, *ON).out
    assert council("items", "--as-of", "2017-01-04", "--json").facts == []
    for words in (("status", "council-documents/2017"), ("meeting", "show", "council-17"), ("explain", "x/1", "y")):
        said = council(*words, "--as-of", "2017-01-04")
        assert (said.code, said.err) == (
            2, "nothing was on record on 2017-01-04: the record begins on 2017-01-05\n",
        )  # fmt: skip
    assert council("status", "--as-known-on", "2017-01-04").out.startswith("nothing was on record on 2017-01-04")
    assert "nothing was" not in council("status", "--as-known-on", "2017-01-05").out


def test_an_hour_before_the_record_begins_is_told_with_that_of_its_beginning(council, store):
    council("load", *FILES, "--as-of", "2017-01-05T10:00")
    said = council("status", "--as-of", "2017-01-05T09:59")
    assert said.out == (
        "nothing was on record on 2017-01-05 09:59 (Geneva): the record begins on 2017-01-05 10:00 (Geneva)\n"
    )
    assert "nothing was" not in council("status", "--as-of", "2017-01-05T10:00").out


def test_what_was_known_on_a_day_is_all_that_was_recorded_before_the_next_one_began(council, store):
    council("load", *FILES, "--as-of", "2017-01-05T12:00")
    opening = ("open", "wtisd/2018", "--anchor", "council=council-17", "--as-of")
    assert council(*opening, "2017-01-05T23:59:59.5").code == 0
    shown = ("status", "wtisd/2018", "--as-known-on")
    assert (council(*shown, "2017-01-05").code, council(*shown, "2017-01-04").code) == (0, 2)


def test_where_no_cycle_is_open_a_name_says_how_to_open_one(council, store):
    said = council("status", "x/2027")
    assert said.err == "there is no cycle 'x/2027': no cycle is open yet; open one: council open CHAIN/EDITION\n"
    council("load", *FILES, *ON)
    assert "the cycles are annual-report/2016" in council("status", "x/2027").err


def test_a_window_to_which_nobody_is_invited_says_so(council, store):
    council("load", FILES[0], *ON)
    council("open", "consultation-by-correspondence/x1", "--anchor", "dispatch=2017-03-01", *ON)
    said = council("comments", "consultation-by-correspondence/x1", "replies", "--as-of", "2017-03-10").out
    assert "no answer yet: nobody holds the role council-members" in said


def test_a_role_in_the_place_of_a_person_says_how_a_step_is_handed_back(council, store):
    council("load", *FILES, *ON)
    said = council("assign", "annual-report/2016", "to-cwg", "secretariat", *ON)
    hand_back = "to give a step back to its role, hand it back: council deadline hand-back CYCLE STEP"
    assert (said.code, said.err) == (2, f"secretariat is a role, and no person; {hand_back}\n")


def test_a_channel_that_is_refused_is_named_with_its_row_also_of_a_contact_who_is_known(council, store, tmp_path):
    sheet = tmp_path / "people.csv"
    for channel, code in (("fax://t0ken", 2), ("email", 0), ("fax://t0ken", 2)):
        sheet.write_text(f"name,email,channels\nA,a@b.example,{channel}\n")
        printed = council("load", str(sheet), *ON)
        assert printed.code == code
        assert not code or "people.csv, row 2 'a@b.example', channels[1]: this channel cannot be" in printed.err
