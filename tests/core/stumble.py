"""``python -m tests.core.stumble EVENT WORDS COMMAND …``: a sterke command that is killed at a place of its work.

EVENT is one of Python's audit events ("open", "os.rename" …), WORDS what its arguments must hold. The process is then
killed with SIGKILL, from within, so that the place is the same each time.
"""

import os
import signal
import sys


def main(event, words, *command):
    def look(name, arguments):
        if name == event and words in " ".join(map(str, arguments)):
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(look)
    sys.argv = ["sterke", *command]
    from sterke.cli import main as sterke

    sterke()


if __name__ == "__main__":
    main(*sys.argv[1:])
