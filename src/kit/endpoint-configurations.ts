import { layout } from '../carbon/layout.ts';
import type { Home } from './home.ts';

/** `login`: EndpointConfig.properties; `recovery`: RecoveryEndpointConfig.properties. */
export type EndpointKind = 'login' | 'recovery';

const names = { login: 'EndpointConfig.properties', recovery: 'RecoveryEndpointConfig.properties' } as const;

/**
 * The copies of an endpoint's configuration in the web applications, their templates included. A server reads one where
 * repository/conf/identity has none (5.9.0 and 5.10.0 for recovery), and so does an application hosted elsewhere.
 */
export function endpointConfigurations(home: Home, kind: EndpointKind): readonly string[] {
  const name = names[kind];
  return [layout.webapps, `${layout.templates}/${layout.webapps}`].flatMap((folder) =>
    home
      .list(folder)
      .flatMap((webapp) =>
        [`${folder}/${webapp}/${name}`, `${folder}/${webapp}/WEB-INF/classes/${name}`]
          .flatMap((path) => [path, `${path}.j2`])
          .filter((path) => home.read(path).kind === 'text'),
      ),
  );
}

/** True for a value that the renderer fills in. */
export function isTemplateExpression(value: string): boolean {
  return value.includes('{{');
}
