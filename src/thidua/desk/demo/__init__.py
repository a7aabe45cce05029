"""A made-up commune that runs a plan through the whole year by the operations of the screens.

Nothing outside this package knows it, and nothing in it decides an outcome: it types what officials would type, and
the program answers.
"""
