import type { Home } from '../kit/home.ts';
import { newSecretsOf, secretsToTell } from './new-secrets.ts';
import type { Plan } from './plan.ts';
import type { Gate } from './report-input.ts';

/** What keeps `apply` from writing, whatever the operator consents to. */
export function gatesOf(run: {
  readonly unknownVersion: string | undefined;
  readonly home: Home;
  readonly plan: Plan;
  /** Names of secrets that come from where the operator keeps them. */
  readonly given: ReadonlySet<string>;
  /** Whether a place was named for the secrets that the operator has to know. */
  readonly secretsOut: 'named' | 'none';
}): readonly Gate[] {
  const { unknownVersion, home, plan, given, secretsOut } = run;
  const gates: Gate[] = [];
  if (unknownVersion !== undefined) {
    gates.push({
      id: 'unknown-version',
      message: `Version ${unknownVersion} is not known to this harden, so a change could do something else than meant.`,
      hint: 'Use a newer harden, or name the release whose rules fit with --assume-version.',
    });
  }
  if (home.server.kind === 'running' && changesKeys(plan)) {
    gates.push({
      id: 'server-running',
      message: `The server runs (process ${home.server.pid}), and keys or secrets would change under it.`,
      hint: 'Stop it, apply, and start it again.',
    });
  }
  const untold = secretsToTell(plan).filter((name) => !given.has(name));
  if (untold.length > 0 && secretsOut === 'none') {
    gates.push({
      id: 'secrets-out',
      message: `Secrets would be made that you have to know (${untold.join(', ')}), and they are never shown.`,
      hint: 'Name a new file for them with --secrets-out FILE, outside of the installation, or give them by the answer file.',
    });
  }
  return gates;
}

function changesKeys(plan: Plan): boolean {
  const isData = plan.findings.some(({ change, risk }) => change === 'planned' && risk === 'data');
  return isData || newSecretsOf(plan).length > 0 || plan.files.some(({ after }) => after?.kind === 'store');
}
