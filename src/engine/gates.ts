import { basename, dirname } from 'node:path/posix';
import type { Harm } from '../kit/finding.ts';
import type { Home } from '../kit/home.ts';
import type { Choices } from './choices.ts';
import { newSecretsOf, secretsToTell } from './new-secrets.ts';
import type { Plan } from './plan.ts';
import type { Gate } from './report-input.ts';

interface GatedRun {
  readonly unknownVersion: string | undefined;
  readonly home: Home;
  readonly plan: Plan;
  readonly choices: Choices;
  /** Names of secrets that come from where the operator keeps them. */
  readonly given: ReadonlySet<string>;
  /** Whether a place was named for the secrets that the operator has to know. */
  readonly secretsOut: 'named' | 'none';
}

/** What keeps `apply` from writing, whatever the operator consents to. */
export function gatesOf(run: GatedRun): readonly Gate[] {
  return [
    ...unknownVersion(run),
    ...harmAskedFor(run),
    ...downgrade(run),
    ...running(run),
    ...otherTool(run),
    ...openInEditor(run),
    ...untoldSecrets(run),
  ];
}

function unknownVersion({ unknownVersion: version, plan }: GatedRun): readonly Gate[] {
  if (version === undefined || plan.files.length === 0) return [];
  const message = `Version ${version} is not known to this harden, so a change could do something else than meant.`;
  const hint = 'Use a newer harden, or name the release whose rules fit with --assume-version.';
  return [{ id: 'unknown-version', message, hint }];
}

const harms: Readonly<Record<Harm, { readonly id: string; readonly message: string; readonly hint: string }>> = {
  data: {
    id: 'data-exists',
    message: 'would make unreadable what this server may have stored',
    hint: 'It is done before the first start only, and its finding tells what can be done now; a node that joins others gets their keys by `harden materials import`',
  },
  names: {
    id: 'certificate-names',
    message: 'would keep the server from calling itself, whose certificate does not carry the name that it uses',
    hint: 'Or have one issued that does (`harden keystore csr`), or set [server] internal_hostname to a name that it carries',
  },
};

/** A change that is only wished for is left out, and its finding says why; asked for by name, it needs an answer. */
function harmAskedFor({ plan, choices }: GatedRun): readonly Gate[] {
  const harmful = plan.findings.filter(({ harm, transform }) => harm && choices.get(transform) === 'asked');
  return [...new Set(harmful.map(({ transform }) => transform))].map((transform) => {
    const { harm = 'data' } = harmful.find((finding) => finding.transform === transform) ?? {};
    const { id, message, hint } = harms[harm];
    return {
      id,
      message: `${transform} was asked for, and ${message}.`,
      hint: `Leave it out with --skip ${transform}. ${hint}.`,
    };
  });
}

function downgrade({ plan: { weakened } }: GatedRun): readonly Gate[] {
  if (weakened.length === 0) return [];
  const message = `The plan would undo what is in order now: ${weakened.join(', ')}.`;
  const hint =
    'Look at the answers that the plan puts in, leave out with --skip what is in the way, or waive what is undone in the answer file.';
  return [{ id: 'downgrade', message, hint }];
}

function running({ home: { server }, plan }: GatedRun): readonly Gate[] {
  if (server.kind === 'stopped' || !changesKeys(plan)) return [];
  const message = `The server runs (process ${server.pid}), and keys or secrets would change under it.`;
  return [{ id: 'server-running', message, hint: 'Stop it, apply, and start it again.' }];
}

function otherTool({ home: { tool }, plan }: GatedRun): readonly Gate[] {
  if (tool === undefined || plan.files.length === 0) return [];
  const message = `${tool.name} works on this installation (process ${tool.pid}), and changes of both could be lost.`;
  return [{ id: 'other-tool', message, hint: 'Wait until it has ended, and run the command again.' }];
}

/** What vim and nano, Emacs and LibreOffice put beside a file that they have open. */
const marksOfEditors = [
  (name: string) => `.${name}.swp`,
  (name: string) => `.#${name}`,
  (name: string) => `.~lock.${name}#`,
];

function openInEditor({ home, plan }: GatedRun): readonly Gate[] {
  return plan.files.flatMap(({ path }): readonly Gate[] => {
    const [folder, name] = [dirname(path), basename(path)];
    const beside = new Set(home.list(folder === '.' ? '' : folder));
    const mark = marksOfEditors.map((markOf) => markOf(name)).find((each) => beside.has(each));
    if (mark === undefined) return [];
    const message = `An editor has ${path} open (${mark} lies beside it), and saving there would undo the change.`;
    return [{ id: 'open-in-editor', message, hint: `Close the editor, or remove ${mark} where none is open.` }];
  });
}

function untoldSecrets({ plan, given, secretsOut }: GatedRun): readonly Gate[] {
  const untold = secretsToTell(plan).filter((name) => !given.has(name));
  if (untold.length === 0 || secretsOut === 'named') return [];
  const message = `Secrets would be made that you have to know (${untold.join(', ')}), and they are never shown.`;
  const hint =
    'Name a new file for them with --secrets-out FILE, outside of the installation, or give them by the answer file.';
  return [{ id: 'secrets-out', message, hint }];
}

function changesKeys(plan: Plan): boolean {
  const isData = plan.findings.some(({ change, risk }) => change === 'planned' && risk === 'data');
  return isData || newSecretsOf(plan).length > 0 || plan.files.some(({ after }) => after?.kind === 'store');
}
