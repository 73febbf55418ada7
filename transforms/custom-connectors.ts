import {
  customConnectors,
  defineTransform,
  isLoopback,
  isModernTls,
  isSuiteList,
  namesProduct,
} from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'Connectors of your own are as strict as the shipped ones',
    why: 'Nothing that is set for the shipped connectors holds for one of your own, be it a [custom_transport] or written into the template: it may still offer TLS 1.0 or plain HTTP to everybody.',
    consequence: 'Nothing is changed: only you know who uses such a connector.',
    severity: 'medium',
    risk: 'safe',
    source:
      'catalina-server.xml.j2: from 6.0.0 on it makes every property of a [custom_transport] an attribute; before, a connector could only be written into it by hand.',
    references: { cwe: [319, 326], asvs: ['9.1.1', '9.1.3'], nist: ['SC-8(1)'] },
  },
  parts: customConnectors(
    {
      isWeak: ({ isPlain, address }) => isPlain && !isLoopback(address),
      says: 'It answers plain HTTP to other machines; set SSLEnabled, or address to 127.0.0.1.',
    },
    {
      isWeak: ({ isPlain, protocols }) => !isPlain && !isModernTls(protocols),
      says: 'It offers more than TLS 1.2 and 1.3; set sslEnabledProtocols to those.',
    },
    {
      isWeak: ({ isPlain, ciphers }) => !isPlain && !isSuiteList(ciphers),
      says: 'It offers cipher suites without forward secrecy; set ciphers as tls-ciphers does for HTTPS.',
    },
    { isWeak: ({ server }) => namesProduct(server), says: 'Its Server header names the product; set server.' },
  ),
});
