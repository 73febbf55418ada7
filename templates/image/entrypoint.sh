#!/bin/sh
# Makes the secrets and keys of this instance before its first start, then hands over to the server.
# HARDEN_STATE is a volume of this instance: it keeps the backup sets and the secrets that somebody has to know.
set -eu
: "${WSO2_SERVER_HOME:?}" "${HARDEN_STATE:?}"

if [ ! -e "$HARDEN_STATE/first-start" ]; then
  node "${HARDEN:-/opt/harden/harden.mjs}" apply --phase first-start --yes --quiet \
    --home "$WSO2_SERVER_HOME" --answers "${HARDEN_ANSWERS:-/opt/harden/harden.toml}" \
    --backup-dir "$HARDEN_STATE/backups" --secrets-out "$HARDEN_STATE/secrets.toml"
  : > "$HARDEN_STATE/first-start"
fi

exec sh "$WSO2_SERVER_HOME/bin/wso2server.sh" "$@"
