import { secretsToTell } from '../engine/new-secrets.ts';
import type { Plan } from '../engine/plan.ts';
import { currentAccount } from '../io/account.ts';
import type { Materials } from '../io/make-materials.ts';
import { nodeFileSystem } from '../io/node-file-system.ts';
import { makeOutputFile, type OutputFile } from '../io/output-file.ts';
import { homePath, placesOf } from './home-path.ts';
import type { GivenSecrets } from './read-secrets.ts';

/** The file of `--secrets-out`, for what harden makes and only the operator has to know. */
export interface SecretsFile {
  /**
   * Writes what the plan makes for people; to be called before the plan is carried out, or nobody could log in after it.
   * @returns what to tell the operator of it.
   */
  tell(plan: Plan, materials: Materials): readonly string[];
  /** Removes the file where nothing was told. */
  close(): void;
}

/** Makes the file, before root becomes another account. */
export function makeSecretsFile(
  args: Parameters<typeof placesOf>[0] & { readonly 'secrets-out': string | undefined },
  given: GivenSecrets,
): SecretsFile | undefined {
  const path = args['secrets-out'];
  if (path === undefined) return undefined;
  const home = homePath(args.home);
  const request = { path, outside: placesOf(args), account: currentAccount() };
  let file: OutputFile | undefined = makeOutputFile(nodeFileSystem, request);
  return {
    tell(plan, materials) {
      const names = secretsToTell(plan).filter((name) => !given.has(name));
      if (file === undefined || names.length === 0) return [];
      const lines = names.map((name) => `${name} = "${materials.secretOf(name)}"`);
      const head = `# Made by harden for ${home}. Put it where you keep passwords, then delete this file.`;
      file.finish(Buffer.from(`${[head, ...lines].join('\n')}\n`));
      const note = `What was made and you have to know (${names.join(', ')}) is in ${file.path}.`;
      file = undefined;
      return [note];
    },
    close() {
      try {
        file?.discard();
      } catch {
        // Root's folder, when root has become the owner of the home by now.
        console.error(`${path} is empty and can be removed.`);
      }
      file = undefined;
    },
  };
}
