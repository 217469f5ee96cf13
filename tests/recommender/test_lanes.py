import threading

from recommender.lanes import in_lanes


def test_results_come_in_the_order_of_the_tasks() -> None:
    tasks = [lambda number=number: number * number for number in range(20)]
    assert in_lanes(tasks, 2) == in_lanes(tasks, 1) == [number**2 for number in range(20)]


def test_two_lanes_work_at_the_same_time() -> None:
    meeting = threading.Barrier(2, timeout=30)
    assert sorted(in_lanes([meeting.wait, meeting.wait], 2)) == [0, 1]
