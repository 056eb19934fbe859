"""A person who uses the keyboard alone: Tab, Shift and Tab, arrows, Space, Enter and letters; never the mouse."""

from playwright.sync_api import Locator, Page

MOST_STOPS = 250
HAS_FOCUS = "node => node === document.activeElement"
SAME_GROUP = "node => document.activeElement.type === 'radio' && document.activeElement.name === node.name"


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, place: Locator, has_it: str = HAS_FOCUS) -> None:
        """Tab until `place` has the focus, which must be seen there."""
        place.wait_for()
        for _ in range(MOST_STOPS):
            if place.evaluate(has_it):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no stop of the Tab key is {place}")

    def type(self, label: str, words: str) -> None:
        """Into the box with this label, over what is there."""
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def choose(self, radio: Locator) -> None:
        """A radio: Tab to its group, Space where nothing is chosen yet, then arrows."""
        self.reach(radio, SAME_GROUP)
        if not self.page.evaluate("document.activeElement.checked"):
            self.page.keyboard.press("Space")
        for _ in range(10):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never came to {radio}")

    def tick(self, box: Locator) -> None:
        self.reach(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")

    def pick(self, label: str, words: str) -> None:
        """From a list, by typing what it begins with."""
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(words)

    def press(self, name: str, role: str = "button") -> None:
        """A button or a link, by Enter."""
        self.reach(self.page.get_by_role(role, name=name, exact=True))
        self.page.keyboard.press("Enter")
