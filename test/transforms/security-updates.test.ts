import securityUpdates from '../../transforms/security-updates.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const file = 'updates/config.json';
const config = (level: string): string =>
  `{\n  "username": "operator@example.com",\n  "update-level": ${level},\n  "channel": "full"\n}\n`;
const bundle = 'repository/components/plugins/org.wso2.carbon.identity.core_7.0.78';
const releases = ['5.9.0', '6.0.0', '7.3.0'] as const;

describeTransform('security-updates', securityUpdates, [
  {
    says: 'reports a base release',
    releases,
    files: { [`${bundle}.jar`]: '' },
    messages: [/No update has been installed/],
  },
  {
    says: 'sees patched bundles without a level',
    files: { [`${bundle}.4.jar`]: '' },
    messages: [/1 bundles are patched/],
  },
  { says: 'is content with any level', releases, files: { [file]: config('"42"') }, finds: [] },
  {
    says: 'reports a level below the one that is asked for',
    releases,
    answers: { 'least-level': 50 },
    files: { [file]: config('"42"') },
    messages: [/^The update level is 42; it should be 50 or higher\. Run the update tool in bin\.$/],
  },
  {
    says: 'is content with the level that is asked for',
    answers: { 'least-level': 42 },
    files: { [file]: config('42') },
    finds: [],
  },
  { says: 'tells when the file has no level', files: { [file]: '{}' }, messages: [/does not tell the level/] },
  { says: 'says nothing of a folder that holds no product', shape: 'configuration-only', verdict: 'not-reviewed' },
  {
    says: 'takes no copy of a bundle for a patched one',
    files: { [`${bundle}.4.jar.bak`]: '' },
    messages: [/No update has been installed/],
  },
]);
