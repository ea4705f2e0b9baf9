from queue import Empty

import pytest
from kombu import Connection


@pytest.fixture
def queue(tmp_path):
    """A queue in the embedded broker."""
    folder = str(tmp_path / "broker")
    (tmp_path / "broker").mkdir()
    options = {"data_folder_in": folder, "data_folder_out": folder}
    options["control_folder"] = str(tmp_path / "control")
    with Connection(
        "filesystem://localhost",
        transport="portal.broker:FolderTransport",
        transport_options=options,
    ) as connection:
        connection.transport.state.clear()  # kept by the class: bindings of the test before
        yield connection.SimpleQueue("celery")


def test_a_message_arrives(queue):
    queue.put({"task": "disclosure.update_search"})

    message = queue.get(timeout=1)

    assert message.payload == {"task": "disclosure.update_search"}


def test_a_message_cut_off_in_the_writing_is_dropped(queue, tmp_path):
    (tmp_path / "broker" / "0_half.celery.msg").write_text('{"body": "')

    with pytest.raises(Empty):
        queue.get_nowait()

    assert list((tmp_path / "broker").iterdir()) == []


def test_a_folder_removed_at_any_moment_is_made_again(queue, tmp_path):
    folder = tmp_path / "broker"

    folder.rmdir()
    assert queue.qsize() == 0  # what a worker asks when it starts

    folder.rmdir()
    with pytest.raises(Empty):
        queue.get_nowait()

    folder.rmdir()
    queue.put({"task": "portal.beat"})
    assert queue.get_nowait().payload == {"task": "portal.beat"}
