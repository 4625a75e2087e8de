#!/usr/bin/env bash
#
# backup.sh: keep dated copies of a folder, in which unchanged files are hard links.
#
#   backup.sh [-k KEEP] [-n] SOURCE TARGET
#
#     -k KEEP   how many copies to keep (default 7)
#     -n        say what would be done, and do nothing
#
# Every copy looks complete, but a file that has not changed since the last one takes
# up no further room. The newest copy is always TARGET/latest.

set -euo pipefail
IFS=$'\n\t'

readonly PROGRAM=${0##*/}
keep=7
dry_run=false

usage() {
    sed -n '3,8s/^# \{0,1\}//p' "$0"
    exit "${1:-0}"
}

log() {
    printf '%s  %s\n' "$(date '+%H:%M:%S')" "$*" >&2
}

die() {
    log "$PROGRAM: $*"
    exit 1
}

run() {
    if "$dry_run"; then
        printf 'would run:' >&2
        printf ' %q' "$@" >&2
        printf '\n' >&2
    else
        "$@"
    fi
}

while getopts ':k:nh' option; do
    case $option in
        k)  [[ $OPTARG =~ ^[1-9][0-9]*$ ]] || die "-k wants a number above 0, not '$OPTARG'"
            keep=$OPTARG ;;
        n)  dry_run=true ;;
        h)  usage ;;
        :)  die "-$OPTARG needs a value" ;;
        *)  usage 2 ;;
    esac
done
shift $((OPTIND - 1))
[[ $# -eq 2 ]] || usage 2

source_dir=$(cd "$1" && pwd -P) || die "cannot read $1"
mkdir -p "$2"
target_dir=$(cd "$2" && pwd -P)
[[ $target_dir/ != "$source_dir"/* ]] || die "the target must not lie inside the source"

# One backup at a time: mkdir is atomic even where flock is not to be had.
lock=$target_dir/.lock
mkdir "$lock" 2>/dev/null || die "another backup is running (or remove $lock)"
trap 'rmdir "$lock"' EXIT

stamp=$(date '+%Y-%m-%dT%H%M%S')
new=$target_dir/$stamp
latest=$target_dir/latest

copy_tree() {
    local from=$1 to=$2 previous=${3:-}
    local path relative count=0 linked=0
    mkdir -p "$to"
    while IFS= read -r -d '' path; do
        relative=${path#"$from"/}
        if [[ -d $path && ! -L $path ]]; then
            mkdir -p "$to/$relative"
        elif [[ -n $previous && -f $previous/$relative && ! -L $path ]] &&
            cmp -s "$path" "$previous/$relative"; then
            ln "$previous/$relative" "$to/$relative"
            linked=$((linked + 1))
        else
            cp -pP "$path" "$to/$relative"
            count=$((count + 1))
        fi
    done < <(find "$from" -mindepth 1 -print0)
    log "$count copied, $linked linked"
}

if "$dry_run"; then
    log "would copy $source_dir to $new"
else
    previous=
    [[ -L $latest ]] && previous=$(cd "$latest" && pwd -P)
    copy_tree "$source_dir" "$new.partial" "$previous"
    mv "$new.partial" "$new"                 # a name without .partial is complete
    ln -sfn "$stamp" "$latest"
fi

# The names sort by date, so all but the last $keep are old.
mapfile -t copies < <(find "$target_dir" -mindepth 1 -maxdepth 1 -type d \
    -name '20??-??-??T??????' | sort)
surplus=$((${#copies[@]} - keep))
for ((i = 0; i < surplus; i++)); do
    log "removing ${copies[i]##*/}"
    run rm -rf -- "${copies[i]}"
done

log "done: ${#copies[@]} copies, newest $stamp"
