"""What is written down of a file is what is read again, and other files' locators are none of these."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.arrivals.attached import Obstacle, Unreachable
from adapters.teams.graph.drive_files import DriveFile
from adapters.teams.graph.held_file import HeldFile
from core.chat.inbound import InboundFile

IDS = st.text(alphabet="aZ09:@;=._~+,|!*()$&'-", max_size=40)


@given(st.text(min_size=1), st.sampled_from(Obstacle), IDS, IDS)
def test_a_held_file_is_found_again(name: str, obstacle: Obstacle, root: str, message: str) -> None:
    held = HeldFile(Unreachable(name, obstacle), root, message)
    assert HeldFile.of(held.file) == held
    assert DriveFile.of(held.file) is None
    assert Unreachable.of(held.file) is None


@given(IDS.filter(bool), IDS.filter(bool))
def test_a_file_of_a_library_is_found_again(drive: str, item: str) -> None:
    file = DriveFile(drive, item).file("july.lst", 7)
    assert DriveFile.of(file) == DriveFile(drive, item)
    assert HeldFile.of(file) is None
    assert file.size == 7


@given(st.text())
def test_any_other_locator_is_neither(locator: str) -> None:
    file = InboundFile(name="july.lst", locator=f"x{locator}")
    assert HeldFile.of(file) is None
    assert DriveFile.of(file) is None
    for broken in ("held:", "held:NONE/1/2", "held:LINKED/1", "drive:", "drive:a", "drive:/b"):
        file = InboundFile(name="july.lst", locator=broken)
        assert HeldFile.of(file) is None
        assert DriveFile.of(file) is None
