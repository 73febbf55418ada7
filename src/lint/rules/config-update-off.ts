import type { StartScript } from '../../documents/start-script.ts';
import type { Finding } from '../../kit/finding.ts';
import { jvmSettings, startScriptPart } from '../../kit/start-script-part.ts';
import { defineRule } from '../define-rule.ts';

/** Options of the config-mapper that make the server start with something else than deployment.toml says. */
const options: Readonly<Record<string, string>> = {
  avoidConfigUpdate: 'keeps the server from reading deployment.toml',
  configParseOnly: 'keeps the server from generating its files from deployment.toml',
  avoidResolvingEnvAndSysVariables: 'keeps the server from filling in the $env{} and $sys{} of deployment.toml',
};

export const configUpdateOff = defineRule({
  title: 'The server reads deployment.toml',
  why: 'With -DavoidConfigUpdate=true the server starts with the generated files that are there, so that no setting of deployment.toml has an effect any more.',
  consequence: 'The next start generates all files anew: what was edited in them by hand is lost (see edited-file).',
  severity: 'high',
  source: 'ConfigParser and ReferenceResolver of config-mapper',
  parts: [
    jvmSettings(
      ...Object.entries(options).map(([key, effect]) => ({
        key,
        accepts: (value: string | undefined) => value?.toLowerCase() !== 'true',
        wants: null,
        says: `The start script ${effect}. Take the option away.`,
      })),
    ),
    startScriptPart({ inspect: elsewhere }),
  ],
});

const pattern = new RegExp(`-D(${Object.keys(options).join('|')})=["']?true\\b`, 'i');

/** Outside of the command itself, as in an assignment to JAVA_OPTS: whether it comes to java only the script knows. */
function elsewhere(script: StartScript): readonly Finding[] {
  return script.text.split('\n').flatMap((text, index): readonly Finding[] => {
    const option = /^\s*(?:#|rem\b|::)/i.test(text) ? undefined : pattern.exec(text)?.[1];
    const line = index + 1;
    if (option === undefined || script.lineOfSystemProperty(option) === line) return [];
    const message = `-D${option}=true ${options[option] ?? 'is not known'}. Take it out of this line.`;
    return [{ at: `line ${line}`, line, message }];
  });
}
