#!/bin/sh
# Builds the Consul agent that ./run --suite and the tests of the suite use, from its Go module, into the user's cache;
# needs Go 1.20 or newer and takes some minutes the first time. The version is the last under the Mozilla Public License.
set -eu

version=v1.16.2
folder=${XDG_CACHE_HOME:-$HOME/.cache}/gostacker
program=$folder/consul

if [ -x "$program" ]; then
  echo "$program"
  exit 0
fi
command -v go >/dev/null || {
  echo "Go is missing: install it, or put a consul on the PATH" >&2
  exit 1
}

build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
cd "$build"
printf 'module consul\n\ngo 1.20\n\nrequire github.com/hashicorp/consul %s\n' "$version" >go.mod
echo "Fetching Consul $version" >&2
export GOFLAGS=-mod=mod CGO_ENABLED=0
source=$(go mod download -json "github.com/hashicorp/consul@$version" | sed -n 's/^.*"Dir": "\(.*\)".*$/\1/p')
# Consul's own list of checksums; this one module stands in its source tree and not in the list.
cp "$source/go.sum" go.sum
chmod u+w go.sum
export GONOSUMDB=github.com/hashicorp/consul/envoyextensions
echo "Building it" >&2
go build -trimpath -ldflags='-s -w' -o consul github.com/hashicorp/consul
mkdir -p "$folder"
mv consul "$program"
echo "$program"
