# Finds a JDK of at least release 25 and exports it as JAVA_HOME.
#
# Sourced by ./mvnw and ./aegis, so that both work as typed where `java` on the PATH is older. No java is started and,
# unless a PATH entry is a symbolic link, no process is forked: each candidate home is judged by its `release` file and by
# bin/javac. The order is $JAVA_HOME, the java on the PATH, then the places where installers put JDKs; within one place
# the newest release wins.
#
# AEGIS_JDK_ROOTS, a colon-separated list of glob patterns, replaces those places.

aegis_jdk_release=25

# Sets aegis_found to the feature release of the JDK in $1, or to 0 if that is no JDK.
aegis_jdk_feature() {
  aegis_found=0
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
  while IFS= read -r aegis_line || [ -n "$aegis_line" ]; do
    case $aegis_line in
    JAVA_VERSION=*)
      aegis_line=${aegis_line#JAVA_VERSION=}
      aegis_line=${aegis_line#\"}
      aegis_line=${aegis_line%%[!0-9]*}
      aegis_found=${aegis_line:-0}
      return 0
      ;;
    esac
  done <"$1/release"
}

# Sets aegis_home to the home that the java on the PATH belongs to, or to nothing.
aegis_jdk_on_path() {
  aegis_home=$(command -v java) || aegis_home=
  case $aegis_home in
  /*) ;;
  *)
    aegis_home=
    return 0
    ;;
  esac
  if [ -L "$aegis_home" ]; then
    aegis_home=$(readlink -f "$aegis_home") || aegis_home=
  fi
  aegis_home=${aegis_home%/bin/java}
}

# Exports JAVA_HOME, or says on standard error what is missing and returns 1.
aegis_find_jdk() {
  if [ -n "${JAVA_HOME-}" ]; then
    aegis_jdk_feature "$JAVA_HOME"
    [ "$aegis_found" -lt "$aegis_jdk_release" ] || return 0
  fi

  aegis_jdk_on_path
  if [ -n "$aegis_home" ]; then
    aegis_jdk_feature "$aegis_home"
    if [ "$aegis_found" -ge "$aegis_jdk_release" ]; then
      export JAVA_HOME="$aegis_home"
      return 0
    fi
  fi

  aegis_roots=${AEGIS_JDK_ROOTS-"/usr/lib/jvm/*:/usr/java/*:/opt/java/*:/opt/jdk*:${HOME-}/.sdkman/candidates/java/*:${HOME-}/.jdks/*:/Library/Java/JavaVirtualMachines/*/Contents/Home"}
  case $- in
  *f*) aegis_globbing=off ;;
  *) aegis_globbing=on ;;
  esac
  aegis_ifs=${IFS-}
  aegis_rest=$aegis_roots:
  set +f
  while [ -n "$aegis_rest" ]; do
    aegis_pattern=${aegis_rest%%:*}
    aegis_rest=${aegis_rest#*:}
    aegis_best=0
    # An empty IFS keeps a path with blanks whole while the pattern is still expanded.
    IFS=
    for aegis_home in $aegis_pattern; do
      aegis_jdk_feature "$aegis_home"
      if [ "$aegis_found" -ge "$aegis_jdk_release" ] && [ "$aegis_found" -gt "$aegis_best" ]; then
        aegis_best=$aegis_found
        aegis_best_home=$aegis_home
      fi
    done
    IFS=$aegis_ifs
    if [ "$aegis_best" -gt 0 ]; then
      [ "$aegis_globbing" = on ] || set -f
      export JAVA_HOME="$aegis_best_home"
      return 0
    fi
  done
  [ "$aegis_globbing" = on ] || set -f

  echo "Aegis needs a JDK, release $aegis_jdk_release or later, and found none in JAVA_HOME (${JAVA_HOME:-not set}), on the PATH, or in $aegis_roots; install one, for example with: apt install temurin-25-jdk, or: sdk install java 25-tem" >&2
  return 1
}
