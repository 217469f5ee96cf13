"""Child process that compiles the pages and builds the front end with bun."""

import logging
import os
import sys

from reflex.utils import export, frontend_skeleton
from reflex_base import constants

from dashboard.processes import frontend
from dashboard.processes.checkout import ROOT, build_environment, web_folder


def compile_and_build() -> None:
    """Build what the sources ask for, unless another process just did."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    wanted, web = frontend.fingerprint(), web_folder()
    if frontend.is_built(web, wanted):
        return
    frontend.begin(web)
    frontend_skeleton.initialize_web_directory()  # type: ignore[no-untyped-call]  # Reflex's own
    export.export(zipping=False, backend=False, env=constants.Env.PROD)
    frontend.finish(web, wanted)


def main() -> None:
    """Build under the lock, with bun alone whoever calls."""
    os.environ.update(build_environment())
    logging.getLogger("reflex").setLevel(logging.WARNING)
    with frontend.only_one_build():
        compile_and_build()


if __name__ == "__main__":
    main()
