import type { MapperSources } from '../../src/carbon/effective/resolve-configuration.ts';

/** The JSON files of a product that is small enough to foresee what it makes of a deployment.toml. */
export const smallProduct: MapperSources = {
  defaults: JSON.stringify({
    'server.hostname': 'localhost',
    'server.port': 9443,
    'server.url': 'https://$ref{server.hostname}/',
    'server.link': '$ref{server.url}login',
    'server.timeout': '10m',
    'server.strict': true,
    'server.strict_too': '$ref{server.strict}',
    'server.names': ['one', 'at $ref{server.hostname}'],
    'store.type': 'database',
    panel: { width: 3, parts: ['a'] },
  }),
  keyMappings: JSON.stringify({
    'server.host': 'server.hostname',
    'server.ports': ['server.port', 'server.second_port'],
    'filters:class_name': 'filters:class',
    'server.lost': '',
  }),
  infer: JSON.stringify({
    'store.type': {
      ldap: { 'store.class': 'Ldap', 'store.size': 5, 'store.mode': 'plain' },
      database: { 'store.class': 'Jdbc' },
    },
    'store.mode': { plain: { 'store.warning': 'plain text' } },
    'database.$1.type': { mysql: { 'database.$1.driver': 'mysql for $1' } },
  }),
  units: JSON.stringify({ time: { 'server.timeout': 'm', 'server.wait': 's' } }),
  validator: JSON.stringify({
    'store.type': [{ regex: '\\Adatabase\\Z|\\Aldap\\Z' }],
    'store.url': [{ if: { 'store.type': 'ldap' }, regex: '.+', error_message: 'A URL is needed.' }],
    'filters:name': [{ regex: '[a-z]+' }],
  }),
};
