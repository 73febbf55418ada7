import { attributeChange, childChange, defineTransform, templateOf, xmlPart } from '../src/kit/index.ts';

const minimum = 32;
const carbonContext = templateOf('repository/conf/tomcat/carbon/META-INF/context.xml');
const generator = { name: 'SessionIdGenerator', attributes: { sessionIdLength: String(minimum) } };

export default defineTransform({
  meta: {
    title: 'Session identifiers have at least 32 random bytes',
    why: "The carbon context, which serves the management console and the admin services, falls back to Tomcat's 16 bytes. The other contexts ship with 128.",
    consequence: 'The session cookie of the management console grows from 32 to 64 characters.',
    severity: 'low',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Increase Ephemeral session id size"; tomcat/context.xml and carbon/META-INF/context.xml.j2.',
    references: { cwe: [334], nist: ['SC-23(3)'] },
  },
  parts: [
    xmlPart({
      files: () => ['repository/conf/tomcat/context.xml', carbonContext],
      inspect(document) {
        const [context] = document.find(['Context']);
        const [manager] = document.find(['Context', 'Manager']);
        const [found] = document.find(['Context', 'Manager', generator.name]);
        const length = found && document.attribute(found, 'sessionIdLength');
        if (context === undefined || Number(length) >= minimum) return [];
        const change = found
          ? attributeChange(document, found, 'sessionIdLength', String(minimum))
          : manager
            ? childChange(document, manager, generator)
            : childChange(document, context, { name: 'Manager', attributes: { pathname: '' }, children: [generator] });
        const message = `Session identifiers have ${length ?? 16} random bytes; they should have at least ${minimum}.`;
        const line = document.lineOf(found ?? manager ?? context);
        return [{ at: `Context/Manager/${generator.name}`, line, message, change }];
      },
    }),
  ],
});
