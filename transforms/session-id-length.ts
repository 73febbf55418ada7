import { attributeChange, childChange, defineTransform, templateOf, xmlPart } from '../src/kit/index.ts';

const generator = 'SessionIdGenerator';
const minimum = 32;

export default defineTransform({
  meta: {
    title: 'Session identifiers have at least 32 random bytes',
    why: "The carbon context, which serves the management console and the admin services, falls back to Tomcat's 16 bytes. The other contexts ship with 128.",
    consequence: 'The session cookie of the management console grows from 32 to 64 characters.',
    severity: 'low',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Increase Ephemeral session id size"; tomcat/context.xml and carbon/META-INF/context.xml.j2.',
    references: { cwe: [334], asvs: ['3.2.2'], nist: ['SC-23(3)'] },
  },
  parts: [
    xmlPart({
      files: () => [
        'repository/conf/tomcat/context.xml',
        templateOf('repository/conf/tomcat/carbon/META-INF/context.xml'),
      ],
      inspect(document) {
        const [context] = document.find(['Context']);
        const [manager] = document.find(['Context', 'Manager']);
        const [found] = document.find(['Context', 'Manager', generator]);
        const length = found && document.attribute(found, 'sessionIdLength');
        if (context === undefined || Number(length) >= minimum) return [];
        const attributes = { sessionIdLength: String(minimum) };
        const change = found
          ? attributeChange(document, found, 'sessionIdLength', String(minimum))
          : manager
            ? childChange(document, manager, { name: generator, attributes })
            : childChange(document, context, {
                name: 'Manager',
                attributes: { pathname: '' },
                children: [{ name: generator, attributes }],
              });
        const message = `Session identifiers have ${length ?? 16} random bytes; they should have at least ${minimum}.`;
        return [
          { at: `Context/Manager/${generator}`, line: document.lineOf(found ?? manager ?? context), message, change },
        ];
      },
    }),
  ],
});
