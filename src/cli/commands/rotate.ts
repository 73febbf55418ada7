import type { Argv } from 'yargs';
import { adminInstructions } from '../../engine/admin-instructions.ts';
import type { HomeChange } from '../../engine/change-key.ts';
import { confirmPlan } from '../../engine/confirm-plan.ts';
import { keyContext } from '../../engine/context-of.ts';
import { dataKeysOf } from '../../engine/data-keys.ts';
import { effectiveGates } from '../../engine/effective-gate.ts';
import { isPrivateFile, privacyNotes, secretsToTell } from '../../engine/new-secrets.ts';
import { planAlone, planRotation, type Rotation, rotationNames } from '../../engine/plan-rotation.ts';
import type { RegisteredTransform } from '../../engine/registered-transform.ts';
import { type ExitStatus, exitStatus, HardenError } from '../../harden-error.ts';
import { encodeContent } from '../../io/encode-content.ts';
import { makeMaterials } from '../../io/make-materials.ts';
import type { Home } from '../../kit/home.ts';
import { keyMigration } from '../../kit/key-migration.ts';
import { isSafeSecret } from '../../kit/material.ts';
import { escapeOutput } from '../../report/escape-output.ts';
import { changeFiles, changeOptions } from '../change-files.ts';
import { optionalReference } from '../key-options.ts';
import { openInstallation } from '../open-installation.ts';
import { registry } from '../registry.ts';
import { endpointDirOption } from '../run-options.ts';
import { makeSecretsFile, type SecretsFile } from '../secrets-file.ts';

export function options(argv: Argv) {
  return endpointDirOption(changeOptions(argv))
    .positional('what', {
      choices: rotationNames,
      demandOption: true,
      describe: 'The secret to make anew, in every place that holds it',
    })
    .option('value', {
      type: 'string',
      requiresArg: true,
      describe: 'super-admin: env:NAME or file:PATH of the new password; else one is made',
    })
    .option('secrets-out', {
      type: 'string',
      requiresArg: true,
      describe: 'A new file for the secret that is made and that you have to know',
    });
}

type Arguments = Awaited<ReturnType<typeof options>['argv']>;

export async function run(args: Arguments): Promise<ExitStatus> {
  const transform = registry.find(({ id }) => id === args.what);
  if (transform === undefined) throw new Error(`there is no transform ${args.what}`);
  const given = givenSecret(args);
  const secretsFile = args['dry-run'] ? undefined : makeSecretsFile(args, given);
  try {
    const files = await openInstallation(args, args['dry-run'] ? 'read' : 'write');
    return await changeFiles(args, files, `rotate ${args.what}`, (home) =>
      rotationOf(home, transform, { ...args, given, secretsFile }),
    );
  } finally {
    secretsFile?.close();
  }
}

/** Fetched before root becomes another account. */
function givenSecret({ what, value }: Arguments): ReadonlyMap<string, string> {
  const secret = optionalReference(value, '--value');
  if (secret === undefined) return new Map();
  if (what !== 'super-admin') {
    throw new HardenError(
      exitStatus.usage,
      `--value is for super-admin only, and the new ${what} is made.`,
      'Leave it out.',
    );
  }
  if (isSafeSecret(secret) && /^\S{8,30}$/.test(secret)) return new Map([['super-admin.password', secret]]);
  throw new HardenError(
    exitStatus.badInput,
    'The password could not be used by the server: it takes 8 to 30 characters without blanks, quotes, <, >, &, $, braces and backslashes.',
    'Choose another; letters, digits, dots, dashes and underscores always work.',
  );
}

interface Request {
  readonly what: Rotation;
  readonly given: ReadonlyMap<string, string>;
  readonly secretsFile: SecretsFile | undefined;
  readonly 'dry-run': boolean;
}

async function rotationOf(home: Home, transform: RegisteredTransform, request: Request): Promise<HomeChange> {
  const { what, given, secretsFile } = request;
  const now = new Date();
  requireNew(home, what);
  const plan = planRotation(home, transform, what, now);
  if (plan.files.length === 0) {
    throw new HardenError(
      exitStatus.refused,
      'This installation does not use such a secret.',
      `See \`harden explain ${what}\`.`,
    );
  }
  confirmPlan(plan);
  const [gate] = effectiveGates(home, plan);
  if (gate !== undefined) throw new HardenError(exitStatus.refused, gate.message, gate.hint);
  const untold = secretsToTell(plan).some((name) => !given.has(name));
  if (untold && secretsFile === undefined && !request['dry-run']) {
    throw new HardenError(
      exitStatus.refused,
      'A password would be made that you have to know, and it is never shown.',
      'Name a new file for it with --secrets-out FILE, or hand yours in with --value.',
    );
  }
  const materials = await makeMaterials(plan, given, now);
  const files = plan.files.flatMap((file) => {
    const { path, before, after } = file;
    if (after === undefined || before === undefined || before.kind === 'store') return [];
    const mode = isPrivateFile(file) ? { mode: 0o600 } : {};
    return [{ path, before: encodeContent(path, before), after: materials.encode(path, after), shown: after, ...mode }];
  });
  return {
    says: [`${news[what]}, in ${files.map(({ path }) => path).join(', ')}.`, ...more[what], ...privacyNotes(plan)],
    files,
    dataKeys: dataKeysOf(plan),
    chosen: given,
    tell: () => secretsFile?.tell(plan, materials) ?? [],
    check: (after) =>
      planAlone(after, transform, now).files.length === 0 ? undefined : 'not all places hold the new secret',
  };
}

const news: Readonly<Record<Rotation, string>> = {
  'app-password': 'A new password of the login and recovery pages at the APIs',
  'encryption-key': 'A new key that stored secrets will be encrypted with',
  'super-admin': 'A new password of the administrator',
};

const more: Readonly<Record<Rotation, readonly string[]>> = {
  'app-password': [
    'Pages that are hosted elsewhere (--endpoint-dir), and whatever else calls these APIs with it, need it too.',
  ],
  'encryption-key': [],
  'super-admin': [],
};

/** Both are decided at the first start; what can be done after it is told instead. */
function requireNew(home: Home, what: Rotation): void {
  const [sign] = keyContext(home, new Date()).dataSigns;
  if (sign === undefined || what === 'app-password') return;
  if (what === 'super-admin') {
    console.log(escapeOutput(adminInstructions(home).join('\n')));
    throw new HardenError(
      exitStatus.refused,
      'The server was started or shares its users, so that the password lives in the user store and nothing was changed here.',
      'Follow the steps above, in their order.',
    );
  }
  throw new HardenError(
    exitStatus.refused,
    `Data may exist (${sign}) that only the present key can read, so nothing was changed.`,
    keyMigration(home.release.version),
  );
}
