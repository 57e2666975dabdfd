"""A corrected list, or an edited procedure, changes no date: what would be reckoned otherwise is accepted or kept."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk import tasks as tasks_
from kernel import chains
from models.engine import reading
from planning.chain import Chain
from planning.flags import Recounted
from planning.library import Library
from planning.sentences import sentence
from record.cycles import recounts, snapshots
from record.refusals import NotRecounted
from tests import stores
from tests.actions.deadlines.recounted_papers import (
    CORRECTED,
    PAPERS,
    TIMELINE,
    WINDOW,
    does,
    flagged,
    loads,
    opens_all,
    promised,
)
from tests.beginnings import told_once
from tests.secretariat import Desk, moment
from tests.sink import MisbehavingSink


@pytest.fixture
@told_once
def papers(desk: Desk) -> Desk:
    return opens_all(desk, TIMELINE)


def tasks(desk: Desk, on: str = "2017-03-02") -> list[tuple[str, str]]:
    with reading(desk.engine) as session:
        every = tasks_.tasks(session, now=moment(on), clock=moment(on))
        return [(task.kind, task.about) for task in every if task.kind in ("recounted", "edited")]


def otherwise(desk: Desk, on: str) -> list[str]:
    """Return what is said of the papers' date that would be another one."""
    flags = desk.view(on, PAPERS)["papers"].flags
    return [flag.sentence for flag in flags if isinstance(flag, Recounted)]


@pytest.fixture
def anew(sqlite_template: Path, sink: MisbehavingSink, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Another store, in which every cycle is opened under the corrected list and not under the first one."""
    home = tmp_path_factory.mktemp("anew")
    with stores.sqlite_store(sqlite_template, home) as url:
        desk = Desk(stores.with_keys(url, home), sink, home)
        desk.hires()
        yield opens_all(desk, TIMELINE.replace("[2018-01-01]", "[2018-01-01, 2018-01-02, 2018-01-03]"))


def dates(desk: Desk) -> dict[str, str]:
    """Return every open date that was reckoned, as the record has it."""
    with reading(desk.engine) as session:
        views = snapshots.living_views(session, moment("2017-03-02"))
    return {
        f"{view.name}/{deadline.step}": str(deadline.due)
        for view in views
        for deadline in view.deadlines
        if deadline.is_open and deadline.basis.is_computed
    }


def test_a_corrected_list_flags_what_a_store_opened_anew_has_otherwise_and_changes_nothing(papers, anew):
    rows, before, after = promised(papers), dates(papers), dates(anew)
    loaded = loads(papers, CORRECTED, "2017-03-01")
    assert before.keys() == after.keys()
    differing = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    assert flagged(papers) == differing
    assert differing[f"{PAPERS}/papers"] == ("2018-01-02", "2017-12-28")
    assert not {f"{PAPERS}/agreed", f"{PAPERS}/done"} & set(differing)
    assert promised(papers) == rows
    assert dates(papers) == before
    assert f"{PAPERS} papers is on 2018-01-02, and would be on 2017-12-28: " in str(loaded.notes)
    assert ("recounted", PAPERS) in tasks(papers)
    assert otherwise(papers, "2017-03-02") == ["would be 2017-12-28 as reckoned now"]
    assert otherwise(papers, "2017-02-28") == []  # as known before


def test_the_same_list_once_more_flags_nothing_anew_and_a_second_correction_does(papers):
    loads(papers, CORRECTED, "2017-03-01")
    first = flagged(papers)
    assert str(loads(papers, CORRECTED, "2017-03-01 13:00")).endswith("unchanged")
    loads(papers, CORRECTED.replace(", 2018-01-03", ""), "2017-03-01 14:00")
    assert flagged(papers)[f"{PAPERS}/papers"] == ("2018-01-02", "2017-12-29") != first[f"{PAPERS}/papers"]


@pytest.mark.both_databases("leaves out what has lapsed beside what nobody answered")
def test_a_list_that_was_right_after_all_ends_what_its_correction_flagged_and_a_third_flags_anew(papers):
    loads(papers, CORRECTED, "2017-03-01")
    loaded = loads(papers, CORRECTED.replace(", 2018-01-02, 2018-01-03", ""), "2017-03-02 14:00")
    lapsed = f"{PAPERS} papers is on 2018-01-02, and is reckoned so again: it is flagged no more"
    assert lapsed in loaded.notes
    assert flagged(papers) == {}
    assert tasks(papers, "2017-03-03") == []
    assert otherwise(papers, "2017-03-03") == []
    assert otherwise(papers, "2017-03-01 15:00") == ["would be 2017-12-28 as reckoned now"]  # as known then
    with pytest.raises(NotRecounted):
        does(papers, "deadline/recounted", "2017-03-03", answer="accept", because="too late")
    loads(papers, CORRECTED, "2017-03-04")
    assert flagged(papers)[f"{PAPERS}/papers"] == ("2018-01-02", "2017-12-28")


def test_the_opening_of_a_window_follows_a_second_correction_and_lapses_with_a_third(desk):
    loads(desk, WINDOW, "2017-02-10")
    openings = []
    for hour, days in enumerate(("2018-01-01, 2018-01-02, 2018-01-03", "2018-01-01, 2018-01-02", "2018-01-01")):
        corrected = CORRECTED.replace("2018-01-01, 2018-01-02, 2018-01-03", days)
        loads(desk, corrected, f"2017-03-01 1{hour}:00")
        with reading(desk.engine) as session:
            openings.append([str(each.opens) for each in recounts.standing(session)])
    assert openings == [["2017-12-28"], ["2017-12-29"], []]


def test_a_date_that_is_kept_after_two_corrections_is_asked_about_no_more(papers):
    loads(papers, CORRECTED, "2017-03-01")
    loads(papers, CORRECTED.replace(", 2018-01-03", ""), "2017-03-01 14:00")
    does(papers, "deadline/recounted", "2017-03-02", answer="keep", because="it was told")
    assert flagged(papers) == {}
    assert otherwise(papers, "2017-03-03") == []


@pytest.mark.both_databases("reads the last of several rows")
def test_what_is_accepted_is_promised_as_one_act_and_taken_back_as_one(papers):
    loads(papers, CORRECTED, "2017-03-01")
    was = {name: days[0] for name, days in flagged(papers).items()}
    done = does(papers, "deadline/recounted", answer="accept", because="corrected")
    view = papers.view("2017-03-03", PAPERS)
    assert (str(view["papers"].due), str(view["circulate"].due)) == ("2017-12-28", "2017-12-29")
    assert flagged(papers) == {}
    assert tasks(papers) == []
    assert {move.step for change in done.changes for move in change.moves if change.cycle == PAPERS} == {
        "papers", "circulate",
    }  # fmt: skip
    does(papers, "deadline/recounted", "2017-03-04", **done.undo.arguments, because="it was not so")
    assert {name: days[0] for name, days in flagged(papers).items()} == was
    assert str(papers.view("2017-03-05", PAPERS)["papers"].due) == "2018-01-02"


def test_what_is_kept_is_no_task_until_it_would_be_another_day_again(papers):
    loads(papers, CORRECTED, "2017-03-01")
    does(papers, "deadline/recounted", answer="keep", dates=[f"{PAPERS}/papers"], because="it was announced")
    assert f"{PAPERS}/papers" not in flagged(papers)
    assert f"{PAPERS}/circulate" in flagged(papers)
    assert otherwise(papers, "2017-03-03") == []
    loads(papers, CORRECTED.replace(", 2018-01-03", ""), "2017-03-04")
    assert flagged(papers)[f"{PAPERS}/papers"] == ("2018-01-02", "2017-12-29")


def test_what_is_kept_says_so_and_what_waits_is_counted(papers):
    loads(papers, CORRECTED, "2017-03-01")
    waiting = len(flagged(papers))
    assert does(papers, "deadline/recount").sentence.endswith(f"; {waiting} dates flagged before wait for an answer")
    does(papers, "deadline/recounted", answer="keep", dates=[f"{PAPERS} papers"], because="it was announced")
    flags = map(sentence, papers.view("2017-03-03", PAPERS)["papers"].flags)
    assert "kept, and would be 2017-12-28 as reckoned now" in flags
    assert len(flagged(papers)) == waiting - 1


@pytest.mark.parametrize(
    ("words", "named"),
    [("papers/2018 papers", {"papers"}), ("papers/2018/papers circulate", {"papers", "circulate"})],
)
def test_a_date_is_named_as_it_is_shown(papers, words, named):
    loads(papers, CORRECTED, "2017-03-01")
    does(papers, "deadline/recounted", answer="keep", dates=words.split(), because="it was announced")
    assert named == {"papers", "circulate"} - {name.rpartition("/")[2] for name in flagged(papers) if PAPERS in name}


def test_what_rests_on_a_date_that_waits_is_not_accepted_alone(papers):
    loads(papers, CORRECTED, "2017-03-01")
    rows = promised(papers)
    with pytest.raises(NotRecounted, match="circulate would be on 2018-01-04 while papers stays as it is"):
        does(papers, "deadline/recounted", answer="accept", dates=[f"{PAPERS}/circulate"], because="x")
    assert promised(papers) == rows


def test_one_that_is_agreed_or_settled_meanwhile_is_flagged_no_more(papers):
    loads(papers, CORRECTED, "2017-03-01")
    papers.agrees("papers", "2017-12-28", on="2017-03-02", cycle=PAPERS)
    papers.meets("circulate", on="2017-03-02", cycle=PAPERS, url=None)
    assert not [name for name in flagged(papers) if name.startswith(PAPERS)]


def test_what_is_not_flagged_is_refused(papers):
    with pytest.raises(NotRecounted, match="no open date is flagged"):
        does(papers, "deadline/recounted", answer="keep", because="x")
    loads(papers, CORRECTED, "2017-03-01")
    with pytest.raises(NotRecounted, match="papers/2018/agreed is not flagged; flagged are "):
        does(papers, "deadline/recounted", answer="accept", dates=[f"{PAPERS}/agreed"], because="x")


def edited(monkeypatch: pytest.MonkeyPatch, chain: Chain, **due: str) -> None:
    """Have the chain's file say other rules, in its next version."""
    steps = tuple(replace(step, due=due.get(step.slug.replace("-", "_"), step.due)) for step in chain.steps)
    library = chains.declared()
    later = Library({**library, chain.slug: replace(chain, steps=steps, version=chain.version + 1)}, library.broken)
    monkeypatch.setattr(chains, "declared", lambda: later)


def test_an_edited_procedure_is_a_task_then_flagged_then_its_rule_is_the_cycles(papers, monkeypatch):
    cycle, step = "council-documents/2018", "preparatory-documents"
    was = papers.view("2017-03-01", cycle)[step]
    edited(monkeypatch, papers.chains["council-documents"], preparatory_documents="40 days before council.opens")
    assert tasks(papers) == [("edited", cycle)]
    rows = promised(papers)
    recounted = does(papers, "deadline/recount")
    assert promised(papers) == rows
    assert "its procedure now says 40 days before council.opens" in recounted.notes[0]
    assert tasks(papers) == [("recounted", cycle)]
    assert does(papers, "deadline/recount").is_nothing
    done = does(papers, "deadline/recounted", answer="accept", because="the rules were changed")
    now = papers.view("2017-03-03", cycle)[step]
    assert (str(now.due), now.rule) == ("2017-12-07", "40 days before council.opens")
    assert tasks(papers) == []
    does(papers, "deadline/recounted", "2017-03-04", **done.undo.arguments, because="not for this session")
    back = papers.view("2017-03-05", cycle)[step]
    assert (back.due, back.rule) == (was.due, was.rule)
    does(papers, "deadline/recounted", "2017-03-05", answer="keep", because="not for this session")
    assert tasks(papers, "2017-03-06") == []


def test_the_opening_of_an_agreed_window_is_flagged_accepted_and_taken_back(papers):
    loads(papers, WINDOW, "2017-02-12")
    name, before = "window/2018", papers.view("2017-02-13", "window/2018")["comments"]
    notes = loads(papers, CORRECTED, "2017-03-01")
    words = "comments opens on 2018-01-02, and would open on 2017-12-28: it opens 10 working days in Geneva before"
    assert f"{name} {words}" in str(notes)
    view = papers.view("2017-03-02", name)["comments"]
    assert (view.due, view.opens, view.promise) == (before.due, before.opens, before.promise)
    assert "would open on 2017-12-28 as reckoned now" in [flag.sentence for flag in view.flags]
    done = does(papers, "deadline/recounted", answer="accept", dates=[name], because="corrected")
    now = papers.view("2017-03-03", name)["comments"]
    assert (str(now.opens), now.due, now.basis, now.agreed) == ("2017-12-28", before.due, before.basis, before.agreed)
    assert does(papers, "deadline/recounted", answer="accept", dates=[name], because="again").is_nothing
    does(papers, "deadline/recounted", "2017-03-04", **done.undo.arguments, because="it was not so")
    assert papers.view("2017-03-05", name)["comments"].opens == before.opens
    does(papers, "deadline/recounted", "2017-03-05", answer="keep", dates=[name], because="it was announced")
    assert not [each for each in flagged(papers) if each.startswith(name)]


@pytest.mark.parametrize("is_agreed", [True, False])
def test_what_rests_on_a_date_that_changes_meanwhile_is_flagged_for_the_day_that_it_has_beside_it(papers, is_agreed):
    loads(papers, CORRECTED, "2017-03-01")
    beside = "2018-01-05" if is_agreed else "2018-01-04"
    of, agreed = {"cycle": PAPERS, "step": "papers"}, {"due": "2018-01-04", "because": "x"}
    done = (
        does(papers, "deadline/agree", **of, **agreed)
        if is_agreed
        else does(papers, "deadline/waive", **of, because="x")
    )
    assert f"circulate is on 2018-01-03, and would be on {beside}" in str(done.notes)
    assert flagged(papers)[f"{PAPERS}/circulate"] == ("2018-01-03", beside)
    does(papers, "deadline/recounted", answer="accept", because="corrected")
    assert str(papers.view("2017-03-03", PAPERS)["circulate"].due) == beside


def test_a_window_that_opens_on_an_accepted_date_opens_as_before_once_that_is_taken_back(desk):
    draft = "{step: draft, title: Draft, due: 10 working days before council.opens}"
    window = "{step: comments, title: Comments, by: membership, opens: 14 days before draft, due: 2018-01-10}"
    loads(desk, f"{WINDOW.partition('      - ')[0]}      - {draft}\n      - {window}\n", "2017-02-10")
    before = desk.view("2017-02-11", "window/2018")["comments"].opens
    loads(desk, CORRECTED, "2017-03-01")
    done = does(desk, "deadline/recounted", answer="accept", dates=["window/2018/draft"], because="corrected")
    assert desk.view("2017-03-03", "window/2018")["comments"].opens != before
    does(desk, "deadline/recounted", "2017-03-04", **done.undo.arguments, because="a slip")
    assert desk.view("2017-03-05", "window/2018")["comments"].opens == before


def test_a_rule_that_an_edited_procedure_gives_to_a_step_without_one_is_taken_back_with_its_date(papers, monkeypatch):
    cycle, step = "working-group-meeting/cwg", "convening-letter"
    edited(monkeypatch, papers.chains["working-group-meeting"], convening_letter="8 weeks before cwg.opens")
    does(papers, "deadline/recount")
    done = does(papers, "deadline/recounted", answer="accept", because="the rules were changed")
    assert papers.view("2017-03-03", cycle)[step].rule == "8 weeks before cwg.opens"
    does(papers, "deadline/recounted", "2017-03-04", **done.undo.arguments, because="not for this meeting")
    back = papers.view("2017-03-05", cycle)[step]
    assert (back.due, back.rule) == (None, None)
