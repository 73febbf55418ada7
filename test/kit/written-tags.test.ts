import { describe, expect, test } from '@jest/globals';
import type { Home } from '../../src/kit/home.ts';
import { catalinaTemplate, writtenTags } from '../../src/kit/written-tags.ts';

function tagsIn(text: string) {
  const home = { read: (path: string) => ({ kind: 'text', path, text }) } as unknown as Home;
  return writtenTags(home);
}

describe('tags that somebody wrote into the template of Tomcat', () => {
  test('are read with their literal attributes, but for comments and what the template engine fills in', () => {
    const [valve, connector, ...more] = tagsIn(
      `<!-- <Valve className="a"/> -->\n<Valve className = 'b' x="{{y}}"/><Connector port="1"/> <!-- <Connector>`,
    );
    expect(catalinaTemplate).toContain('catalina-server.xml');
    expect(valve).toEqual({ name: 'Valve', attributes: new Map([['className', 'b']]), isLiteral: false });
    expect(connector).toEqual({ name: 'Connector', attributes: new Map([['port', '1']]), isLiteral: true });
    expect(more).toEqual([]);
  });

  // Each of them took minutes where a pattern tried every place anew.
  test.each([
    ['a long word', `<Connector ${'constructor'.repeat(40_000)}>`],
    ['many comments that do not end', '<!--'.repeat(200_000)],
    ['many tags that do not end', '<Connector '.repeat(80_000)],
    ['many blanks', `<Connector a${' '.repeat(400_000)}>`],
  ])('%s takes no long time', (_, text) => {
    expect(tagsIn(text).flatMap(({ attributes }) => [...attributes])).toEqual([]);
  });
});
