import { jvmSettings } from '../../kit/start-script-part.ts';
import { defineRule } from '../define-rule.ts';

export const configUpdateOff = defineRule({
  title: 'The server reads deployment.toml',
  why: 'With -DavoidConfigUpdate=true the server starts with the generated files that are there, so that no setting of deployment.toml has an effect any more.',
  consequence: 'The next start generates all files anew: what was edited in them by hand is lost (see edited-file).',
  severity: 'high',
  source: 'ConfigParser of config-mapper',
  parts: [
    jvmSettings({
      key: 'avoidConfigUpdate',
      accepts: (value) => value?.toLowerCase() !== 'true',
      wants: null,
      says: 'The start script keeps the server from reading deployment.toml. Take the option away.',
    }),
  ],
});
