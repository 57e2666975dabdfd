"""What a run of tests is said to cost never falls from one reading to the next, whatever ends meanwhile."""

from threading import Event, Thread

from tests import cost

READINGS = 1000


def test_no_second_is_lost_to_a_thread_that_ends_while_they_are_added_up() -> None:
    is_over = Event()

    def begin_and_end() -> None:
        while not is_over.is_set():
            (short := Thread(target=int)).start()
            short.join()

    beginners = [Thread(target=begin_and_end) for _ in range(3)]
    for beginner in beginners:
        beginner.start()
    readings = [cost.spent() for _ in range(READINGS)]
    is_over.set()
    for beginner in beginners:
        beginner.join()
    assert readings == sorted(readings)
