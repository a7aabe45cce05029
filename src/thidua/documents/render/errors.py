"""What can go wrong in rendering that a person can mend."""

TEXT_TOO_LONG = 3
"""Exit code of the child for a TextTooLongError."""


class TextTooLongError(ValueError):
    """A text does not fit its place even at the smallest legible size; `field` and `text` say which."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(f"{field}: {text}")
        self.field = field
        self.text = text
