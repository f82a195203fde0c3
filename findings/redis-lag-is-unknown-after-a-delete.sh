#!/usr/bin/env bash
# One deleted entry makes the lag of a Redis consumer group unknown.
#
# Guess: The lag in XINFO GROUPS is the number of entries that the group has not read; deleting one of them lowers it by
# 1, and deleting one that was read and acknowledged leaves it as it is.
# Instead: The lag is nil as soon as an entry was deleted that is not before all that remain: one of those not read yet,
# or one that a worker has finished (XACK, XDEL) while an older one is still in work. It stays nil, with new entries
# too, at least until the group has read to the end. A scaler that takes nil for 0 removes workers while entries wait.
# Seen with: redis-server 5:7.0.15-1~deb12u10 (Debian 12, amd64). The output seen is the text in `expected` below.
set -euo pipefail
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
cd "$work"

version=5:7.0.15-1~deb12u10
apt-get -q download "redis-server=$version" "redis-tools=$version" libjemalloc2 libatomic1 liblua5.1-0 liblzf1 lua-bitop lua-cjson \
    > log 2>&1 || { cat log >&2; exit 1; }
for package in *.deb; do
    dpkg-deb -x "$package" unpacked
done
LD_LIBRARY_PATH=$(dirname "$(find "$work/unpacked" -name libjemalloc.so.2)")
export LD_LIBRARY_PATH

redis() {
    unpacked/usr/bin/redis-cli -s "$work/socket" "$@"
}
unpacked/usr/bin/redis-server --port 0 --unixsocket "$work/socket" --save "" --dir "$work" > server.log 2>&1 &
server=$!
for _ in $(seq 100); do
    [ "$(redis ping 2> log)" != PONG ] || break
    sleep 0.1
done

stream() {
    for id in 1 2 3 4 5; do
        redis XADD "$1" "$id-0" order "$id" > log
    done
    redis XGROUP CREATE "$1" workers 0 > log
}
read_next() {
    redis XREADGROUP GROUP workers "$2" COUNT "$3" STREAMS "$1" '>' > log
}
show() {
    lag=$(redis --json XINFO GROUPS "$1" | sed 's/.*"lag":\([^,}]*\).*/\1/')
    echo "$2: lag $lag"
}
cat > expected <<'EOF'
five entries: lag 5
two of them read: lag 3
one of the other three deleted: lag null
one added: lag null
all read: lag 0
five entries, two workers with one each: lag 3
the second worker has finished and deleted its own: lag null
EOF
{
    stream unread
    show unread "five entries"
    read_next unread a 2
    show unread "two of them read"
    redis XDEL unread 4-0 > log
    show unread "one of the other three deleted"
    redis XADD unread 6-0 order 6 > log
    show unread "one added"
    read_next unread a 10
    show unread "all read"
    stream finished
    read_next finished a 1
    read_next finished b 1
    show finished "five entries, two workers with one each"
    redis XACK finished workers 2-0 > log
    redis XDEL finished 2-0 > log
    show finished "the second worker has finished and deleted its own"
} > seen
echo "redis-server $version (Debian 12, amd64)"
cat seen
diff -u expected seen || { cat log >&2; echo "CHANGED: the behavior is no longer the one described above" >&2; exit 1; }
