import { defineTransform } from '../src/kit/index.ts';

const params = {
  'least-level': {
    kind: 'number',
    default: 0,
    min: 0,
    max: 1_000_000,
    question: 'Which update level should this installation have at least?',
    help: 'The newest level of your channel, as the update tool or the vendor tells it; nothing on disk does. With 0 any level will do.',
  },
} as const;

const plugins = 'repository/components/plugins';
const at = 'update-level';

export default defineTransform({
  meta: {
    title: "The vendor's security updates are installed",
    why: 'Known holes are published with their fixes, and only updates bring the fixes: a base release has none.',
    consequence:
      'Nothing is changed: the update tool needs your subscription. An update replaces templates, so audit again afterwards.',
    severity: 'medium',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Apply security patches"; updates/config.json, which the update tool writes.',
    references: { cwe: [1395], asvs: ['14.2.1'], nist: ['SI-2'] },
  },
  params,
  parts: [
    {
      files: (home) => (home.shape === 'product' ? ['updates/config.json'] : []),
      inspect(file, { home, answers }) {
        if (file.kind !== 'text') {
          // Patched bundles have a fourth number: org.wso2.carbon.identity.core_7.0.78.4.jar.
          const patched = home.list(plugins).filter((name) => /_\d+\.\d+\.\d+\.\d+\.jar$/.test(name)).length;
          if (patched === 0) return [{ at, message: neverUpdated }];
          const message = `${patched} bundles are patched, but nothing tells the level. ${askVendor}`;
          return [{ at, severity: 'low', message }];
        }
        const level = levelOf(file.text);
        if (level === undefined) return [{ at, severity: 'low', message: unknownLevel }];
        if (level >= answers['least-level']) return [];
        const message = `The update level is ${level}; it should be ${answers['least-level']} or higher. Run the update tool in bin.`;
        return [{ at, message }];
      },
    },
  ],
});

const askVendor = 'Compare with the update level that the vendor names for this release.';
const unknownLevel = `The file of the update tool does not tell the level. ${askVendor}`;
const neverUpdated =
  'No update has been installed by the update tool; the newest level of this release should be. Run the update tool in bin, or say in a waiver how you patch.';

/** The file also holds an account and tokens: only this one number leaves it. */
function levelOf(text: string): number | undefined {
  const level = /"update-level"\s*:\s*"?(\d{1,7})"?\s*[,}]/.exec(text)?.[1];
  return level === undefined ? undefined : Number(level);
}
