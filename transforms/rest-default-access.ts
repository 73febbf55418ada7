import {
  type Context,
  defineTransform,
  isRead,
  tablesAt,
  templateReads,
  tomlPart,
  tomlSettings,
} from '../src/kit/index.ts';

const control = 'resource_access_control';
const identityXml = 'repository/conf/identity/identity.xml';

export default defineTransform({
  meta: {
    title: 'REST paths that no rule names are refused',
    why: 'Without default-access="deny" whoever finds a path that nobody thought of reaches it without logging in.',
    consequence: 'Paths of your own that no [[resource.access_control]] names answer 401.',
    severity: 'high',
    risk: 'disruptive',
    source:
      'Product-level security guidelines: "Restrict access to the REST APIs"; identity.xml.j2. 5.9.0 as shipped writes no default-access, as its own config-mapper shows: the template compares two undefined values.',
    references: { cwe: [862], asvs: ['4.1.3'], nist: ['AC-3', 'AC-6'] },
  },
  parts: [
    tomlSettings(
      {
        key: `${control}.default_access_allow`,
        concerns: readsFlag,
        // The template asks for the boolean: the text "false" lets everything through. So does no value at all.
        accepts: (value, { home }) =>
          value === false || (value === undefined && !templateReads(home, identityXml, control)),
        wants: false,
        says: (found) =>
          `Paths that no rule names are open (default_access_allow is ${found}); it should be the boolean false.`,
      },
      {
        key: `${control}.disable_scope_validation`,
        concerns: readsFlag,
        accepts: (value) => value !== true,
        wants: false,
        says: 'The scopes of access tokens are not checked (disable_scope_validation is true); they should be.',
      },
      {
        key: `${control}.default_access`,
        concerns: ({ home }) => home.shape !== 'kernel' && !isRead(home, `${control}.default_access_allow`),
        // Whatever is written there, the text "allow" included, makes this release refuse.
        accepts: (value) => value !== undefined,
        wants: 'deny',
        says: 'This release lets paths through that no rule names unless default_access is written; it should be "deny".',
      },
    ),
    tomlPart({
      inspect: (document) =>
        tablesAt(document, ['resource', 'access_control']).flatMap(
          ({ context, secure, http_method: method }, index) => {
            const isOpen = String(secure) === 'false' && !/^\s*options\s*$/i.test(String(method));
            if (!isOpen || !isBroad(String(context))) return [];
            const line = document.lineOf(['resource', 'access_control', index]);
            const message =
              'This rule opens whole APIs to everybody, and it comes before the shipped ones; secure should be true, or its context should name one path.';
            return [{ at: `resource.access_control[${index}]`, line, message }];
          },
        ),
    }),
  ],
});

function readsFlag({ home }: Context): boolean {
  return isRead(home, `${control}.default_access_allow`);
}

/** A context that begins with a protected API and goes on with anything, or that is nothing but wildcards. */
function isBroad(context: string): boolean {
  const path = context.replace(/\((\.[*+])\)/g, '$1').replace(/^\^|\$$/g, '');
  return (
    /^[/.*+]*$/.test(path) ||
    /^(\.\*|\/t\/\.\*)?\/(scim2|api|api\/(server|users|identity)(\/[^/]*)?)\/?\.[*+]$/.test(path)
  );
}
