import { describe, expect, test } from '@jest/globals';
import { layout, templateOf } from '../../src/carbon/layout.ts';
import { effectiveGates } from '../../src/engine/effective-gate.ts';
import { generatedChanges } from '../../src/engine/generated-changes.ts';
import type { Plan } from '../../src/engine/plan.ts';
import type { Home } from '../../src/kit/home.ts';
import { templatedHome, templates } from './templated-home.ts';

const toml = '[server]\nhostname = "is.example.com"\n';

/** A plan that makes nothing but this of some files. */
function planTo(home: Home, files: Readonly<Record<string, string>>): Plan {
  return {
    findings: [],
    weakened: [],
    verdicts: [],
    steps: [],
    authors: new Map(),
    files: Object.entries(files).map(([path, text]) => {
      const file = home.read(path);
      return {
        path,
        before: file.kind === 'text' ? { kind: 'text', text: file.text } : undefined,
        after: { kind: 'text', text },
      };
    }),
  };
}

async function refusalOf(files: Readonly<Record<string, string>>, before = toml): Promise<string | undefined> {
  const home = templatedHome(before);
  const [gate] = effectiveGates(home, planTo(home, files));
  expect(gate === undefined || gate.id === 'effective-result').toBe(true);
  return gate?.message;
}

describe('the effective result of a plan', () => {
  test('passes where the server reads what is meant', async () => {
    expect(await refusalOf({ [layout.deploymentToml]: `${toml}strict = true\n` })).toBeUndefined();
  });

  test('passes where no source of the configuration changes', async () => {
    expect(await refusalOf({ 'bin/wso2server.sh': '<' })).toBeUndefined();
  });

  test('is refused where a value breaks a generated file', async () => {
    expect(await refusalOf({ [layout.deploymentToml]: '[server]\nhostname = "a & b"\n' })).toMatch(
      /carbon\.xml would not be well-formed XML in line 2/,
    );
  });

  test('is refused where an edited template is no XML any more', async () => {
    const path = 'repository/conf/carbon.xml';
    const text = templates[path].replace('</Server>', '');
    expect(await refusalOf({ [templateOf(path)]: text })).toMatch(/carbon\.xml would not be well-formed XML/);
  });

  test('is refused where a template cannot be rendered any more', async () => {
    const text = '{{ server.hostname|unheard_of }}';
    expect(await refusalOf({ [templateOf('repository/conf/mail.properties')]: text })).toMatch(
      /mail\.properties could not be generated/,
    );
  });

  test('is refused where a reference leads nowhere', async () => {
    expect(await refusalOf({ [layout.deploymentToml]: '[server]\nhostname = "$ref{a.b}"\n' })).toMatch(
      /line 2, server\.hostname refers to a\.b/,
    );
  });

  test('leaves alone what was wrong before', async () => {
    const before = '[server]\nhostname = "a & b"\n';
    expect(await refusalOf({ [layout.deploymentToml]: '[server]\nhostname = "c & d"\n' }, before)).toBeUndefined();
    const dangling = '[server]\nhostname = "$ref{a.b}"\n';
    expect(await refusalOf({ [layout.deploymentToml]: `${dangling}strict = true\n` }, dangling)).toBeUndefined();
  });
});

describe('the generated files that a plan changes', () => {
  const changes = (files: Readonly<Record<string, string>>) => {
    const home = templatedHome(toml);
    return generatedChanges(home, planTo(home, files)).files.map(({ path, before, after }) => ({
      path,
      before: before?.kind === 'text' ? before.text : '',
      after: after?.kind === 'text' ? after.text : '',
    }));
  };

  test('are those that the changed keys reach, through references too', () => {
    const [only, ...others] = changes({ [layout.deploymentToml]: '[server]\nhostname = "id.example.com"\n' });
    expect(others).toEqual([]);
    expect(only?.path).toBe('repository/conf/carbon.xml');
    expect(only?.before).toContain('<Link>https://is.example.com/</Link>');
    expect(only?.after).toContain('<Link>https://id.example.com/</Link>');
  });

  test('are those of edited templates', () => {
    const path = 'repository/conf/mail.properties';
    const changed = changes({ [templateOf(path)]: `${templates[path]}more=1\n` });
    expect(changed.map((each) => each.path)).toEqual([path]);
    expect(changed[0]?.after).toBe('host=mail.example.com\npattern=\nmore=1\n');
  });

  test('are none where no source changes', () => {
    expect(changes({ 'bin/wso2server.sh': '' })).toEqual([]);
  });
});
