import { layout, templateOf } from '../carbon/layout.ts';
import type { Home } from './home.ts';

/** `login`: EndpointConfig.properties; `recovery`: RecoveryEndpointConfig.properties. */
export type EndpointKind = 'login' | 'recovery';

const names = { login: 'EndpointConfig.properties', recovery: 'RecoveryEndpointConfig.properties' } as const;

/**
 * The copies of an endpoint's configuration in the web applications, their templates included, and those of pages that are
 * hosted elsewhere. A server reads one where repository/conf/identity has none (5.9.0 and 5.10.0 for recovery).
 */
export function endpointConfigurations(home: Home, kind: EndpointKind): readonly string[] {
  const webapps = [layout.webapps, `${layout.templates}/${layout.webapps}`].flatMap((folder) =>
    home.list(folder).map((webapp) => `${folder}/${webapp}`),
  );
  const places = [
    ...webapps.flatMap((webapp) => placesIn(webapp, kind).flatMap((path) => [path, `${path}.j2`])),
    ...home.endpointDirs.flatMap((folder) => placesIn(folder, kind)),
  ];
  return places.filter((path) => home.read(path).kind === 'text');
}

/** A web application looks at its top first, then among its classes. */
function placesIn(webapp: string, kind: EndpointKind): readonly string[] {
  return [`${webapp}/${names[kind]}`, `${webapp}/WEB-INF/classes/${names[kind]}`];
}

/** True for a file of pages that are hosted elsewhere: paths in it are those of that place. */
export function isHostedElsewhere(path: string): boolean {
  return path.startsWith('/');
}

/** Whether the pages of this server itself read such a copy: where neither the server nor an operator wrote the file that comes first. */
export function isReadHere(home: Home, path: string): boolean {
  const name = Object.values(names).find((each) => path.endsWith(`WEB-INF/classes/${each}`));
  if (name === undefined || !path.startsWith(`${layout.webapps}/`)) return false;
  const first = `repository/conf/identity/${name}`;
  return [first, templateOf(first)].every((each) => home.read(each).kind === 'absent');
}

/** True for a value that the renderer fills in. */
export function isTemplateExpression(value: string): boolean {
  return value.includes('{{');
}
