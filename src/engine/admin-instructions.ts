import type { EffectiveConfiguration } from '../carbon/effective/resolve-configuration.ts';
import { isWithin } from '../carbon/releases.ts';
import type { Home } from '../kit/home.ts';
import { configurationReader } from './configuration-of.ts';

/** The data source that the product brings along; others may have passwords in their URLs. */
const shippedH2 = /^jdbc:h2:(?:async:)?\.\/repository\/database\/[\w-]+/i;

/**
 * What the operator has to do for another password of the administrator once the server has started: the password lives
 * in the user store then, and deployment.toml only has a copy of it.
 */
export function adminInstructions(home: Home): readonly string[] {
  const configuration = configurationReader()(home);
  const admin = textOf(configuration, 'super_admin.username') ?? 'admin';
  const isVaulted = aliasOf(configuration, 'super_admin.password');
  return numbered([
    `Change the password of ${admin} in the user store: ${place(home)}`,
    ...offline(home, configuration, admin),
    isVaulted === undefined
      ? 'Stop the server and write the same password into [super_admin] password of deployment.toml: the pages log in with it where nothing else is set.'
      : `Stop the server and put the same password into Secure Vault: harden vault set ${isVaulted}`,
    `Start the server. Log in as ${admin} with the new password, and see that the old one is refused.`,
    `Another name in [super_admin] would make a second administrator, and ${admin} would stay one: make another account in the console, give it the role of the administrator, log in with it, and only then remove ${admin}.`,
  ]);
}

function place(home: Home): string {
  return isWithin(home.release.version, '7.0.0', '7.3.0')
    ? 'log in to /console, open Users, choose the account, and reset its password.'
    : 'log in to /carbon, open Users and Roles, and choose "Change My Password".';
}

/** The product's own program asks for the new password, but takes that of the database as an argument only. */
function offline(home: Home, configuration: EffectiveConfiguration, admin: string): readonly string[] {
  const store = textOf(configuration, 'user_store.class') ?? '';
  const url = /^(?:.*\.jdbc\.\w+)?$/.test(store) ? textOf(configuration, 'database.shared_db.url') : undefined;
  const [shipped] = shippedH2.exec(url ?? '') ?? [];
  if (shipped === undefined) return [];
  return [
    `Or, where nobody knows the present password, stop the server, go to ${home.root}, and run: java -cp "lib/*:repository/components/plugins/*" -Dcarbon.home="$PWD" org.wso2.carbon.core.util.PasswordUpdater --db-url ${shipped} --username ${admin}   It asks for the new password twice. The password of the database it takes as an argument only, which every account of the machine can see: with one of your own in [database.shared_db], use the console.`,
  ];
}

function textOf(configuration: EffectiveConfiguration, key: string): string | undefined {
  const effective = configuration.get(key);
  return effective.kind === 'value' && typeof effective.value === 'string' ? effective.value : undefined;
}

function aliasOf(configuration: EffectiveConfiguration, key: string): string | undefined {
  const effective = configuration.get(key);
  return effective.kind === 'value' ? effective.secrets[0] : undefined;
}

function numbered(steps: readonly string[]): readonly string[] {
  return steps.map((step, index) => `${index + 1}. ${step}`);
}
