import { isJavaList, isJavaMap, type JavaValue } from '../carbon/effective/java-value.ts';
import { layout } from '../carbon/layout.ts';
import { secretConf } from '../carbon/secure-vault.ts';
import type { Context } from './context.ts';
import { endpointConfigurations, isHostedElsewhere } from './endpoint-configurations.ts';
import type { Params } from './params.ts';
import { propertiesOf } from './properties-part.ts';

/** Whether anything that the server or its pages read names a file: the configuration, Secure Vault, the web applications. */
export function isFileNamed<P extends Params>({ home, configuration }: Context<P>, fileName: string): boolean {
  // The same name elsewhere is another file.
  const nameIn = (path: string): string =>
    isHostedElsewhere(path) ? `${home.root}/${layout.security}/${fileName}` : fileName;
  const texts = [secretConf, ...endpointConfigurations(home, 'login'), ...endpointConfigurations(home, 'recovery')];
  return (
    configuration.values().some(([, value]) => holds(value, fileName)) ||
    texts.some((path) => {
      const file = home.read(path);
      return file.kind === 'text' && propertiesOf(file).entries.some(({ value }) => value.includes(nameIn(path)));
    })
  );
}

function holds(value: JavaValue, text: string): boolean {
  if (typeof value === 'string') return value.includes(text);
  if (isJavaList(value)) return value.some((item) => holds(item, text));
  return isJavaMap(value) && [...value.values()].some((item) => holds(item, text));
}

/** True for a path whose ending is that of a keystore. */
export function isStorePath(path: string): boolean {
  return /\.(?:jks|p12|pfx)$/i.test(path);
}

/** Paths of all keystores of an installation that lie where the product keeps its own. */
export function storePaths(home: Context['home']): readonly string[] {
  return home
    .list(layout.security)
    .filter(isStorePath)
    .map((name) => `${layout.security}/${name}`);
}
