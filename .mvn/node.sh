# Finds Node.js with npm for the web module: on the PATH when it is new enough, else one of its own, fetched once from the npm
# registry into the user's cache. Sourced; needs JAVA_HOME. Afterwards `npm` is a function. Returns 1 and says what to do.

node_version=24.22.3
npm_version=11.21.2
npm_sum=7HPApk+AflMUavSseL1Pm6CnYqMIHk53x+KmuhqmTDqPkjPMgxIpTPcTqsE91EKNw4gFBJV9fnXiSdGm1DXq9A==

is_new_enough() {
  "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number);
    process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

find_node() {
  if command -v npm >/dev/null 2>&1 && is_new_enough node; then
    return 0
  fi
  _dir=${XDG_CACHE_HOME:-$HOME/.cache}/gostacker/node-$node_version
  if ! [ -x "$_dir/node/bin/node" ] || ! [ -f "$_dir/npm/bin/npm-cli.js" ]; then
    fetch_node || return 1
  fi
  PATH=$_dir/node/bin:$PATH
  export PATH
  npm() {
    node "$_dir/npm/bin/npm-cli.js" "$@"
  }
}

fetch_node() {
  case $(uname -s)-$(uname -m) in
  Linux-x86_64)
    _platform=linux-x64
    _sum=KHsob+Fv9YerATvYujMbiyJqnRCvLtrcr/eTNqRqiOSGp97EOiRP1yP47+knGgQ/xnc3XY8xzkW587dlZzNqRA==
    ;;
  Linux-aarch64)
    _platform=linux-arm64
    _sum=IZx0J52/1NDwAsY2iyWR9nlPIYuYviTWetjj8+ElvYQh2+XRhLfCfkbFEF/2O5vGI2hcUbyPNHV+nz342FbJXw==
    ;;
  *)
    echo "The web chat is built with Node.js 22.12 or newer and npm: install them for this system, https://nodejs.org" >&2
    return 1
    ;;
  esac
  echo "Fetching Node.js $node_version and npm into $_dir" >&2
  fetch_package "node-$_platform/-/node-$_platform-$node_version" "$_sum" node &&
    fetch_package "npm/-/npm-$npm_version" "$npm_sum" npm || {
    echo "Node.js could not be fetched from the npm registry. Install Node.js 22.12 or newer with npm, and try again." >&2
    return 1
  }
}

fetch_package() {
  mkdir -p "$_dir"
  rm -rf "$_dir/$3" "$_dir/$3.part" &&
    "$JAVA_HOME/bin/java" "$home/.mvn/Fetch.java" "https://registry.npmjs.org/$1.tgz" "$_dir/$3.tgz" "$2" &&
    mkdir "$_dir/$3.part" && tar -xzf "$_dir/$3.tgz" -C "$_dir/$3.part" --strip-components=1 &&
    mv "$_dir/$3.part" "$_dir/$3" && rm "$_dir/$3.tgz"
}
