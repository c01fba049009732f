import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def migrated_once():
    """A database that all migrations have run on, made anew when one of them, or a package, is another."""
    marks = [ROOT / "uv.lock", *sorted((ROOT / "src/sterke").glob("*/migrations/*.py"))]
    state = hashlib.sha256(b"".join(mark.read_bytes() for mark in marks)).hexdigest()[:16]
    path = ROOT / f"test-results/migrated/{state}.sqlite3"
    if not path.exists():
        shutil.rmtree(path.parent, ignore_errors=True)
        path.parent.mkdir(parents=True)
        making = path.with_suffix(".making")
        database = {"DATABASE_URL": f"sqlite:///{making}", "STERKE_DATA": str(path.parent)}
        subprocess.run(
            [f"{Path(sys.executable).parent}/sterke", "migrate", "-v", "0"], env=os.environ | database, check=True
        )
        making.rename(path)
    return path
