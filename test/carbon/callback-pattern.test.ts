import { describe, expect, test } from '@jest/globals';
import {
  acceptsUrl,
  callbackFault,
  callbackPattern,
  evilUrls,
  fillAddress,
} from '../../src/carbon/callback-pattern.ts';

const own = { host: 'login.example.com', port: '9443' };

describe('patterns of callback URLs', () => {
  test.each([
    String.raw`https:\/\/app\.example\.com(:443)?\/.*`,
    String.raw`^https://(a\.example\.com|b\.example\.com:8443)/.*$`,
    String.raw`^(https://a\.example\.com/.*|https://b\.example\.org/.*)$`,
    String.raw`https://[a-z0-9-]+\.example\.com/.*`,
    String.raw`https://app\.example\.com(:\d+)?(/.*)?`,
    'http://localhost:3000/.*',
    'myapp://done',
  ])('%s binds the host', (pattern) => {
    expect(callbackFault(pattern)).toBeUndefined();
  });

  test.each([
    ['any', '.*'],
    ['any', ''],
    ['any', String.raw`https://.*\.example\.com/.*`],
    ['any', String.raw`https://[^/]+\.example\.com/.*`],
    ['any', String.raw`https://[\w.-]+/.*`],
    ['any', String.raw`https://app\.example\.com.*`],
    ['any', String.raw`https://app\.example\.com(.*)`],
    ['any', String.raw`https://app\.example\.com?.*`],
    ['any', String.raw`https://app\.example\.com(/.*|.*)`],
    ['any', String.raw`(https://app\.example\.com/.*)|.*`],
    ['pseudo', '[https://localhost:9443].*[/authenticationendpoint/login.do]*'],
    ['scheme', String.raw`https?://app\.example\.com/.*`],
    ['scheme', String.raw`http://app\.example\.com/.*`],
    ['dots', 'https://app.example.com/.*'],
  ] as const)('%s: %s', (fault, pattern) => {
    expect(callbackFault(pattern)).toBe(fault);
  });

  test('no text makes the judgement slow', () => {
    const texts = [
      `https://${'a'.repeat(20_000)}*`,
      `https://${'(a)'.repeat(5000)}!`,
      `https://(${'a|'.repeat(5000)}*`,
    ];
    const start = performance.now();
    for (const text of texts) expect(callbackFault(text)).toBe('any');
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test('a pattern of this tool accepts its hosts and this server, and no URL that an attacker would try', () => {
    const pattern = callbackPattern(['app.example.com', 'idp.example.org:8443'], own);
    expect(callbackFault(pattern)).toBeUndefined();
    for (const good of [
      'https://app.example.com/callback',
      'https://app.example.com:443/',
      'https://idp.example.org:8443/x',
      'https://login.example.com:9443/myaccount',
    ])
      expect([good, acceptsUrl(pattern, good)]).toEqual([good, true]);
    for (const host of ['app.example.com', 'idp.example.org', 'login.example.com']) {
      for (const evil of evilUrls({ host, port: '9443' }))
        expect([evil, acceptsUrl(pattern, evil)]).toEqual([evil, false]);
    }
  });

  test('the shipped pseudo-patterns accept what an attacker would try', () => {
    const shipped =
      '[${carbon.protocol}://${carbon.host}:${carbon.management.port}].*[/authenticationendpoint/login.do]*';
    const filled = fillAddress(shipped, own);
    expect(filled).toContain('[https://login.example.com:9443]');
    expect(acceptsUrl(filled, 'https://evil.example/steal')).toBe(true);
  });

  test('a pattern that JavaScript reads otherwise, or that could take forever, is not tried', () => {
    for (const pattern of ['(a+)+', 'a*+', String.raw`\Qhttps\E`, '(?i)https', '[a&&b]', '['])
      expect(acceptsUrl(pattern, 'https://a/')).toBeUndefined();
  });
});
