#!/bin/sh
# Writes the locks from pyproject.toml: hashes for every wheel, no address of any index.
set -eu
cd "$(dirname "$0")/.."
compile() {
    uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
        --no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet "$@"
}
compile --group build --output-file requirements/runtime.lock
compile --group build --group dev --output-file requirements/dev.lock
compile --group build --group dev --group e2e --output-file requirements/e2e.lock
# It pins a botocore of its own, so it lives in a folder of its own.
echo "ministack==1.5.33" | uv pip compile - --universal --python-version 3.11 --generate-hashes --no-annotate \
    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet \
    --output-file requirements/ministack.lock
