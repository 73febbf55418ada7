#!/bin/sh
# Makes the secrets and keys of this instance before its first start, or receives those of the first node of its cluster,
# then hands over to the server. HARDEN_STATE is a volume of this instance: it keeps the backup sets and the secrets that
# somebody has to know. HARDEN_MATERIALS is what `harden materials export` made on the first node, encrypted to the
# certificate whose private key HARDEN_MATERIALS_KEY is.
set -eu
: "${WSO2_SERVER_HOME:?}" "${HARDEN_STATE:?}"

harden() {
  node "${HARDEN:-/opt/harden/harden.mjs}" "$@" --yes --quiet --home "$WSO2_SERVER_HOME" --backup-dir "$HARDEN_STATE/backups"
}

if [ ! -e "$HARDEN_STATE/first-start" ]; then
  if [ -n "${HARDEN_MATERIALS:-}" ]; then
    harden materials import "$HARDEN_MATERIALS" --key "${HARDEN_MATERIALS_KEY:?}"
  fi
  harden apply --phase first-start --answers "${HARDEN_ANSWERS:-/opt/harden/harden.toml}" --secrets-out "$HARDEN_STATE/secrets.toml"
  : > "$HARDEN_STATE/first-start"
fi

exec sh "$WSO2_SERVER_HOME/bin/wso2server.sh" "$@"
