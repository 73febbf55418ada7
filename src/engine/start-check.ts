import { sharedDataSources } from '../carbon/data-sources.ts';
import { layout } from '../carbon/layout.ts';
import { passwordFiles } from '../carbon/secure-vault.ts';
import { TomlDocument } from '../documents/toml-document.ts';
import { isTomlArray, isTomlTable, type TomlValue } from '../documents/toml-value.ts';
import type { Home } from '../kit/home.ts';
import { openPort } from '../kit/own-address.ts';
import { hiddenFolders, userStoreFiles } from '../kit/stored-data.ts';
import { vaultConf } from '../kit/vault-conf.ts';
import { keyContext } from './context-of.ts';
import type { Plan } from './plan.ts';
import type { Gate } from './report-input.ts';
import { stageHome } from './staged-home.ts';

/** What a start check would start, and with what. */
export interface StartCheck {
  readonly script: string;
  readonly port: number;
  /** All that the server is told of its surroundings. */
  readonly environment: Readonly<Record<string, string>>;
  /** What is done, for the plan to tell. */
  readonly says: string;
  /** Why the check cannot be made, or would prove nothing. */
  readonly gates: readonly Gate[];
}

/** The variables of harden's own environment; only what the configuration names is handed on. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param account that the server will run as
 * @throws {DocumentError} where deployment.toml cannot be understood.
 */
export function startCheckOf(home: Home, plan: Plan, environment: Environment, account: number): StartCheck {
  const staged = stageHome(home);
  for (const { path, after } of plan.files) staged.put(path, after);
  const context = keyContext(staged.home, new Date());
  const named = variablesIn(staged.home);
  const javaHome = environment['JAVA_HOME'] ?? '';
  const stores = [...userStoreFiles(home), ...hiddenFolders(home)].map(
    (path) => `${path} is or may hold a user store of its own`,
  );
  const [source] = [...sharedDataSources(context.configuration), ...stores];
  const unset = named.filter((name) => environment[name] === undefined);
  const refusals: readonly (readonly [boolean, string, string])[] = [
    [
      home.shape === 'configuration-only' || staged.home.read(layout.shellScript).kind !== 'text',
      'There is no server beside this configuration that could be started',
      'Check it on an instance',
    ],
    [javaHome === '', 'JAVA_HOME does not say which Java the server has', 'Set it as the service has it'],
    [
      source !== undefined,
      `The server works on data that others share (${source}), which a trial must not touch`,
      'Try the plan on an instance with a database of its own',
    ],
    [
      unset.length > 0,
      `The configuration takes ${unset.join(', ')} from the environment, where it is not set now`,
      'Set it as the service has it',
    ],
    [
      isVaultClosed(staged.home),
      'Secure Vault would ask for its password at the console, where nobody answers',
      'Put it into the file password-tmp, which the next start reads and deletes',
    ],
  ];
  const order = {
    script: layout.shellScript,
    port: openPort(context, 'https'),
    environment: {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      LANG: 'C.UTF-8',
      HOME: home.root,
      JAVA_HOME: javaHome,
      ...Object.fromEntries(named.map((name) => [name, environment[name] ?? ''])),
    },
  };
  return {
    ...order,
    says: saysOf(home.root, order, account),
    gates: refusals
      .filter(([applies]) => applies && plan.files.length > 0)
      .map(([, message, hint]) => ({
        id: 'start-check',
        message: `${message}.`,
        hint: `${hint}, or leave out --start-check.`,
      })),
  };
}

function saysOf(
  root: string,
  { script, port, environment }: Omit<StartCheck, 'gates' | 'says'>,
  account: number,
): string {
  const names = Object.keys(environment).map((name) =>
    name === 'JAVA_HOME' ? `JAVA_HOME=${environment[name]}` : name,
  );
  return `Before anything is changed, sh ${script} is started in a copy of ${root}, with a network of its own, as account ${account}, and has to answer HTTPS on port ${port}; of the environment it gets ${names.join(', ')}.`;
}

/** Names of the variables that deployment.toml refers to as `$env{NAME}`. */
function variablesIn(home: Home): readonly string[] {
  const file = home.read(home.deploymentToml);
  if (file.kind !== 'text') return [];
  const texts = textsIn(TomlDocument.parse(file.text).values);
  return [...new Set(texts.flatMap((text) => [...text.matchAll(/\$env\{(\w+)\}/g)].map(([, name = '']) => name)))];
}

function textsIn(value: TomlValue): readonly string[] {
  if (typeof value === 'string') return [value];
  if (isTomlArray(value)) return value.flatMap(textsIn);
  return isTomlTable(value) ? Object.values(value).flatMap(textsIn) : [];
}

function isVaultClosed(home: Home): boolean {
  return vaultConf(home) !== undefined && passwordFiles.every((path) => home.read(path).kind === 'absent');
}
