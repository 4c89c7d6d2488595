import ast

from tests.architecture.reading import modules, name, report, tree

STARTERS = {"Thread", "ThreadPoolExecutor", "start_background_task"}
ELSEWHERE = {
    "wgcop/processes/supervisor.py": "starts the threads that last",
    "wgcop/server/serving.py": "what is read once at the start ends by itself",
    "wgcop/server/background.py": "waits for its turn, and tries until its loops have begun",
    "wgcop/server/connections.py": "a pool, whose threads outlive what fails in them",
    "wgcop/radar/timed_check.py": "a pool, whose threads outlive what fails in them",
    "wgcop/upkeep/keeping/sealing.py": "the other end of a pipe ends with it, and hands over its error",
    "wgcop/events/presence_messages.py": "a pause before a room is told ends by itself",
}


def starts_a_thread(call):
    function = call.func
    called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return called in STARTERS


def test_threads_that_last_are_started_by_the_supervisor():
    started = [
        f"{name(file)}:{node.lineno}"
        for file in modules()
        if name(file) not in ELSEWHERE
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and starts_a_thread(node) and not is_a_row(file)
    ]
    report(
        "Make a Duty of wgcop.supervisor and start it: what fails is then started again.", started
    )


def is_a_row(file):
    """A thread of comments."""
    return name(file).startswith("wgcop/threads/")


def test_what_would_be_found_is_found():
    assert starts_a_thread(ast.parse("threading.Thread(target=work)").body[0].value)
    assert starts_a_thread(ast.parse("eio.start_background_task(work)").body[0].value)
    assert not starts_a_thread(ast.parse("DUTY.start(work)").body[0].value)
