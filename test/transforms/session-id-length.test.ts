import sessionIdLength from '../../transforms/session-id-length.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const context = 'repository/conf/tomcat/context.xml';
const carbon = 'repository/resources/conf/templates/repository/conf/tomcat/carbon/META-INF/context.xml.j2';

describeTransform('session-id-length', sessionIdLength, [
  {
    says: 'gives the carbon context a generator of its own',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    files: {
      [carbon]:
        '<Context privileged="true">\n    <!-- persistence -->\n    <Manager pathname=""/>\n    {% if a is sameas true %}\n    <Valve/>\n    {% endif %}\n</Context>\n',
    },
    becomes: {
      [carbon]:
        '<Context privileged="true">\n    <!-- persistence -->\n    <Manager pathname="">\n        <SessionIdGenerator sessionIdLength="32"/>\n    </Manager>\n    {% if a is sameas true %}\n    <Valve/>\n    {% endif %}\n</Context>\n',
    },
  },
  {
    says: 'adds a manager where there is none',
    files: { [carbon]: '<Context>\r\n\t<Loader/>\r\n</Context>\r\n' },
    becomes: {
      [carbon]:
        '<Context>\r\n\t<Loader/>\r\n\t<Manager pathname="">\r\n\t\t<SessionIdGenerator sessionIdLength="32"/>\r\n\t</Manager>\r\n</Context>\r\n',
    },
  },
  {
    says: 'raises a short length and nothing else',
    releases: ['5.11.0', '7.1.0'],
    files: {
      [context]:
        "<Context>\n  <!-- <SessionIdGenerator sessionIdLength='128'/> -->\n  <Manager><SessionIdGenerator sessionIdLength='16'/></Manager>\n</Context>",
    },
    becomes: {
      [context]:
        "<Context>\n  <!-- <SessionIdGenerator sessionIdLength='128'/> -->\n  <Manager><SessionIdGenerator sessionIdLength='32'/></Manager>\n</Context>",
    },
  },
  {
    says: 'keeps the 128 bytes that the product ships',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    files: {
      [context]:
        '<Context>\n  <Manager className="x"><SessionIdGenerator sessionIdLength="128"/></Manager>\n</Context>\n',
    },
  },
  { says: 'does not concern a home without either file', files: {}, verdict: 'not-applicable' },
  {
    says: 'tells of the 16 bytes that Tomcat takes unless told',
    choice: 'waived',
    files: { 'repository/conf/tomcat/context.xml': '<Context/>' },
    messages: [/have 16 random bytes/],
  },
]);
