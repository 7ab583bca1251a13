# Finds a JDK 25 and exports JAVA_HOME; sourced by ./mvnw and ./run.
# Looks at JAVA_HOME, then at `javac` on the PATH, then in the usual folders. Returns 1 and says what to do when there is none.

is_jdk25() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

find_jdk25() {
  if [ -n "${JAVA_HOME:-}" ] && is_jdk25 "$JAVA_HOME"; then
    export JAVA_HOME
    return 0
  fi
  _javac=$(command -v javac 2>/dev/null) || _javac=
  [ -z "$_javac" ] || _javac=$(readlink -f "$_javac" 2>/dev/null) || _javac=
  _found=
  for _parent in /usr/lib/jvm /opt /opt/java /usr/java "${HOME:-/nonexistent}/.sdkman/candidates/java" \
    "${HOME:-/nonexistent}/.jdks" /Library/Java/JavaVirtualMachines; do
    [ -d "$_parent" ] || continue
    _found="$_found
$(find "$_parent" -mindepth 1 -maxdepth 1 2>/dev/null | sort)"
  done
  _rest="${_javac%/bin/javac}
$_found"
  while [ -n "$_rest" ]; do
    _home=${_rest%%"
"*}
    case $_rest in
    *"
"*) _rest=${_rest#*"
"} ;;
    *) _rest= ;;
    esac
    [ -n "$_home" ] || continue
    for _candidate in "$_home" "$_home/Contents/Home"; do
      if is_jdk25 "$_candidate"; then
        JAVA_HOME=$_candidate
        export JAVA_HOME
        return 0
      fi
    done
  done
  echo "GoStacker needs a JDK 25 and none was found (JAVA_HOME, PATH, /usr/lib/jvm and the like)." >&2
  echo "Install one (Debian 13: apt-get install openjdk-25-jdk-headless; elsewhere: https://adoptium.net) or set JAVA_HOME." >&2
  return 1
}
