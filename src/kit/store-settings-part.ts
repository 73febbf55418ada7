import type { TomlDocument } from '../documents/toml-document.ts';
import type { Context } from './context.ts';
import type { Finding } from './finding.ts';
import type { Params } from './params.ts';
import { tomlPart } from './toml-part.ts';
import type { Part } from './transform.ts';

/** Judges deployment.toml beside the stores that it names. A folder of configuration alone holds none to judge it by. */
export function storeSettingsPart<P extends Params>(
  inspect: (document: TomlDocument, context: Context<P>) => readonly Finding[],
): Part<P> {
  return {
    ...tomlPart<P>({ inspect }),
    files: (home) => (home.shape === 'configuration-only' ? [] : [home.deploymentToml]),
  };
}
