#!/bin/sh
# Runs scripts of package.json with the packages of package-lock.json, which it installs when they are not there:
#   web/npm.sh build test
set -eu

home=$(cd "$(dirname "$0")/.." && pwd)
. "$home/.mvn/jdk25.sh"
find_jdk25
. "$home/.mvn/node.sh"
find_node
cd "$home/web"

# What npm ci has installed, it notes there.
installed=node_modules/.gostacker-lock
if ! cmp -s package-lock.json "$installed"; then
  echo "Installing the packages of the web module"
  npm ci --no-audit --no-fund
  cp package-lock.json "$installed"
fi
for script in "$@"; do
  npm run --silent "$script"
done
