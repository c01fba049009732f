"""`make bench`: all questions, each in a process of its own."""

import subprocess
import sys

from .ground import prepare

QUESTIONS = [
    "start_and_memory",
    "pages",
    "load",
    "import_organisations",
    "growth",
    "search",
    "registrations",
    "gatherings",
    "advocacy",
    "figures",
    "region",
    "timetable",
    "suggestions",
    "exchange",
    "newsletter",
    "lighthouse",
]

prepare()
sys.exit(max(subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode for name in QUESTIONS))
