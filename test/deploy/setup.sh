#!/usr/bin/env bash
# Installs what test:deploy needs in addition to the npm packages: the emulator's Python environment and AWS's runtime
# client. Both are in .cache, and are installed again when their versions change.
set -euo pipefail
cd "$(dirname "$0")/../.."

venv=.cache/deploy-venv
wanted=test/deploy/requirements.txt
if ! cmp -s "$wanted" "$venv/requirements.txt"; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
  # This is the last step, so that a failed installation does not look complete.
  cp "$wanted" "$venv/requirements.txt"
fi

# Downloads only the package. As a dependency, npm would build its C++ client with cmake at every installation of this
# project.
version=4.0.2
integrity=sha512-FE5Vskx7mYNnqAnWWJXUOsLp2VGgdsJsCoRLFTa8L4Yk0QVtArqR8q58yPA++QC1a73ZWJXBQ2AH31nIAv7NOQ==
client=.cache/aws-lambda-ric-$version
if [ ! -f "$client/package/index.mjs" ]; then
  rm -rf "$client"
  mkdir -p "$client"
  npm pack --silent --pack-destination "$client" "aws-lambda-ric@$version" >/dev/null
  packed=sha512-$(openssl dgst -sha512 -binary "$client/aws-lambda-ric-$version.tgz" | base64 -w0)
  if [ "$packed" != "$integrity" ]; then
    echo "aws-lambda-ric $version is not the package it was: $packed" >&2
    exit 1
  fi
  tar -xzf "$client/aws-lambda-ric-$version.tgz" -C "$client" package/index.mjs package/package.json
fi
