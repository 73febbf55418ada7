import {
  callbackFault,
  defineTransform,
  isPlainUrl,
  placeOf,
  type XmlDocument,
  type XmlElement,
  xmlPart,
} from '../src/kit/index.ts';

const folder = 'repository/conf/identity/service-providers';

export default defineTransform({
  meta: {
    title: 'Applications in files take answers at their own HTTPS addresses only',
    why: 'A code or assertion that is sent to a plain or foreign address belongs to whoever listens there; without signatures anybody can write a request.',
    consequence:
      'Nothing is changed: what an application needs, its owner knows. Applications in the database are for application-review.',
    severity: 'medium',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Configure callback URL regular expressions"; service-providers/*.xml and sso-idp-config.xml.',
    references: { cwe: [601, 319, 347], asvs: ['5.1.5'] },
  },
  parts: [
    xmlPart({
      files: (home) => [
        ...home
          .list(folder)
          .filter((name) => name.endsWith('.xml'))
          .map((name) => `${folder}/${name}`),
        'repository/conf/identity/sso-idp-config.xml',
      ],
      inspect: (document) =>
        leavesOf(document).flatMap((element) => {
          const message = problemOf(nameOf(document, element), document.textOf(element).trim());
          const at = placeOf(element);
          return message === undefined ? [] : [{ at, line: document.lineOf(element), message }];
        }),
    }),
  ],
});

/** All elements without children, from the roots that the two kinds of files have. */
function leavesOf(document: XmlDocument): readonly XmlElement[] {
  const walk = (element: XmlElement): readonly XmlElement[] =>
    element.children.length === 0 ? [element] : element.children.flatMap(walk);
  return ['ServiceProvider', 'SSOIdentityProviderConfig'].flatMap((root) => document.find([root])).flatMap(walk);
}

/** The value of a `<Property>` goes by the name beside it. */
function nameOf(document: XmlDocument, element: XmlElement): string {
  const named = element.name === 'Value' ? element.parent?.children.find(({ name }) => name === 'Name') : undefined;
  return named === undefined ? element.name : document.textOf(named).trim();
}

function problemOf(name: string, text: string): string | undefined {
  if (/ur[li]$/i.test(name) && !/algorithm/i.test(name)) {
    if (isPlainUrl(text)) return `${name} is a plain HTTP address; it should begin with https.`;
    const pattern = /^regexp=(.*)$/s.exec(text)?.[1];
    if (pattern !== undefined && callbackFault(pattern) !== undefined) {
      return `${name} is a pattern that accepts foreign hosts; it should spell out scheme and host, dots escaped.`;
    }
  }
  if (/^(ValidateSignatures|SignResponse)$/.test(name) && text === 'false') {
    return `${name} is off; requests and answers should carry signatures that are checked.`;
  }
  if (/AlgorithmURI$/.test(name) && /#(rsa-)?(sha1|md5)$/.test(text)) {
    return `${name} is a broken hash; it should be SHA-256 or longer.`;
  }
  return undefined;
}
