import { isJavaList, isJavaMap, type JavaValue } from '../carbon/effective/java-value.ts';
import type { EffectiveConfiguration } from '../carbon/effective/resolve-configuration.ts';
import { layout } from '../carbon/layout.ts';
import { secretConf } from '../carbon/secure-vault.ts';
import { onceFor } from '../once-for.ts';
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
    textsOf(configuration).includes(fileName) ||
    texts.some((path) => {
      const file = home.read(path);
      return file.kind === 'text' && propertiesOf(file).entries.some(({ value }) => value.includes(nameIn(path)));
    })
  );
}

/** All texts of a configuration, a line each: thousands, and each store of an installation is looked for in them. */
const textsOf = onceFor((configuration: EffectiveConfiguration): string => {
  const texts: string[] = [];
  configuration.forEach((value) => {
    addTexts(value, texts);
  });
  return texts.join('\n');
});

function addTexts(value: JavaValue, texts: string[]): void {
  if (typeof value === 'string') texts.push(value);
  else if (isJavaList(value)) for (const item of value) addTexts(item, texts);
  else if (isJavaMap(value)) for (const item of value.values()) addTexts(item, texts);
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
