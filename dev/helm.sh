#!/bin/sh
# Builds Helm, with which the tests render the chart below deploy/helm, from its Go module into the user's cache; needs Go
# 1.24 or newer and takes some minutes the first time.
set -eu

version=v3.19.5
folder=${XDG_CACHE_HOME:-$HOME/.cache}/gostacker
program=$folder/helm

if [ -x "$program" ]; then
  echo "$program"
  exit 0
fi
command -v go >/dev/null || {
  echo "Go is missing: install it, or put a helm on the PATH" >&2
  exit 1
}

echo "Building Helm $version" >&2
mkdir -p "$folder"
GOBIN=$folder CGO_ENABLED=0 go install -trimpath -ldflags='-s -w' "helm.sh/helm/v3/cmd/helm@$version"
echo "$program"
