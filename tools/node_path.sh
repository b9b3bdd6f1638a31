# Sourced by what runs Node: puts the Node that tools/install fetched into tools/node, if it had to, before the machine's own.
PATH=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/node/bin:$PATH
export PATH
