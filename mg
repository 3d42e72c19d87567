#!/bin/sh
# middleground, from a clone of its repository. The first call sets everything up in .venv
# (setup/environment.py); every later one asks only whether that environment is the right one.

file=$0
while [ -L "$file" ]; do
    target=$(readlink "$file")
    case $file in */*) folder=${file%/*}/ ;; *) folder= ;; esac
    case $target in /*) file=$target ;; *) file=$folder$target ;; esac
done
case $file in */*) folder=${file%/*}/ ;; *) folder=./ ;; esac
here=$(CDPATH='' cd -P -- "$folder" && pwd -P) || exit 1
python=$here/.venv/bin/python

# Right means: made in this place (a copied environment would run the code it was copied from),
# from this lock file, and its Python is still there. The copy of the lock file is written last.
is_ready() {
    [ -x "$python" ] && read -r place 2>/dev/null <"$here/.venv/.mg/place" &&
        [ "$place" = "$here" ] && cmp -s "$here/requirements.lock" "$here/.venv/.mg/requirements.lock"
}

set_up() {
    for name in python3 python3.11 python3.12 python3.13 python3.14; do
        # -E: variables such as PYTHONHOME, meant for another Python, would break this one.
        if "$name" -E -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$name" -E "$here/setup/environment.py"
            return
        fi
    done
    {
        echo "mg: Python 3.11 or newer is needed; python3 here is $(python3 -V 2>&1 || echo 'missing')."
        echo "mg: to mend: install it (on Debian or Ubuntu: apt-get install python3 python3-pip),"
        echo "mg:          then give the same command again."
    } >&2
    return 1
}

is_ready || set_up || exit

case ${1-} in
test | lint | lock) exec "$python" -I "$here/setup/checks.py" "$@" ;;
# -I: a file called numpy.py in the folder you work in is data. It must not run.
# MG_CALLED: messages name the next command as it can be given here.
*) MG_CALLED=$0 exec "$python" -I -m middleground "$@" ;;
esac
