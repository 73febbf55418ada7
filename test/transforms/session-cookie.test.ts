import sessionCookie from '../../transforms/session-cookie.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const webXml = 'repository/conf/tomcat/carbon/WEB-INF/web.xml';
const session = (secure: string, mode: string, more = ''): string =>
  `<web-app>\n    <session-config>\n        <cookie-config>\n            <secure>${secure}</secure>${more}\n        </cookie-config>\n        <tracking-mode>${mode}</tracking-mode>\n    </session-config>\n</web-app>\n`;
const cookie = (flag: string): string =>
  `[[identity.cookies]]\nname = "commonAuthId"\ndomain = "example.com"\nsecure = ${flag}\n`;
const releases = ['5.9.0', '6.0.0', '7.3.0'] as const;

describeTransform('session-cookie', sessionCookie, [
  { says: 'is content with what is shipped', releases, files: { [webXml]: session('true', 'COOKIE') }, finds: [] },
  {
    says: 'keeps the session out of clear text and addresses',
    releases,
    files: { [webXml]: session('false', 'URL') },
    becomes: { [webXml]: session('true', 'COOKIE') },
  },
  {
    says: 'keeps scripts away from it',
    files: { [webXml]: session('true', 'COOKIE', '\n            <http-only>false</http-only>') },
    becomes: { [webXml]: session('true', 'COOKIE', '\n            <http-only>true</http-only>') },
  },
  {
    says: 'reports a file that says nothing of it',
    files: { [webXml]: '<web-app/>\n' },
    finds: ['web-app/session-config/cookie-config/secure', 'web-app/session-config/tracking-mode'],
  },
  {
    says: 'secures the cookies that the operator names',
    releases: ['5.11.0', '6.0.0', '7.3.0'],
    toml: cookie('false'),
    tomlBecomes: cookie('true'),
  },
  { says: 'keeps secure ones', releases: ['5.11.0', '6.0.0', '7.3.0'], toml: cookie('"true"'), finds: [] },
  {
    says: 'binds a login to its browser again',
    releases: ['5.11.0', '6.0.0', '7.3.0'],
    toml: '[session.nonce.cookie]\nenabled = false\n',
    tomlBecomes: '[session.nonce.cookie]\nenabled = true\n',
  },
  {
    says: 'leaves a key that an old release does not read',
    releases: ['5.9.0', '5.10.0'],
    toml: '[session.nonce.cookie]\nenabled = false\n',
    finds: [],
  },
]);
